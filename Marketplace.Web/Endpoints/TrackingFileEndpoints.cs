using System.ComponentModel.DataAnnotations;
using Marketplace.Core.Accounts;
using Marketplace.Core.Fulfillment;
using Marketplace.Core.Fulfillment.Files;
using Marketplace.Core.Spreadsheets;
using Marketplace.Web.Auth;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Marketplace.Web.Endpoints;

/// <summary>Files of tracking numbers: uploaded, judged row by row, corrected, sent, taken back.</summary>
public static class TrackingFileEndpoints
{
    /// <summary>Maps the routes into the authorised group of <c>/api/v1/platforms</c>.</summary>
    public static void MapTrackingFiles(this RouteGroupBuilder group)
    {
        group.MapPost("/fulfillment/files", UploadAsync).Needs(Right.Ship).WithMetadata(new RequestSizeLimitAttribute(FileLimits.Bytes))
            .WithSummary("Takes a file in as the body, in any form that marketplaces and shipping tools write (.xlsx, .csv, .tsv, .txt), and judges it in the background. Nothing is sent.")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        group.MapGet("/fulfillment/files", async (HttpContext http, FulfillmentQueries files, CancellationToken cancellationToken, [Range(1, 1_000_000)] int page = 1, [Range(1, 100)] int pageSize = 20) =>
            TypedResults.Ok((await files.FilesAsync(http.User.SellerId(), (page - 1) * pageSize, pageSize, cancellationToken)).Items.Select(f => FileAnswer.Of(f, null)))).Needs(Right.Ship).WithSummary("Files, the newest first.");
        group.MapGet("/fulfillment/files/{fileId:guid}", ReadAsync).Needs(Right.Ship).WithSummary("A file, and how far its parcels have come.").ProducesProblem(StatusCodes.Status404NotFound);
        group.MapGet("/fulfillment/files/{fileId:guid}/rows", RowsAsync).Needs(Right.Ship).WithSummary("The rows of a file with their verdicts, page by page.");
        group.MapPatch("/fulfillment/files/{fileId:guid}/rows/{rowId:guid}", CorrectAsync).Needs(Right.Ship)
            .WithSummary("Corrects a row that is not entered yet; it is judged anew at once.").ProducesProblem(StatusCodes.Status409Conflict);
        group.MapPost("/fulfillment/files/{fileId:guid}/send", (Guid fileId, HttpContext http, TrackingFiles files, FulfillmentQueries queries, CancellationToken cancellationToken) =>
            AcceptAsync(fileId, http, queries, files.SendAsync(http.User.SellerId(), fileId, http.ApiActor(), cancellationToken), "This file has no rows that can be sent now.")).Needs(Right.Ship)
            .WithSummary("Sends the ready rows, once the time for undoing is over; refused rows stay to be corrected.").ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        group.MapPost("/fulfillment/files/{fileId:guid}/undo", (Guid fileId, HttpContext http, TrackingFiles files, FulfillmentQueries queries, CancellationToken cancellationToken) =>
            AcceptAsync(fileId, http, queries, files.UndoAsync(http.User.SellerId(), fileId, cancellationToken), "There is nothing to take back: sending was not asked for, or has begun.")).Needs(Right.Ship)
            .WithSummary("Takes sending back, before anything has left.").ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        group.MapDelete("/fulfillment/files/{fileId:guid}", DiscardAsync).Needs(Right.Ship).WithSummary("Throws a file away that was not sent.").ProducesProblem(StatusCodes.Status409Conflict);
    }

    private static async Task<Results<Accepted<FileAnswer>, ProblemHttpResult>> UploadAsync(
        HttpContext http, TrackingFiles files, FulfillmentQueries queries, CancellationToken cancellationToken, [MaxLength(200)] string fileName = "upload")
    {
        if (http.Request.HasJsonContentType())
        {
            return TypedResults.Problem("Send the file itself as the body, not JSON.", statusCode: StatusCodes.Status400BadRequest);
        }

        try
        {
            var id = await files.UploadAsync(http.User.SellerId(), fileName, http.Request.Body, cancellationToken);
            return TypedResults.Accepted(Location(id), FileAnswer.Of((await queries.FileAsync(http.User.SellerId(), id, cancellationToken))!.File, null));
        }
        catch (UnreadableFileException unreadable)
        {
            return TypedResults.Problem(unreadable.Message, statusCode: StatusCodes.Status422UnprocessableEntity);
        }
    }

    private static async Task<Results<Ok<FileAnswer>, ProblemHttpResult>> ReadAsync(Guid fileId, HttpContext http, FulfillmentQueries files, CancellationToken cancellationToken) =>
        await files.FileAsync(http.User.SellerId(), fileId, cancellationToken) is { } progress
            ? TypedResults.Ok(FileAnswer.Of(progress.File, progress))
            : Unknown();

