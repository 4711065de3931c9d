using System.ComponentModel.DataAnnotations;
using Marketplace.Core.Fulfillment;
using Marketplace.Core.Fulfillment.Files;
using Marketplace.Core.Orders;
using Marketplace.Core.Spreadsheets;
using Marketplace.Web.Auth;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Marketplace.Web.Endpoints;

/// <summary>Tracking numbers by spreadsheet: upload, verdicts, send, results.</summary>
public static class FileEndpoints
{
    private const string Address = "/api/v1/platforms/files";
    private const string Workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    // The form around a file of the largest size.
    private const int FormBytes = 64 * 1024;

    /// <summary>Maps the routes into the authorised group of <c>/api/v1/platforms</c>.</summary>
    public static void MapFiles(this RouteGroupBuilder group)
    {
        group.MapGet("/files/pending-orders", PendingAsync).Produces<FileResult>(StatusCodes.Status200OK, Workbook)
            .WithSummary("The orders to ship as a workbook, with columns for tracking numbers and carriers.");
        group.MapPost("/files", UploadAsync).DisableAntiforgery()
            .WithMetadata(new RequestSizeLimitAttribute(FileLimits.Bytes + FormBytes), new RequestFormLimitsAttribute { MultipartBodyLengthLimit = FileLimits.Bytes + FormBytes })
            .WithSummary("Uploads a workbook or CSV with tracking numbers. It is judged row by row in the background, and nothing is sent yet.")
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        group.MapGet("/files", ListAsync).WithSummary("Uploaded files, the newest first, page by page.");
        group.MapGet("/files/{fileId:guid}", ReadAsync).WithSummary("A file: how far judging and sending have got, in rows.").ProducesProblem(StatusCodes.Status404NotFound);
        group.MapGet("/files/{fileId:guid}/rows", RowsAsync).WithSummary("The rows of a file with their verdicts, page by page.").ProducesProblem(StatusCodes.Status404NotFound);
        group.MapPost("/files/{fileId:guid}/send", SendAsync)
            .WithSummary("Enters the parcels of all ready rows, in the background. Saying it twice sends once.")
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        group.MapGet("/files/{fileId:guid}/results", ResultsAsync).Produces<FileResult>(StatusCodes.Status200OK, Workbook)
            .WithSummary("The file's rows as a workbook, each with what became of it.").ProducesProblem(StatusCodes.Status404NotFound);
        group.MapDelete("/files/{fileId:guid}", DiscardAsync).WithSummary("Deletes a file that was not sent.").ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<FileStreamHttpResult> PendingAsync(HttpContext http, PendingOrdersExport export, CancellationToken cancellationToken)
    {
        var file = TemporaryFile.Open();
        await export.WriteAsync(http.User.SellerId(), new OrderFilter { Tab = OrderTab.ToShip }, file, cancellationToken);
        return TemporaryFile.Send(http, file, export.FileName);
    }

    private static async Task<Results<Accepted<FileAnswer>, ProblemHttpResult>> UploadAsync(
        IFormFile file, HttpContext http, TrackingFiles files, FulfillmentQueries queries, CancellationToken cancellationToken)
    {
        try
        {
            await using var content = file.OpenReadStream();
            var id = await files.UploadAsync(http.User.SellerId(), file.FileName, content, cancellationToken);
            return TypedResults.Accepted($"{Address}/{id}", FileAnswer.Of((await queries.FileAsync(http.User.SellerId(), id, cancellationToken))!));
        }
        catch (UnreadableFileException exception)
        {
            return TypedResults.Problem(exception.Message, statusCode: StatusCodes.Status422UnprocessableEntity);
        }
    }

    private static async Task<Ok<FilePage>> ListAsync(
        HttpContext http, FulfillmentQueries queries, CancellationToken cancellationToken, [Range(1, 1_000_000)] int page = 1, [Range(1, 100)] int pageSize = 20)
    {
        var found = await queries.FilesAsync(http.User.SellerId(), (page - 1) * pageSize, pageSize, cancellationToken);
        return TypedResults.Ok(new FilePage([.. found.Items.Select(f => FileAnswer.Of(new TrackingFileProgress(f, 0, 0, 0, 0)))], found.Total, page, pageSize));
    }

    private static async Task<Results<Ok<FileAnswer>, ProblemHttpResult>> ReadAsync(Guid fileId, HttpContext http, FulfillmentQueries queries, CancellationToken cancellationToken) =>
        await queries.FileAsync(http.User.SellerId(), fileId, cancellationToken) is { } file ? TypedResults.Ok(FileAnswer.Of(file)) : NoSuchFile();

    private static async Task<Results<Ok<RowPage>, ProblemHttpResult>> RowsAsync(
        Guid fileId, HttpContext http, FulfillmentQueries queries, CancellationToken cancellationToken,
        RowFilter show = RowFilter.All, [Range(1, 1_000_000)] int page = 1, [Range(1, OrderEndpoints.MaxPageSize)] int pageSize = 100)
    {
        var seller = http.User.SellerId();
        if (await queries.FileAsync(seller, fileId, cancellationToken) is null)
        {
            return NoSuchFile();
        }

        var found = await queries.RowsAsync(seller, fileId, show, (page - 1) * pageSize, pageSize, cancellationToken);
        return TypedResults.Ok(new RowPage([.. found.Items.Select(RowAnswer.Of)], found.Total, page, pageSize));
    }

    private static async Task<Results<Accepted<FileAnswer>, ProblemHttpResult>> SendAsync(
        Guid fileId, HttpContext http, TrackingFiles files, FulfillmentQueries queries, CancellationToken cancellationToken)
    {
        var seller = http.User.SellerId();
        var sent = await files.SendAsync(seller, fileId, http.ApiActor(), cancellationToken);
        return await queries.FileAsync(seller, fileId, cancellationToken) is not { } file ? NoSuchFile()
            : sent || file.File.SentAt is not null ? TypedResults.Accepted($"{Address}/{fileId}", FileAnswer.Of(file))
            : TypedResults.Problem("There is nothing to send: the file is not judged yet, or has no ready rows.", statusCode: StatusCodes.Status409Conflict);
    }

    private static async Task<Results<FileStreamHttpResult, ProblemHttpResult>> ResultsAsync(Guid fileId, HttpContext http, TrackingFileResults results, CancellationToken cancellationToken)
    {
        var file = TemporaryFile.Open();
        if (await results.WriteAsync(http.User.SellerId(), fileId, file, cancellationToken))
        {
            return TemporaryFile.Send(http, file, "tracking-results.xlsx");
        }

        await file.DisposeAsync();
        return NoSuchFile();
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> DiscardAsync(Guid fileId, HttpContext http, TrackingFiles files, CancellationToken cancellationToken) =>
        await files.DiscardAsync(http.User.SellerId(), fileId, cancellationToken)
            ? TypedResults.NoContent()
            : TypedResults.Problem("There is no such file here that was not sent.", statusCode: StatusCodes.Status404NotFound);

    private static ProblemHttpResult NoSuchFile() => TypedResults.Problem("There is no such file here.", statusCode: StatusCodes.Status404NotFound);

    /// <summary>A page of files.</summary>
    public sealed record FilePage(IReadOnlyList<FileAnswer> Files, int Total, int Page, int PageSize);

    /// <summary>A file. Counts are rows, times UTC; Waiting to Failed tell of the parcels of a file that was sent.</summary>
    public sealed record FileAnswer(
        Guid Id, string FileName, TrackingFileState State, int Rows, int Ready, int Refused, int Skipped, int Entered, string? Problem, DateTimeOffset UploadedAt, DateTimeOffset? SentAt,
        int Waiting, int Sent, int Confirmed, int Failed)
    {
        internal static FileAnswer Of(TrackingFileProgress p) => new(
            p.File.Id, p.File.FileName, p.File.State, p.File.RowCount, p.File.ReadyCount, p.File.RefusedCount, p.File.SkippedCount, p.File.EnteredCount, p.File.Problem,
            p.File.UploadedAt, p.File.SentAt, p.Waiting, p.Sent, p.Confirmed, p.Failed);
    }

    /// <summary>A page of rows.</summary>
    public sealed record RowPage(IReadOnlyList<RowAnswer> Rows, int Total, int Page, int PageSize);

    /// <summary>A row as it was written, its verdict, and how far its parcel has got.</summary>
    public sealed record RowAnswer(
        int Row, string OrderNumber, string? Sku, string? Quantity, string? TrackingNumber, string? Carrier, RowVerdict Verdict, string Message, Guid? OrderId, Guid? ShipmentId, ShipmentState? State)
    {
        internal static RowAnswer Of(TrackingFileRowView view) => new(
            view.Row.RowNumber, view.Row.OrderNumber, view.Row.Sku, view.Row.Quantity, view.Row.TrackingNumber, view.Row.Carrier, view.Row.Verdict,
            view.Problem ?? view.Row.Message, view.Row.OrderId, view.Row.ShipmentId, view.State);
    }
}
