using Marketplace.Core.Accounts;
using Marketplace.Core.Platforms;
using Marketplace.Core.Sync;
using Marketplace.Web.Auth;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.Web.Endpoints;

/// <summary>Moving listings that were made by hand into a marketplace's newer model, by the seller's explicit choice.</summary>
public static class ListingMoveEndpoints
{
    private const string NothingToMove = "There is no such store here, or its marketplace has no newer model for listings.";

    /// <summary>Maps the routes into the authorised group of <c>/api/v1/platforms</c>.</summary>
    public static void MapListingMoves(this RouteGroupBuilder group)
    {
        group.MapGet("/connections/{connectionId:guid}/listings/movable", ChoiceAsync).Needs(Right.ViewStock)
            .WithSummary("Listings of a store that could be moved into the marketplace's newer model, and what moving means.").ProducesProblem(StatusCodes.Status404NotFound);
        group.MapPost("/connections/{connectionId:guid}/listings/move", MoveAsync).Needs(Right.EditStores)
            .WithSummary("Moves listings for good, at most 100; one verdict per listing. Needs 'confirmed': true.")
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status422UnprocessableEntity);
    }

    private static async Task<Results<Ok<ChoiceAnswer>, ProblemHttpResult>> ChoiceAsync(
        Guid connectionId, HttpContext http, ListingMoves moves, CancellationToken cancellationToken) =>
        await moves.ChoiceAsync(http.User.SellerId(), connectionId, cancellationToken) is { } choice
            ? TypedResults.Ok(new ChoiceAnswer(choice.Consequences, choice.Listings))
            : TypedResults.Problem(NothingToMove, statusCode: StatusCodes.Status404NotFound);

    private static async Task<Results<Ok<IReadOnlyList<MoveVerdict>>, ProblemHttpResult>> MoveAsync(
        Guid connectionId, MoveBody body, HttpContext http, ListingMoves moves, CancellationToken cancellationToken)
    {
        if (!body.Confirmed || body.ListingIds is not { Count: > 0 and <= ListingMoves.MostAtOnce } ids)
        {
            return TypedResults.Problem(
                body.Confirmed
                    ? $"Name 1 to {ListingMoves.MostAtOnce} listings in 'listingIds'."
                    : "Moving cannot be undone. Read 'consequences' of the movable listings, then send 'confirmed': true.",
                statusCode: StatusCodes.Status422UnprocessableEntity);
        }

        return await moves.MoveAsync(http.User.SellerId(), connectionId, ids, cancellationToken) is { } verdicts
            ? TypedResults.Ok(verdicts)
            : TypedResults.Problem(NothingToMove, statusCode: StatusCodes.Status404NotFound);
    }

    /// <summary>What to move.</summary>
    /// <param name="ListingIds">Our ids.</param>
    /// <param name="Confirmed">The seller knows that it is for good.</param>
    public sealed record MoveBody(IReadOnlyList<Guid>? ListingIds, bool Confirmed);

    /// <summary>What could be moved.</summary>
    /// <param name="Consequences">What moving means, in plain words.</param>
    /// <param name="Listings">The listings, by title.</param>
    public sealed record ChoiceAnswer(string Consequences, IReadOnlyList<MovableListing> Listings);
}