    private static async Task<Ok<RowPage>> RowsAsync(
        Guid fileId, HttpContext http, FulfillmentQueries files, CancellationToken cancellationToken,
        RowFilter filter = RowFilter.All, [Range(1, 1_000_000)] int page = 1, [Range(1, 500)] int pageSize = 100)
    {
        var found = await files.RowsAsync(http.User.SellerId(), fileId, filter, (page - 1) * pageSize, pageSize, cancellationToken);
        return TypedResults.Ok(new RowPage([.. found.Items.Select(view => RowAnswer.Of(view.Row, view.State, view.Problem))], found.Total, page, pageSize));
    }

    private static async Task<Results<Ok<RowAnswer>, ProblemHttpResult>> CorrectAsync(
        Guid fileId, Guid rowId, RowCorrection body, HttpContext http, TrackingFileCorrections corrections, CancellationToken cancellationToken) =>
        await corrections.CorrectAsync(http.User.SellerId(), rowId, body, cancellationToken) is { } row && row.FileId == fileId
            ? TypedResults.Ok(RowAnswer.Of(row, null, null))
            : TypedResults.Problem("There is no such row that can be corrected: perhaps its parcel is entered, or its file is being sent.", statusCode: StatusCodes.Status409Conflict);

    private static async Task<Results<NoContent, ProblemHttpResult>> DiscardAsync(Guid fileId, HttpContext http, TrackingFiles files, CancellationToken cancellationToken) =>
        await files.DiscardAsync(http.User.SellerId(), fileId, cancellationToken)
            ? TypedResults.NoContent()
            : TypedResults.Problem("There is no such file that was not sent; sent ones stay as a record.", statusCode: StatusCodes.Status409Conflict);

    private static async Task<Results<Accepted, ProblemHttpResult>> AcceptAsync(Guid fileId, HttpContext http, FulfillmentQueries queries, Task<bool> accepted, string refusal)
    {
        if (await accepted)
        {
            return TypedResults.Accepted(Location(fileId));
        }

        return await queries.FileAsync(http.User.SellerId(), fileId, http.RequestAborted) is null ? Unknown() : TypedResults.Problem(refusal, statusCode: StatusCodes.Status409Conflict);
    }

    private static ProblemHttpResult Unknown() => TypedResults.Problem("There is no such file here.", statusCode: StatusCodes.Status404NotFound);

    private static string Location(Guid fileId) => $"/api/v1/platforms/fulfillment/files/{fileId:D}";

    /// <summary>A file. Counts are rows, times UTC; the last four tell of its parcels once it is sent.</summary>
    public sealed record FileAnswer(
        Guid Id, string FileName, TrackingFileState State, int Rows, int Ready, int Refused, int Skipped, int Entered, string? Problem,
        DateTimeOffset UploadedAt, DateTimeOffset? SendsAt, DateTimeOffset? SentAt, int? Waiting, int? Sent, int? Confirmed, int? Failed)
    {
        internal static FileAnswer Of(TrackingFile f, TrackingFileProgress? p) => new(
            f.Id, f.FileName, f.State, f.RowCount, f.ReadyCount, f.RefusedCount, f.SkippedCount, f.EnteredCount, f.Problem,
            f.UploadedAt, f.SendsAt, f.SentAt, p?.Waiting, p?.Sent, p?.Confirmed, p?.Failed);
    }

    /// <summary>A row with its verdict.</summary>
    /// <param name="Id">Our id.</param>
    /// <param name="Row">Row in the sheet, from 1.</param>
    /// <param name="OrderNumber">As written, or as corrected.</param>
    /// <param name="TrackingNumber">As written, or as corrected.</param>
    /// <param name="Carrier">As written, or as corrected.</param>
    /// <param name="Verdict">What will become of it.</param>
    /// <param name="Message">Why, in plain words; what the marketplace said, once it did.</param>
    /// <param name="OrderId">The order that it was matched to.</param>
    /// <param name="ShipmentId">The parcel that it became.</param>
    /// <param name="State">Where that parcel stands.</param>
    public sealed record RowAnswer(
        Guid Id, int Row, string OrderNumber, string? TrackingNumber, string? Carrier, RowVerdict Verdict, string Message, Guid? OrderId, Guid? ShipmentId, ShipmentState? State)
    {
        internal static RowAnswer Of(TrackingFileRow row, ShipmentState? state, string? problem) => new(
            row.Id, row.RowNumber, row.OrderNumber, row.TrackingNumber, row.Carrier, row.Verdict, problem ?? row.Message, row.OrderId, row.ShipmentId, state);
    }

    /// <summary>A page of rows.</summary>
    /// <param name="Rows">The page.</param>
    /// <param name="Total">Rows over all pages.</param>
    /// <param name="Page">Number of the page, from 1.</param>
    /// <param name="PageSize">Most rows of a page.</param>
    public sealed record RowPage(IReadOnlyList<RowAnswer> Rows, int Total, int Page, int PageSize);
}
