using System.ComponentModel.DataAnnotations;
using Marketplace.Core.Accounts;
using Marketplace.Core.Fulfillment;
using Marketplace.Core.Fulfillment.Cancelling;
using Marketplace.Core.Platforms;
using Marketplace.Web.Auth;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.Web.Endpoints;

/// <summary>Moving an order to a state. The marketplace has the last word: what is asked for here is done when the marketplace shows it.</summary>
public static class OrderStatusEndpoints
{
    /// <summary>Maps the route into the authorised group of <c>/api/v1/platforms</c>.</summary>
    public static void MapOrderStatus(this RouteGroupBuilder group) => group
        .MapPut("/orders/{orderId:guid}/status", MoveAsync).Needs(Right.Ship)
        .WithSummary("Asks the marketplace to move an order: Shipped, with tracking number and carrier, or Cancelled, with a reason. Other states follow from what happens there.")
        .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status422UnprocessableEntity);

    private static async Task<Results<Accepted<ShipEndpoints.Verdict>, Accepted<ActionAnswers.Taken>, ProblemHttpResult>> MoveAsync(
        Guid orderId, StatusBody body, HttpContext http, ShipOrders ship, CancelOrders cancel, CancellationToken cancellationToken)
    {
        if (body.Status == WantedStatus.Shipped)
        {
            var answer = await ShipEndpoints.ShipOneAsync(orderId.ToString(), new ShipEndpoints.ShipBody(body.TrackingNumber ?? "", body.Carrier, null), http, ship, cancellationToken);
            return answer.Result is Accepted<ShipEndpoints.Verdict> taken ? taken : (ProblemHttpResult)answer.Result;
        }

        if (!http.User.May(Right.Refund))
        {
            return TypedResults.Problem("You may ship orders, and not cancel them.", statusCode: StatusCodes.Status403Forbidden);
        }

        if (body.Reason is not { } reason)
        {
            return TypedResults.Problem("A cancellation needs a reason; GET orders/{orderId}/actions lists those that the marketplace takes.", statusCode: StatusCodes.Status422UnprocessableEntity);
        }

        var wish = new CancelWish(orderId, reason, CancelWords.UsuallyBackOnSale(reason), null);
        var verdict = ActionAnswers.Of(await cancel.CancelAsync(http.User.SellerId(), wish, http.ApiActor(), cancellationToken), $"/api/v1/platforms/orders/{orderId}/actions");
        return verdict.Result is Accepted<ActionAnswers.Taken> accepted ? accepted : (ProblemHttpResult)verdict.Result;
    }

    /// <summary>States that a seller may ask for.</summary>
    public enum WantedStatus
    {
        /// <summary>All that is left has been handed to a carrier.</summary>
        Shipped,

        /// <summary>All that is left will not be shipped.</summary>
        Cancelled,
    }

    /// <summary>The state that is wanted.</summary>
    /// <param name="Status">The state.</param>
    /// <param name="TrackingNumber">Of Shipped: the tracking number.</param>
    /// <param name="Carrier">Of Shipped: the carrier; may be left out where the number shows it.</param>
    /// <param name="Reason">Of Cancelled: why.</param>
    public sealed record StatusBody([property: Required] WantedStatus Status, [property: MaxLength(200)] string? TrackingNumber, [property: MaxLength(200)] string? Carrier, CancelReason? Reason);
}
