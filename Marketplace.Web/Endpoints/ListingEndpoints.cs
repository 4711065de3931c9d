using Marketplace.Core.Accounts;
using Marketplace.Core.Catalog;
using Marketplace.Core.Insights;
using Marketplace.Core.Inventory;
using Marketplace.Core.Inventory.LowStock;
using Marketplace.Core.Linking;
using Marketplace.Web.Auth;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.Web.Endpoints;

/// <summary>What listings show and should, and what is set for single items.</summary>
public static class ListingEndpoints
{
    private const string NoListing = "There is no such listing here.";

    /// <summary>Maps the routes into the authorised group of <c>/api/v1/platforms</c>.</summary>
    public static void MapListings(this RouteGroupBuilder group)
    {
        group.MapGet("/listings/{listingId:guid}", ReadAsync).Needs(Right.ViewStock)
            .WithSummary("One listing: quantity wanted, sent, accepted and seen with their times (UTC), and why it is not in step.").ProducesProblem(StatusCodes.Status404NotFound);
        group.MapPost("/listings/{listingId:guid}/send", SendAsync).Needs(Right.EditStock)
            .WithSummary("Sends the wanted quantity of a listing again, after a refusal was put right.").ProducesProblem(StatusCodes.Status404NotFound);
        group.MapGet("/items", FindAsync).Needs(Right.ViewStock).WithSummary("Items whose title, SKU, further SKUs or identifiers contain all words; twenty at most.");
        group.MapGet("/items/{itemId:guid}/listings", ListingsAsync).Needs(Right.ViewStock).WithSummary("All listings of an item, each with what is known of its quantity.");
        group.MapGet("/items/{itemId:guid}/skus", SkusAsync).Needs(Right.ViewStock).WithSummary("Further SKUs of an item: those that it had before, or has on one marketplace only.");
        group.MapDelete("/items/skus/{skuId:guid}", ForgetSkuAsync).Needs(Right.EditStock).WithSummary("Takes a further SKU off its item.").ProducesProblem(StatusCodes.Status404NotFound);
        group.MapPut("/items/{itemId:guid}/low-stock", SetThresholdAsync).Needs(Right.EditStock)
            .WithSummary("Sets at how many items the stock counts as low; null goes back to the seller's number.").ProducesProblem(StatusCodes.Status422UnprocessableEntity);
    }

    private static async Task<Results<Ok<TruthAnswer>, ProblemHttpResult>> ReadAsync(
        Guid listingId, HttpContext http, ListingTruthQueries truths, CancellationToken cancellationToken) =>
        await truths.FindAsync(http.User.SellerId(), listingId, TimeZoneInfo.Utc, cancellationToken) is { } truth
            ? TypedResults.Ok(TruthAnswer.Of(truth))
            : TypedResults.Problem(NoListing, statusCode: StatusCodes.Status404NotFound);

    private static async Task<Results<Accepted, ProblemHttpResult>> SendAsync(Guid listingId, HttpContext http, ListingResend resend, CancellationToken cancellationToken) =>
        await resend.SendAsync(http.User.SellerId(), listingId, cancellationToken) is { } problem
            ? TypedResults.Problem(problem, statusCode: StatusCodes.Status404NotFound)
            : TypedResults.Accepted($"/api/v1/platforms/listings/{listingId}");

    private static async Task<Ok<IReadOnlyList<FoundItem>>> FindAsync(HttpContext http, LinkQueries links, CancellationToken cancellationToken, string? search = null) =>
        TypedResults.Ok(await links.FindItemsAsync(http.User.SellerId(), search, cancellationToken));

    private static async Task<Ok<IReadOnlyList<TruthAnswer>>> ListingsAsync(Guid itemId, HttpContext http, ListingTruthQueries truths, CancellationToken cancellationToken) =>
        TypedResults.Ok<IReadOnlyList<TruthAnswer>>(
            [.. (await truths.OfVariantAsync(http.User.SellerId(), itemId, TimeZoneInfo.Utc, cancellationToken)).Select(TruthAnswer.Of)]);

    private static async Task<Ok<IReadOnlyList<SkuAnswer>>> SkusAsync(Guid itemId, HttpContext http, LinkQueries links, CancellationToken cancellationToken) =>
        TypedResults.Ok<IReadOnlyList<SkuAnswer>>([.. (await links.AliasesAsync(http.User.SellerId(), itemId, cancellationToken)).Select(SkuAnswer.Of)]);

    private static async Task<Results<NoContent, ProblemHttpResult>> ForgetSkuAsync(Guid skuId, HttpContext http, ListingLinks links, CancellationToken cancellationToken) =>
        await links.RemoveAliasAsync(http.User.SellerId(), skuId, cancellationToken)
            ? TypedResults.NoContent()
            : TypedResults.Problem("There is no such SKU here.", statusCode: StatusCodes.Status404NotFound);

    private static async Task<Results<NoContent, ProblemHttpResult>> SetThresholdAsync(
        Guid itemId, ThresholdBody body, HttpContext http, LowStockThresholds thresholds, CancellationToken cancellationToken) =>
        await thresholds.SetAsync(http.User.SellerId(), itemId, body.Items, cancellationToken) is { } problem
            ? TypedResults.Problem(problem, statusCode: StatusCodes.Status422UnprocessableEntity)
            : TypedResults.NoContent();

    /// <summary>Items at which the stock counts as low; null for the seller's number.</summary>
    public sealed record ThresholdBody(int? Items);

    /// <summary>A further SKU, where it comes from, and since when (UTC).</summary>
    public sealed record SkuAnswer(Guid Id, string Sku, string Source, DateTimeOffset Since)
    {
        internal static SkuAnswer Of(SkuAlias alias) => new(alias.Id, alias.Sku, alias.Source, alias.CreatedAt);
    }

    /// <summary>A quantity and when it was so, UTC.</summary>
    public sealed record Quantity(int? Items, DateTimeOffset? At);

    /// <summary>A listing with what is known of its quantity, and the answer to "why is this not syncing?".</summary>
    public sealed record TruthAnswer(
        Guid ListingId, Guid? ItemId, Guid ConnectionId, string Platform, string? Sku, string Title, Quantity Wanted, Quantity Sent, Quantity Accepted, Quantity Seen,
        string Rule, SyncAnswer Why)
    {
        internal static TruthAnswer Of(ListingTruth truth) => new(
            truth.ListingId, truth.VariantId, truth.ConnectionId, truth.Marketplace, truth.Sku, truth.Title,
            new Quantity(truth.Facts.Wanted, truth.Facts.WantedAt), new Quantity(truth.Facts.Sent, truth.Facts.SentAt),
            new Quantity(truth.Facts.Acknowledged, truth.Facts.AcknowledgedAt), new Quantity(truth.Facts.Seen, truth.Facts.SeenAt), truth.Rule, truth.Answer);
    }
}
