using System.ComponentModel.DataAnnotations;
using Marketplace.Core.Accounts;
using Marketplace.Core.Catalog;
using Marketplace.Core.Platforms;
using Marketplace.Web.Auth;
using Marketplace.Web.Endpoints.Pipeline;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.Web.Endpoints;

/// <summary>Reading products and listings.</summary>
public static class CatalogEndpoints
{
    private const int MaxPageSize = 200;

    /// <summary>Maps the routes into the authorised group of <c>/api/v1/platforms</c>.</summary>
    public static void MapCatalog(this RouteGroupBuilder group)
    {
        group.MapGet("/products", ProductsAsync).Needs(Right.ViewStock).WithSummary("Products with their variants, the newest first; read on with nextCursor.");
        group.MapGet("/products/{productId:guid}", ProductAsync).Needs(Right.ViewStock).WithSummary("One product with its variants.").ProducesProblem(StatusCodes.Status404NotFound);
        group.MapGet("/listings", ListingsAsync).Needs(Right.ViewStock).WithSummary("Listings of all stores, or of one marketplace or store, the newest here first; read on with nextCursor.");
    }

    private static async Task<Ok<ProductPage>> ProductsAsync(
        HttpContext http, CatalogQueries catalog, CancellationToken cancellationToken, [MaxLength(200)] string? search = null, string? cursor = null, [Range(1, MaxPageSize)] int pageSize = 50)
    {
        var found = await catalog.ProductsAsync(http.User.SellerId(), search, Cursor.Read(cursor), pageSize, cancellationToken);
        return TypedResults.Ok(new ProductPage([.. found.Items.Select(ProductAnswer.Of)], Cursor.Of(found.Next)));
    }

    private static async Task<Results<Ok<ProductAnswer>, ProblemHttpResult>> ProductAsync(Guid productId, HttpContext http, CatalogQueries catalog, CancellationToken cancellationToken) =>
        await catalog.FindProductAsync(http.User.SellerId(), productId, cancellationToken) is { } product
            ? TypedResults.Ok(ProductAnswer.Of(product))
            : TypedResults.Problem("There is no such product here.", statusCode: StatusCodes.Status404NotFound);

    private static async Task<Ok<ListingPage>> ListingsAsync(
        HttpContext http, CatalogQueries catalog, CancellationToken cancellationToken,
        string? platform = null, Guid? connectionId = null, RemoteListingStatus? status = null, bool? linked = null, [MaxLength(200)] string? search = null,
        string? cursor = null, [Range(1, MaxPageSize)] int pageSize = 50)
    {
        var filter = new ListingFilter(platform?.ToLowerInvariant(), connectionId, status, linked, search);
        var found = await catalog.ListingsAsync(http.User.SellerId(), filter, Cursor.Read(cursor), pageSize, cancellationToken);
        return TypedResults.Ok(new ListingPage([.. found.Items.Select(ListedAnswer.Of)], Cursor.Of(found.Next)));
    }

    /// <summary>A page of products.</summary>
    /// <param name="Products">The page.</param>
    /// <param name="NextCursor">For the next page; null on the last.</param>
    public sealed record ProductPage(IReadOnlyList<ProductAnswer> Products, string? NextCursor);

    /// <summary>A page of listings.</summary>
    /// <param name="Listings">The page.</param>
    /// <param name="NextCursor">For the next page; null on the last.</param>
    public sealed record ListingPage(IReadOnlyList<ListedAnswer> Listings, string? NextCursor);

    /// <summary>A product. The time is UTC.</summary>
    public sealed record ProductAnswer(Guid Id, string Title, string? Brand, string? Category, string? ImageUrl, DateTimeOffset CreatedAt, IReadOnlyList<VariantAnswer> Variants)
    {
        internal static ProductAnswer Of(Product product) => new(
            product.Id, product.Title, product.Brand, product.CategoryPath, product.ImageUrl, product.CreatedAt,
            [.. product.Variants.OrderBy(v => v.SkuKey, StringComparer.Ordinal).Select(v => new VariantAnswer(v.Id, v.Sku, v.Title, v.VariationTitle, v.ImageUrl))]);
    }

    /// <summary>What stock is counted of; its id is the variantId of the routes below inventory.</summary>
    public sealed record VariantAnswer(Guid Id, string Sku, string Title, string? Variation, string? ImageUrl);

    /// <summary>A listing. The time is UTC.</summary>
    public sealed record ListedAnswer(
        Guid Id, Guid ConnectionId, string Platform, string ExternalId, string? Sku, string Title, string? Variation, OrderEndpoints.Amount? Price, RemoteListingStatus Status,
        Guid? VariantId, bool FulfilledByMarketplace, string? Url, DateTimeOffset SeenAt)
    {
        internal static ListedAnswer Of(Listing l) => new(
            l.Id, l.ConnectionId, l.Marketplace, l.ExternalId, l.Sku, l.Title, l.VariationTitle, l.Price is { } price ? OrderEndpoints.Amount.Of(price) : null, l.Status,
            l.VariantId, l.FulfilledByMarketplace, l.Url, l.SeenAt);
    }
}
