using Marketplace.Core.Accounts;
using Marketplace.Web.Auth;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.Web.Images;

/// <summary>Serves small copies of product pictures to the pages of the seller who lists them.</summary>
public static class ImageEndpoint
{
    /// <summary>Maps the address.</summary>
    public static void MapImages(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/" + ImageLinks.Path, GetAsync).Needs(Right.ViewStock).ExcludeFromDescription();

    private static async Task<Results<FileContentHttpResult, NotFound>> GetAsync(
        string u, string s, HttpContext http, ImageLinks links, Thumbnails thumbnails, CancellationToken cancellationToken)
    {
        if (!links.IsOurs(http.User.SellerId(), u, s)
            || !Uri.TryCreate(u, UriKind.Absolute, out var picture)
            || await thumbnails.GetAsync(picture, cancellationToken) is not { } thumbnail)
        {
            return TypedResults.NotFound();
        }

        // A picture, and nothing that could run: drawings may hold scripts.
        http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; sandbox";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers.CacheControl = "private, max-age=604800, immutable";
        return TypedResults.File(thumbnail.Content, thumbnail.MediaType);
    }
}
