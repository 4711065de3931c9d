using System.ComponentModel.DataAnnotations;
using Marketplace.Core.Accounts;
using Marketplace.Core.Linking;
using Marketplace.Web.Auth;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.Web.Endpoints;

/// <summary>What listings and order lines belong to.</summary>
public static class LinkEndpoints
{
    /// <summary>Most rows of one page, and most pairs of one confirmation.</summary>
    public const int MaxPageSize = 500;

    /// <summary>Maps the routes into the authorised group of <c>/api/v1/platforms</c>.</summary>
    public static void MapLinks(this RouteGroupBuilder group)
    {
        group.MapGet("/links", CountAsync).Needs(Right.ViewStock).WithSummary("How many listings and order lines belong to no item yet.");
        group.MapGet("/links/listings", ListAsync).Needs(Right.ViewStock).WithSummary("Listings without an item, page by page, each with the items that it may be and how alike they are (score, 0 to 100).");
        group.MapPost("/links/confirm", ConfirmAsync).Needs(Right.EditStock).WithSummary("Links listings to items, such as those that were suggested; pairs whose listing was linked meanwhile are left as they are.");
        group.MapGet("/links/order-lines", LinesAsync).Needs(Right.ViewStock).WithSummary("Lines of open orders of which neither item nor listing is known, the same thing in one row.");
        group.MapPost("/links/order-lines", LinkLinesAsync).Needs(Right.EditStock)
            .WithSummary("Links all lines of such a row to an item, holds its stock, and keeps their SKU as a further one of the item.").WithRefusals();
        group.MapPost("/listings/{listingId:guid}/link", LinkAsync).Needs(Right.EditStock)
            .WithSummary("Links a listing to an item, whatever it belonged to before; waiting order lines get their stock.").WithRefusals();
        group.MapPost("/listings/{listingId:guid}/unlink", UnlinkAsync).Needs(Right.EditStock)
            .WithSummary("Unlinks a listing; its open order lines give their stock back and wait to be linked again.").WithRefusals();
        group.MapPost("/listings/{listingId:guid}/create-item", CreateItemAsync).Needs(Right.EditStock).WithSummary("Makes an item of a listing that has none, and links it.").WithRefusals();
        group.MapPost("/listings/{listingId:guid}/ignore", IgnoreAsync).Needs(Right.EditStock).WithSummary("Takes a listing without an item out of the queue, or puts it back.").WithRefusals();
    }

    private static RouteHandlerBuilder WithRefusals(this RouteHandlerBuilder route) =>
        route.ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);

    private static async Task<Ok<LinkCounts>> CountAsync(HttpContext http, LinkQueries links, CancellationToken cancellationToken) =>
        TypedResults.Ok(await links.CountAsync(http.User.SellerId(), cancellationToken));

    private static async Task<Ok<ListingPage>> ListAsync(
        HttpContext http, LinkQueries links, CancellationToken cancellationToken,
        LinkTab tab = LinkTab.All, string? platform = null, [Range(1, 1_000_000)] int page = 1, [Range(1, MaxPageSize)] int pageSize = 50)
    {
        var found = await links.ListAsync(http.User.SellerId(), tab, platform?.ToLowerInvariant(), (page - 1) * pageSize, pageSize, cancellationToken);
        return TypedResults.Ok(new ListingPage(found.Items, found.Total, page, pageSize));
    }

    private static async Task<Ok<ConfirmAnswer>> ConfirmAsync(ConfirmBody body, HttpContext http, ListingLinks links, CancellationToken cancellationToken)
    {
        var linked = await links.ConfirmAsync(http.User.SellerId(), body.Links.Select(l => (l.ListingId, l.ItemId)), cancellationToken);
        return TypedResults.Ok(new ConfirmAnswer(linked, body.Links.Count - linked));
    }

    private static async Task<Ok<IReadOnlyList<UnlinkedLines>>> LinesAsync(HttpContext http, LinkQueries links, CancellationToken cancellationToken) =>
        TypedResults.Ok(await links.LinesAsync(http.User.SellerId(), cancellationToken));

    private static async Task<Results<Ok<LinkAnswer>, ProblemHttpResult>> LinkLinesAsync(LinesBody body, HttpContext http, ListingLinks links, CancellationToken cancellationToken) =>
        Answer(await links.LinkLinesAsync(
            http.User.SellerId(), new UnlinkedLines(body.ConnectionId, "", body.ExternalListingId, body.Sku, body.Title), body.ItemId, cancellationToken));

    private static async Task<Results<Ok<LinkAnswer>, ProblemHttpResult>> LinkAsync(
        Guid listingId, LinkBody body, HttpContext http, ListingLinks links, CancellationToken cancellationToken) =>
        Answer(await links.LinkAsync(http.User.SellerId(), listingId, body.ItemId, cancellationToken));

    private static async Task<Results<Ok<LinkAnswer>, ProblemHttpResult>> UnlinkAsync(Guid listingId, HttpContext http, ListingLinks links, CancellationToken cancellationToken) =>
        Answer(await links.UnlinkAsync(http.User.SellerId(), listingId, cancellationToken));

    private static async Task<Results<Ok<LinkAnswer>, ProblemHttpResult>> CreateItemAsync(Guid listingId, HttpContext http, ListingLinks links, CancellationToken cancellationToken) =>
        Answer(await links.CreateItemAsync(http.User.SellerId(), listingId, cancellationToken));

    private static async Task<Results<Ok<LinkAnswer>, ProblemHttpResult>> IgnoreAsync(
        Guid listingId, IgnoreBody body, HttpContext http, ListingLinks links, CancellationToken cancellationToken) =>
        Answer(await links.IgnoreAsync(http.User.SellerId(), listingId, body.Ignored, cancellationToken));

    private static Results<Ok<LinkAnswer>, ProblemHttpResult> Answer(LinkResult result) =>
        result.Done ? TypedResults.Ok(new LinkAnswer(result.Lines))
        : TypedResults.Problem(result.Problem, statusCode: result.IsMissing ? StatusCodes.Status404NotFound : StatusCodes.Status409Conflict);

    /// <summary>A page of listings.</summary>
    /// <param name="Listings">The page.</param>
    /// <param name="Total">Listings over all pages.</param>
    /// <param name="Page">Number of the page, from 1.</param>
    /// <param name="PageSize">Most listings of a page.</param>
    public sealed record ListingPage(IReadOnlyList<UnlinkedListing> Listings, int Total, int Page, int PageSize);

    /// <summary>The item.</summary>
    public sealed record LinkBody(Guid ItemId);

    /// <summary>Whether the listing is left out of the queue.</summary>
    public sealed record IgnoreBody(bool Ignored);

    /// <summary>A listing and its item.</summary>
    public sealed record LinkPair(Guid ListingId, Guid ItemId);

    /// <summary>What to link.</summary>
    public sealed record ConfirmBody([property: Required, MaxLength(MaxPageSize)] IReadOnlyList<LinkPair> Links);

    /// <summary>How many were linked, and how many were not, because they are linked already or not there.</summary>
    public sealed record ConfirmAnswer(int Linked, int Skipped);

    /// <summary>A row of order lines, as it was listed, and the item.</summary>
    public sealed record LinesBody(Guid ConnectionId, string? ExternalListingId, string? Sku, [property: Required] string Title, Guid ItemId);

    /// <summary>Order lines that were linked or unlinked with it.</summary>
    public sealed record LinkAnswer(int OrderLines);
}
