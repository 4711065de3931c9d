using System.ComponentModel.DataAnnotations;
using Marketplace.Core.Accounts;
using Marketplace.Core.Fulfillment;
using Marketplace.Web.Auth;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.Web.Endpoints;

/// <summary>Sending tracking numbers to the marketplaces: one order, or many with a verdict each.</summary>
public static class ShipEndpoints
{
    /// <summary>Most orders in one call.</summary>
    public const int MaxOrders = 10_000;

    /// <summary>Maps the routes into the authorised group of <c>/api/v1/platforms</c>.</summary>
    public static void MapShip(this RouteGroupBuilder group)
    {
        group.MapPost("/orders/{orderId}/fulfill", ShipOneAsync).Needs(Right.Ship)
            .WithSummary("Enters a parcel with all that is left of an order; the marketplace is told in the background.")
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        group.MapPost("/orders/bulk-fulfill", ShipManyAsync).Needs(Right.Ship)
            .WithSummary($"Enters a parcel for each of up to {MaxOrders} orders. Each row has its own verdict; a refused row does not hold the others up.")
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
    }

    internal static async Task<Results<Accepted<Verdict>, ProblemHttpResult>> ShipOneAsync(
        string orderId, ShipBody body, HttpContext http, ShipOrders ship, CancellationToken cancellationToken)
    {
        var verdict = (await JudgeAsync(http, ship, [new BulkRow(orderId, body.TrackingNumber, body.Carrier, body.CarrierCode, body.DespiteCancelRequest, body.DespiteHold)], cancellationToken))[0];
        return verdict.Outcome switch
        {
            ShipOutcome.UnknownOrder => Problem(verdict, StatusCodes.Status404NotFound),
            ShipOutcome.Refused => Problem(verdict, StatusCodes.Status422UnprocessableEntity),
            ShipOutcome.AlreadyShipped => Problem(verdict, StatusCodes.Status409Conflict),
            _ => TypedResults.Accepted($"/api/v1/platforms/orders/{orderId}", verdict),
        };
    }

    private static async Task<Results<Ok<BulkAnswer>, ProblemHttpResult>> ShipManyAsync(
        BulkBody body, HttpContext http, ShipOrders ship, CancellationToken cancellationToken)
    {
        if (body.Orders.Count is 0 or > MaxOrders)
        {
            return TypedResults.Problem(
                $"Give between 1 and {MaxOrders} orders in one call; this one has {body.Orders.Count}.", statusCode: StatusCodes.Status422UnprocessableEntity);
        }

        var verdicts = await JudgeAsync(http, ship, body.Orders, cancellationToken);
        var taken = verdicts.Count(v => v.Outcome is ShipOutcome.Accepted or ShipOutcome.AlreadyEntered);
        return TypedResults.Ok(new BulkAnswer(taken, verdicts.Count - taken, verdicts));
    }

    // An id of another form can be nobody's order, and must not cost the other rows their verdicts.
    private static async Task<IReadOnlyList<Verdict>> JudgeAsync(HttpContext http, ShipOrders ship, IReadOnlyList<BulkRow> rows, CancellationToken cancellationToken)
    {
        var requests = rows.Select(row => new ShipRequest(
            Guid.TryParse(row.OrderId, out var id) ? id : Guid.Empty, row.TrackingNumber ?? "", row.Carrier ?? "", row.CarrierCode,
            DespiteCancelRequest: row.DespiteCancelRequest, DespiteHold: row.DespiteHold)).ToList();
        var verdicts = await ship.ShipAsync(http.User.SellerId(), requests, http.ApiActor(), cancellationToken);
        return [.. rows.Zip(verdicts, (row, v) => new Verdict(row.OrderId, v.Outcome, v.Message, v.ShipmentId, v.Warning))];
    }

    private static ProblemHttpResult Problem(Verdict verdict, int status) =>
        TypedResults.Problem(verdict.Message, statusCode: status, extensions: [new("orderId", verdict.OrderId), new("outcome", verdict.Outcome.ToString())]);

    /// <summary>A parcel.</summary>
    /// <param name="TrackingNumber">As the carrier gave it; blanks do not matter.</param>
    /// <param name="Carrier">Name of the carrier; may be left out where the number shows it.</param>
    /// <param name="CarrierCode">The marketplace's own code of the carrier.</param>
    /// <param name="DespiteCancelRequest">Ship although the buyer has asked to cancel; without it such an order is refused.</param>
    /// <param name="DespiteHold">Ship although the order is held; without it such an order is refused.</param>
    public sealed record ShipBody([property: Required] string TrackingNumber, string? Carrier, string? CarrierCode, bool DespiteCancelRequest = false, bool DespiteHold = false);

    /// <summary>Parcels of many orders.</summary>
    public sealed record BulkBody([property: Required] IReadOnlyList<BulkRow> Orders);

    /// <summary>A parcel of one order.</summary>
    public sealed record BulkRow(string OrderId, string? TrackingNumber, string? Carrier, string? CarrierCode = null, bool DespiteCancelRequest = false, bool DespiteHold = false);

    /// <summary>What became of a row.</summary>
    public sealed record Verdict(string OrderId, ShipOutcome Outcome, string Message, Guid? ShipmentId, string? Warning);

    /// <summary>What became of all rows, in their order.</summary>
    public sealed record BulkAnswer(int Accepted, int Refused, IReadOnlyList<Verdict> Results);
}
