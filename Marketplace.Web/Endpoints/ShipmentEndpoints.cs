using System.ComponentModel.DataAnnotations;
using Marketplace.Core.Accounts;
using Marketplace.Core.Fulfillment;
using Marketplace.Core.Fulfillment.Replacing;
using Marketplace.Web.Auth;
using Marketplace.Web.Endpoints.Pipeline;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.Web.Endpoints;

/// <summary>Reading parcels, changing their tracking numbers, and deciding about those that were stopped or refused.</summary>
public static class ShipmentEndpoints
{
    /// <summary>Maps the routes into the authorised group of <c>/api/v1/platforms</c>.</summary>
    public static void MapShipments(this RouteGroupBuilder group)
    {
        group.MapGet("/shipments", ListAsync).Needs(Right.ViewOrders).WithSummary("Parcels, the newest first, all or those in one state; read on with nextCursor.");
        group.MapGet("/shipments/{shipmentId:guid}", ReadAsync).Needs(Right.ViewOrders).WithSummary("One parcel, as far as its confirmation has got.").ProducesProblem(StatusCodes.Status404NotFound);
        group.MapPost("/shipments/{shipmentId:guid}/tracking", ChangeTrackingAsync).Needs(Right.Ship)
            .WithSummary("Puts another tracking number on a parcel that the marketplace was told of. Done when the marketplace shows it; see the order's actions.").GivesActionProblems();
        group.MapPost("/shipments/{shipmentId:guid}/send-anyway", SendAnywayAsync).Needs(Right.Ship)
            .WithSummary("Sends a stopped parcel beside the one that was shipped elsewhere.").GivesActionProblems();
        group.MapPost("/shipments/{shipmentId:guid}/discard", DiscardAsync).Needs(Right.Ship)
            .WithSummary("Lets a stopped or refused parcel go; the marketplace is not told of it.").GivesActionProblems();
    }

    private static async Task<Results<Ok<ParcelEndpoints.RetryVerdict>, ProblemHttpResult>> SendAnywayAsync(
        Guid shipmentId, HttpContext http, ParcelDecisions decisions, CancellationToken cancellationToken) =>
        AnswerOf(shipmentId, await decisions.SendAnywayAsync(http.User.SellerId(), shipmentId, http.ApiActor(), cancellationToken));

    private static async Task<Results<Ok<ParcelEndpoints.RetryVerdict>, ProblemHttpResult>> DiscardAsync(
        Guid shipmentId, HttpContext http, ParcelDecisions decisions, CancellationToken cancellationToken) =>
        AnswerOf(shipmentId, await decisions.DiscardAsync(http.User.SellerId(), shipmentId, http.ApiActor(), cancellationToken));

    private static Results<Ok<ParcelEndpoints.RetryVerdict>, ProblemHttpResult> AnswerOf(Guid shipmentId, ShipVerdict? verdict) => verdict switch
    {
        null => TypedResults.Problem("There is no such parcel here.", statusCode: StatusCodes.Status404NotFound),
        { Outcome: ShipOutcome.Accepted } => TypedResults.Ok(new ParcelEndpoints.RetryVerdict(shipmentId, verdict.Outcome, verdict.Message)),
        _ => TypedResults.Problem(verdict.Message, statusCode: StatusCodes.Status422UnprocessableEntity, extensions: [new("code", "refused")]),
    };

    private static async Task<Ok<ShipmentPage>> ListAsync(
        HttpContext http, ShipmentQueries shipments, CancellationToken cancellationToken,
        ShipmentState? state = null, string? cursor = null, [Range(1, OrderEndpoints.MaxPageSize)] int pageSize = 50)
    {
        var found = await shipments.ListAfterAsync(http.User.SellerId(), state, Cursor.Read(cursor), pageSize, cancellationToken);
        return TypedResults.Ok(new ShipmentPage([.. found.Items.Select(ParcelAnswer.Of)], Cursor.Of(found.Next)));
    }

    private static async Task<Results<Ok<ParcelAnswer>, ProblemHttpResult>> ReadAsync(Guid shipmentId, HttpContext http, ShipmentQueries shipments, CancellationToken cancellationToken) =>
        await shipments.FindAsync(http.User.SellerId(), shipmentId, cancellationToken) is { } parcel
            ? TypedResults.Ok(ParcelAnswer.Of(parcel))
            : TypedResults.Problem("There is no such parcel here.", statusCode: StatusCodes.Status404NotFound);

    private static async Task<Results<Accepted<ActionAnswers.Taken>, ProblemHttpResult>> ChangeTrackingAsync(
        Guid shipmentId, TrackingBody body, HttpContext http, TrackingChanges changes, CancellationToken cancellationToken) =>
        ActionAnswers.Of(
            await changes.ChangeAsync(http.User.SellerId(), shipmentId, body.TrackingNumber, body.Carrier, http.ApiActor(), cancellationToken), $"/api/v1/platforms/shipments/{shipmentId}");

    /// <summary>Another number for a parcel.</summary>
    /// <param name="TrackingNumber">The new number; blanks are taken out.</param>
    /// <param name="Carrier">Its carrier; may be left out where the number shows it.</param>
    public sealed record TrackingBody([property: Required, MaxLength(200)] string TrackingNumber, [property: MaxLength(200)] string? Carrier);

    /// <summary>A page of parcels.</summary>
    /// <param name="Shipments">The page.</param>
    /// <param name="NextCursor">For the next page; null on the last.</param>
    public sealed record ShipmentPage(IReadOnlyList<ParcelAnswer> Shipments, string? NextCursor);

    /// <summary>A parcel; confirmed when the marketplace itself shows it. Times are UTC.</summary>
    public sealed record ParcelAnswer(
        Guid Id, Guid OrderId, Guid ConnectionId, int PackageNumber, string TrackingNumber, string Carrier, ShipmentState State, string? Problem,
        DateTimeOffset CreatedAt, DateTimeOffset? ConfirmedAt, int Items)
    {
        internal static ParcelAnswer Of(ShipmentOfOrder s) => new(
            s.Parcel.Id, s.OrderId, s.ConnectionId, s.Parcel.PackageNumber, s.Parcel.TrackingNumber, s.Parcel.CarrierName, s.Parcel.State, s.Parcel.Problem,
            s.Parcel.CreatedAt, s.Parcel.ConfirmedAt, s.Parcel.Items);
    }
}
