using System.ComponentModel.DataAnnotations;
using Marketplace.Core.Accounts;
using Marketplace.Core.Inventory;
using Marketplace.Core.Inventory.Incoming;
using Marketplace.Web.Auth;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.Web.Endpoints;

/// <summary>Deliveries that are expected from suppliers.</summary>
public static class IncomingEndpoints
{
    /// <summary>Maps the routes into the authorised group of <c>/api/v1/platforms</c>.</summary>
    public static void MapIncoming(this RouteGroupBuilder group)
    {
        group.MapGet("/inventory/incoming", ListAsync).Needs(Right.ViewStock).WithSummary("Open deliveries, the earliest first, page by page.");
        group.MapPost("/inventory/incoming", ExpectAsync).Needs(Right.EditStock).WithSummary("Notes that a delivery is expected; nothing is offered because of it.").ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        group.MapPost("/inventory/incoming/{incomingId:guid}/receive", ReceiveAsync).Needs(Right.EditStock)
            .WithSummary("Takes a delivery in, wholly or in part; what is missing stays expected.").ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        group.MapDelete("/inventory/incoming/{incomingId:guid}", CancelAsync).Needs(Right.EditStock)
            .WithSummary("Gives up what is still missing of a delivery.").ProducesProblem(StatusCodes.Status422UnprocessableEntity);
    }

    private static async Task<Ok<IncomingPage>> ListAsync(
        HttpContext http, IncomingQueries incoming, CancellationToken cancellationToken,
        Guid? variantId = null, [Range(1, 1_000_000)] int page = 1, [Range(1, InventoryEndpoints.MaxPageSize)] int pageSize = 50)
    {
        var found = await incoming.OpenAsync(http.User.SellerId(), variantId, (page - 1) * pageSize, pageSize, cancellationToken);
        return TypedResults.Ok(new IncomingPage(found.Items, found.Total, page, pageSize));
    }

    private static async Task<Results<Created<IncomingResult>, ProblemHttpResult>> ExpectAsync(
        IncomingBody body, HttpContext http, IncomingDesk desk, InventoryQueries inventory, CancellationToken cancellationToken)
    {
        var seller = http.User.SellerId();
        var variant = body.VariantId ?? (body.Sku is { } sku ? (await inventory.FindSkusAsync(seller, [sku], cancellationToken)).Values.SingleOrDefault() : Guid.Empty);
        var result = await desk.ExpectAsync(seller, new IncomingWish(variant, body.Quantity, body.Reference ?? "", body.DueOn, body.LocationId), Actor(http), cancellationToken);
        return result.Problem is { } problem ? Refused(problem) : TypedResults.Created("/api/v1/platforms/inventory/incoming", result);
    }

    private static async Task<Results<Ok<IncomingResult>, ProblemHttpResult>> ReceiveAsync(
        Guid incomingId, ReceiveBody? body, HttpContext http, IncomingDesk desk, CancellationToken cancellationToken)
    {
        var result = await desk.ReceiveAsync(http.User.SellerId(), incomingId, body?.Quantity, body?.LocationId, Actor(http), cancellationToken);
        return result.Problem is { } problem ? Refused(problem) : TypedResults.Ok(result);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> CancelAsync(Guid incomingId, HttpContext http, IncomingDesk desk, CancellationToken cancellationToken) =>
        (await desk.CancelAsync(http.User.SellerId(), incomingId, cancellationToken)).Problem is { } problem ? Refused(problem) : TypedResults.NoContent();

    private static string Actor(HttpContext http) => $"{http.User.Identity?.Name} (API)";

    private static ProblemHttpResult Refused(string problem) =>
        TypedResults.Problem(problem, statusCode: problem.StartsWith("This delivery is not expected", StringComparison.Ordinal) ? StatusCodes.Status404NotFound : StatusCodes.Status422UnprocessableEntity);

    /// <summary>A page of deliveries.</summary>
    /// <param name="Deliveries">The page.</param>
    /// <param name="Total">Deliveries over all pages.</param>
    /// <param name="Page">Number of the page, from 1.</param>
    /// <param name="PageSize">Most deliveries of a page.</param>
    public sealed record IncomingPage(IReadOnlyList<IncomingView> Deliveries, int Total, int Page, int PageSize);

    /// <summary>A delivery.</summary>
    /// <param name="Sku">Of what, by SKU; not needed with <paramref name="VariantId"/>.</param>
    /// <param name="VariantId">Of what, by id.</param>
    /// <param name="Quantity">Items.</param>
    /// <param name="Reference">Supplier's or purchase order's number.</param>
    /// <param name="DueOn">Day on which it should come.</param>
    /// <param name="LocationId">Where it will be put; null for the default location.</param>
    public sealed record IncomingBody(
        string? Sku, Guid? VariantId, [property: Range(1, StockLedger.MaxOnHand)] int Quantity,
        [property: MaxLength(IncomingStock.MaxReference)] string? Reference, DateOnly? DueOn, Guid? LocationId);

    /// <summary>What came.</summary>
    /// <param name="Quantity">Items; null for all that are missing.</param>
    /// <param name="LocationId">Where they were put; null for the place that was planned.</param>
    public sealed record ReceiveBody(int? Quantity, Guid? LocationId);
}
