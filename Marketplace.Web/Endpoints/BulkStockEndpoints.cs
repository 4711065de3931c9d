using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Marketplace.Core.Accounts;
using Marketplace.Core.Inventory.Bulk;
using Marketplace.Web.Auth;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.Web.Endpoints;

/// <summary>Changing many items at once: judged first, then carried out, and undone within its window.</summary>
public static class BulkStockEndpoints
{
    /// <summary>Maps the routes into the authorised group of <c>/api/v1/platforms</c>.</summary>
    public static void MapBulkStock(this RouteGroupBuilder group)
    {
        group.MapGet("/inventory/bulk", async (HttpContext http, BulkQueries bulk, CancellationToken cancellationToken, [Range(1, 1_000_000)] int page = 1, [Range(1, 100)] int pageSize = 20) =>
            TypedResults.Ok((await bulk.ListAsync(http.User.SellerId(), (page - 1) * pageSize, pageSize, cancellationToken)).Items.Select(BatchAnswer.Of))).Needs(Right.ViewStock).WithSummary("Bulk changes, the newest first.");
        group.MapPost("/inventory/bulk", JudgeAsync).Needs(Right.EditStock)
            .WithSummary($"Judges up to {BulkStock.MaxSelected} changes without carrying them out; each row has its verdict.").ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        group.MapGet("/inventory/bulk/{batchId:guid}", ReadAsync).Needs(Right.ViewStock).WithSummary("A bulk change, with its progress.").ProducesProblem(StatusCodes.Status404NotFound);
        group.MapGet("/inventory/bulk/{batchId:guid}/rows", RowsAsync).Needs(Right.ViewStock).WithSummary("The rows of a bulk change with their verdicts, page by page.");
        group.MapPost("/inventory/bulk/{batchId:guid}/apply", (Guid batchId, HttpContext http, BulkStock bulk, CancellationToken cancellationToken) =>
            AcceptAsync(batchId, bulk.ApplyAsync(http.User.SellerId(), batchId, cancellationToken), "There is no such bulk change with rows to carry out.")).Needs(Right.EditStock)
            .WithSummary("Carries out the ready rows, in the background.").ProducesProblem(StatusCodes.Status404NotFound);
        group.MapPost("/inventory/bulk/{batchId:guid}/undo", (Guid batchId, HttpContext http, BulkStock bulk, CancellationToken cancellationToken) =>
            AcceptAsync(batchId, bulk.UndoAsync(http.User.SellerId(), batchId, cancellationToken), "There is no such bulk change that can be undone; perhaps its time is over.")).Needs(Right.EditStock)
            .WithSummary("Takes a bulk change back by entries that reverse it, in the background; rows that cannot be reversed any more stay and say why.").ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Results<Accepted<BatchAnswer>, ProblemHttpResult>> JudgeAsync(
        BulkBody body, HttpContext http, BulkStock bulk, BulkQueries queries, CancellationToken cancellationToken)
    {
        if (body.Rows.Count is 0 or > BulkStock.MaxSelected)
        {
            return TypedResults.Problem($"Give between 1 and {BulkStock.MaxSelected} rows in one call; this one has {body.Rows.Count}.", statusCode: StatusCodes.Status422UnprocessableEntity);
        }

        var seller = http.User.SellerId();
        var rows = body.Rows.Select(r => new BulkRow(r.Sku ?? "", r.Location, r.Field, r.Value)).ToList();
        var id = await bulk.JudgeAsync(seller, rows, body.Reason, $"{http.User.Identity?.Name} (API)", cancellationToken);
        return TypedResults.Accepted($"/api/v1/platforms/inventory/bulk/{id}", BatchAnswer.Of((await queries.FindAsync(seller, id, cancellationToken))!));
    }

    private static async Task<Results<Ok<BatchAnswer>, ProblemHttpResult>> ReadAsync(Guid batchId, HttpContext http, BulkQueries bulk, CancellationToken cancellationToken) =>
        await bulk.FindAsync(http.User.SellerId(), batchId, cancellationToken) is { } batch
            ? TypedResults.Ok(BatchAnswer.Of(batch)) : TypedResults.Problem("There is no such bulk change here.", statusCode: StatusCodes.Status404NotFound);

    private static async Task<Ok<RowPage>> RowsAsync(
        Guid batchId, HttpContext http, BulkQueries bulk, CancellationToken cancellationToken,
        StockRowState? state = null, [Range(1, 1_000_000)] int page = 1, [Range(1, InventoryEndpoints.MaxPageSize)] int pageSize = 100)
    {
        var found = await bulk.RowsAsync(http.User.SellerId(), batchId, state, (page - 1) * pageSize, pageSize, cancellationToken);
        return TypedResults.Ok(new RowPage(
            [.. found.Items.Select(r => new RowAnswer(r.Row.RowNumber, r.Row.Sku, r.Row.VariantId, r.Location, r.Row.Field, r.Row.Wish, r.Row.Before, r.Row.State, r.Row.Message))], found.Total, page, pageSize));
    }

    private static async Task<Results<Accepted, ProblemHttpResult>> AcceptAsync(Guid batchId, Task<bool> accepted, string refusal) =>
        await accepted ? TypedResults.Accepted($"/api/v1/platforms/inventory/bulk/{batchId.ToString(null, CultureInfo.InvariantCulture)}") : TypedResults.Problem(refusal, statusCode: StatusCodes.Status404NotFound);

    /// <summary>Changes to judge.</summary>
    /// <param name="Rows">The changes.</param>
    /// <param name="Reason">Why, for the ledger.</param>
    public sealed record BulkBody([property: Required] IReadOnlyList<RowBody> Rows, [property: MaxLength(500)] string? Reason);

    /// <summary>A change.</summary>
    /// <param name="Sku">The item.</param>
    /// <param name="Location">Where, by name; null for all locations together.</param>
    /// <param name="Field">What is changed.</param>
    /// <param name="Value">To what, or by how much; items.</param>
    public sealed record RowBody([property: Required] string? Sku, string? Location, StockField Field, int Value);

    /// <summary>A bulk change. Counts are rows, times UTC.</summary>
    public sealed record BatchAnswer(
        Guid Id, string Title, StockBatchState State, int Rows, int Ready, int Refused, int Unchanged, int Done, int Failed, int Undone, int Stayed,
        string? Problem, string Actor, DateTimeOffset CreatedAt, DateTimeOffset? AppliedAt, DateTimeOffset? UndoUntil)
    {
        internal static BatchAnswer Of(StockBatch b) => new(
            b.Id, b.Title, b.State, b.RowCount, b.ReadyCount, b.RefusedCount, b.SkippedCount, b.DoneCount, b.FailedCount, b.UndoneCount, b.StayedCount,
            b.Problem, b.Actor, b.CreatedAt, b.AppliedAt, b.UndoUntil);
    }

    /// <summary>A row with its verdict.</summary>
    public sealed record RowAnswer(int Row, string Sku, Guid? VariantId, string? Location, StockField Field, int? Value, int? Before, StockRowState State, string Message);

    /// <summary>A page of rows.</summary>
    /// <param name="Rows">The page.</param>
    /// <param name="Total">Rows over all pages.</param>
    /// <param name="Page">Number of the page, from 1.</param>
    /// <param name="PageSize">Most rows of a page.</param>
    public sealed record RowPage(IReadOnlyList<RowAnswer> Rows, int Total, int Page, int PageSize);
}
