using System.ComponentModel.DataAnnotations;
using Marketplace.Core.Accounts;
using Marketplace.Core.Fulfillment;
using Marketplace.Core.Fulfillment.Combining;
using Marketplace.Web.Auth;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.Web.Endpoints;

/// <summary>Orders that leave in one parcel, and parcels that marketplaces refused.</summary>
public static class ParcelEndpoints
{
    /// <summary>Maps the routes into the authorised group of <c>/api/v1/platforms</c>.</summary>
    public static void MapParcels(this RouteGroupBuilder group)
    {
        group.MapGet("/parcels/suggestions", SuggestionsAsync).Needs(Right.ViewOrders)
            .WithSummary("Orders that could leave in one parcel: those to one recipient, and what marketplaces that lay parcels out propose.");
        group.MapPost("/parcels", AcceptAsync).Needs(Right.Ship).WithSummary("Puts orders into one parcel.").GivesActionProblems();
        group.MapDelete("/parcels/{groupId:guid}", UndoAsync).Needs(Right.Ship).WithSummary("Takes the orders of a parcel apart again, as long as it has not left.").GivesActionProblems();
        group.MapGet("/shipments/failed", FailedAsync).Needs(Right.ViewOrders).WithSummary("Parcels that marketplaces refused, by cause, the commonest first.");
        group.MapPost("/shipments/retry", RetryAsync).Needs(Right.Ship)
            .WithSummary($"Sends up to {ShipEndpoints.MaxOrders} refused parcels again, corrected or as they were; a verdict per parcel, in their order.")
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
    }

    private static async Task<Ok<SuggestionsAnswer>> SuggestionsAsync(HttpContext http, ParcelSuggestions suggestions, CancellationToken cancellationToken)
    {
        var seller = http.User.SellerId();
        var proposed = await suggestions.OfMarketplacesAsync(seller, cancellationToken);
        return TypedResults.Ok(new SuggestionsAnswer([.. await suggestions.OfRecipientsAsync(seller, cancellationToken), .. proposed.Suggestions], proposed.Problems));
    }

    private static async Task<Results<Accepted<ActionAnswers.Taken>, ProblemHttpResult>> AcceptAsync(
        AcceptBody body, HttpContext http, CombineOrders combine, CancellationToken cancellationToken) =>
        ActionAnswers.Of(
            await combine.AcceptAsync(http.User.SellerId(), body.OrderIds, body.ProposalId, http.ApiActor(), cancellationToken), "/api/v1/platforms/parcels/suggestions");

    private static async Task<Results<Accepted<ActionAnswers.Taken>, ProblemHttpResult>> UndoAsync(
        Guid groupId, HttpContext http, CombineOrders combine, CancellationToken cancellationToken) =>
        ActionAnswers.Of(await combine.UndoAsync(http.User.SellerId(), groupId, http.ApiActor(), cancellationToken), "/api/v1/platforms/parcels/suggestions");

    private static async Task<Ok<IReadOnlyList<FailureCause>>> FailedAsync(HttpContext http, FailedParcels failed, CancellationToken cancellationToken) =>
        TypedResults.Ok(await failed.ByCauseAsync(http.User.SellerId(), cancellationToken));

    private static async Task<Results<Ok<RetryAnswer>, ProblemHttpResult>> RetryAsync(
        RetryBody body, HttpContext http, ShipmentRetry retry, CancellationToken cancellationToken)
    {
        if (body.Shipments.Count is 0 or > ShipEndpoints.MaxOrders)
        {
            return TypedResults.Problem($"Give between 1 and {ShipEndpoints.MaxOrders} parcels in one call.", statusCode: StatusCodes.Status422UnprocessableEntity);
        }

        var verdicts = new List<RetryVerdict>(body.Shipments.Count);
        foreach (var parcel in body.Shipments)
        {
            var verdict = await retry.RetryAsync(http.User.SellerId(), parcel.ShipmentId, parcel.TrackingNumber, parcel.Carrier, http.ApiActor(), cancellationToken);
            verdicts.Add(new RetryVerdict(parcel.ShipmentId, verdict?.Outcome ?? ShipOutcome.UnknownOrder, verdict?.Message ?? "There is no such parcel here."));
        }

        return TypedResults.Ok(new RetryAnswer(verdicts));
    }

    /// <summary>Suggestions; <paramref name="Problems"/> names stores that could not be asked.</summary>
    public sealed record SuggestionsAnswer(IReadOnlyList<ParcelSuggestion> Suggestions, IReadOnlyList<string> Problems);

    /// <summary>Orders for one parcel.</summary>
    /// <param name="OrderIds">At least two.</param>
    /// <param name="ProposalId">The marketplace's proposal; left out for orders to one recipient.</param>
    public sealed record AcceptBody([property: Required, MinLength(2)] IReadOnlyList<Guid> OrderIds, string? ProposalId);

    /// <summary>Parcels to send again.</summary>
    public sealed record RetryBody([property: Required] IReadOnlyList<RetryRow> Shipments);

    /// <summary>A parcel; what is left out stays as it was.</summary>
    public sealed record RetryRow(Guid ShipmentId, string? TrackingNumber, string? Carrier);

    /// <summary>What became of a parcel.</summary>
    public sealed record RetryVerdict(Guid ShipmentId, ShipOutcome Outcome, string Message);

    /// <summary>What became of all, in their order.</summary>
    public sealed record RetryAnswer(IReadOnlyList<RetryVerdict> Results);
}
