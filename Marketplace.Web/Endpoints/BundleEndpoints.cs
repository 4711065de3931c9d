using System.ComponentModel.DataAnnotations;
using Marketplace.Core.Accounts;
using Marketplace.Core.Inventory.Bundles;
using Marketplace.Web.Auth;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.Web.Endpoints;

/// <summary>Items that are made of others.</summary>
public static class BundleEndpoints
{
    /// <summary>Maps the routes into the authorised group of <c>/api/v1/platforms</c>.</summary>
    public static void MapBundles(this RouteGroupBuilder group)
    {
        group.MapGet("/inventory/{variantId:guid}/bundle", async (Guid variantId, HttpContext http, BundleQueries bundles, CancellationToken cancellationToken) =>
            TypedResults.Ok(await bundles.ReadAsync(http.User.SellerId(), variantId, cancellationToken))).Needs(Right.ViewStock).WithSummary("What an item is made of, and the bundles that it is in.");
        group.MapPut("/inventory/{variantId:guid}/bundle", DefineAsync).Needs(Right.EditStock)
            .WithSummary("Makes an item a bundle of others, or gives a bundle other parts; its own stock is written off.").ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        group.MapDelete("/inventory/{variantId:guid}/bundle", DissolveAsync).Needs(Right.EditStock)
            .WithSummary("Makes a plain item of a bundle, with nothing on hand until it is counted.").ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> DefineAsync(
        Guid variantId, BundleBody body, HttpContext http, BundleEditor editor, CancellationToken cancellationToken) =>
        await editor.DefineAsync(http.User.SellerId(), variantId, body.Parts, $"{http.User.Identity?.Name} (API)", cancellationToken) is { } problem
            ? TypedResults.Problem(problem, statusCode: StatusCodes.Status422UnprocessableEntity) : TypedResults.NoContent();

    private static async Task<Results<NoContent, ProblemHttpResult>> DissolveAsync(Guid variantId, HttpContext http, BundleEditor editor, CancellationToken cancellationToken) =>
        await editor.DissolveAsync(http.User.SellerId(), variantId, cancellationToken)
            ? TypedResults.NoContent() : TypedResults.Problem("There is no such bundle here.", statusCode: StatusCodes.Status404NotFound);

    /// <summary>What a bundle is made of.</summary>
    public sealed record BundleBody([property: Required] IReadOnlyList<BundlePartWish> Parts);
}
