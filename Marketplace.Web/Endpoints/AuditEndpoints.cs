using System.ComponentModel.DataAnnotations;
using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;
using Marketplace.Core.Accounts;
using Marketplace.Core.Audit;
using Marketplace.Web.Auth;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.Web.Endpoints;

/// <summary>The log of who did what.</summary>
public static class AuditEndpoints
{
    /// <summary>Address of the log as CSV.</summary>
    public const string File = "audit/log.csv";

    // An injected "=cmd" must stay text in a spreadsheet.
    private static readonly CsvConfiguration Csv = new(CultureInfo.InvariantCulture) { InjectionOptions = InjectionOptions.Escape };

    /// <summary>Maps the routes into the authorised group of <c>/api/v1/platforms</c>.</summary>
    public static void MapAudit(this RouteGroupBuilder group) =>
        group.MapGet("/audit", ListAsync).Needs(Right.ViewAudit).WithSummary("Who did what, to which order, item, store or setting, when and from where; the newest first, page by page.");

    /// <summary>Maps the file for the signed-in seller's browser.</summary>
    public static void MapAuditDownload(this IEndpointRouteBuilder app) => app.MapGet(File, DownloadAsync).Needs(Right.ViewAudit).ExcludeFromDescription();

    private static async Task<Ok<AuditAnswer>> ListAsync(
        HttpContext http, AuditLog log, CancellationToken cancellationToken, string? area = null, string? actor = null, Guid? subjectId = null,
        DateTimeOffset? from = null, DateTimeOffset? until = null, [Range(1, 1_000_000)] int page = 1, [Range(1, 500)] int pageSize = 100)
    {
        var filter = new AuditFilter(area, actor, subjectId, from?.ToUniversalTime(), until?.ToUniversalTime());
        var (entries, total) = await log.ListAsync(http.User.SellerId(), filter, (page - 1) * pageSize, pageSize, cancellationToken);
        return TypedResults.Ok(new AuditAnswer(total, [.. entries.Select(e => new AuditEntryAnswer(e.At, e.Actor, e.Address, e.Area, e.Text, e.SubjectId))]));
    }

    private static async Task<FileStreamHttpResult> DownloadAsync(string? area, string? actor, HttpContext http, AuditLog log, TimeProvider time, CancellationToken cancellationToken)
    {
        var seller = http.User.SellerId();
        var file = TemporaryFile.Open();
        await using (var writer = new StreamWriter(file, leaveOpen: true))
        await using (var csv = new CsvWriter(writer, Csv))
        {
            csv.WriteHeader<AuditEntryAnswer>();
            await csv.NextRecordAsync();
            await foreach (var entry in log.ReadAsync(seller, new AuditFilter(area, actor), cancellationToken))
            {
                csv.WriteRecord(new AuditEntryAnswer(entry.At, entry.Actor, entry.Address, entry.Area, entry.Text, entry.SubjectId));
                await csv.NextRecordAsync();
            }
        }

        await log.NoteAsync(seller, Acting.Current ?? new Acting(http.User.Identity?.Name ?? "unknown", null, time.GetUtcNow()), "export", "Log of who did what downloaded", cancellationToken);
        http.Response.Headers.CacheControl = "no-store";
        file.Position = 0;
        return TypedResults.Stream(file, "text/csv", "audit-log.csv");
    }

    /// <summary>A page of the log.</summary>
    public sealed record AuditAnswer(int Total, IReadOnlyList<AuditEntryAnswer> Entries);

    /// <summary>One entry. Times are UTC.</summary>
    public sealed record AuditEntryAnswer(DateTimeOffset At, string Actor, string? Address, string Area, string Text, Guid? SubjectId);
}
