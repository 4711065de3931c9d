using System.ComponentModel.DataAnnotations;
using Marketplace.Core.Accounts;
using Marketplace.Core.Fulfillment;
using Marketplace.Core.Fulfillment.Actions;
using Marketplace.Core.Fulfillment.Cancelling;
using Marketplace.Core.Fulfillment.Labels;
using Marketplace.Core.Fulfillment.Refunds;
using Marketplace.Core.Fulfillment.Replacing;
using Marketplace.Core.Fulfillment.Returns;
using Marketplace.Core.Platforms;
using Marketplace.Web.Auth;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.Web.Endpoints;

/// <summary>Cancelling orders, answering buyers who ask for it, and giving money back.</summary>
public static class AftercareEndpoints
{
    /// <summary>Maps the routes into the authorised group of <c>/api/v1/platforms</c>.</summary>
    public static void MapAftercare(this RouteGroupBuilder group)
    {
        group.MapGet("/orders/{orderId:guid}/actions", ReadAsync).Needs(Right.ViewOrders)
            .WithSummary("What was asked of the marketplace about an order (cancellations, refunds, labels, changes of tracking numbers), each with its state, and what may still be asked.")
            .ProducesProblem(StatusCodes.Status404NotFound);
        group.MapPost("/orders/{orderId:guid}/cancel", CancelAsync).Needs(Right.Refund)
            .WithSummary("Cancels an order, or some of its items, with a reason. Done when the marketplace shows it.").GivesActionProblems();
        group.MapPost("/orders/{orderId:guid}/cancellation-request", AnswerAsync).Needs(Right.Refund)
            .WithSummary("Answers the buyer who asks to cancel: yes cancels the order, no goes on to ship it.").GivesActionProblems();
        group.MapPost("/orders/{orderId:guid}/refunds", RefundAsync).Needs(Right.Refund)
            .WithSummary("Gives money back, on the order as a whole or per line; never more than was paid, never twice.").GivesActionProblems();
        group.MapGet("/orders/{orderId:guid}/returned-goods", GoodsBackAsync).Needs(Right.ViewOrders)
            .WithSummary("Items of an order that are with the buyer and may come back.").ProducesProblem(StatusCodes.Status404NotFound);
        group.MapPost("/orders/{orderId:guid}/returned-goods", TakeBackAsync).Needs(Right.Ship)
            .WithSummary("Puts items that came back into stock again; never more than have left. No money is given back by this.").GivesActionProblems();
    }

    private static async Task<Results<Ok<OrderActions>, ProblemHttpResult>> ReadAsync(
        Guid orderId, HttpContext http, CancelOrders cancel, RefundOrders refund, LabelShop labels, TrackingChanges tracking, CancellationToken cancellationToken)
    {
        var seller = http.User.SellerId();
        return await cancel.ChoicesAsync(seller, orderId, cancellationToken) is { } cancellable && await refund.ChoicesAsync(seller, orderId, cancellationToken) is { } refundable
            ? TypedResults.Ok(OrderActions.Of(cancellable, refundable, await labels.OfOrdersAsync(seller, [orderId], cancellationToken), await tracking.OfOrderAsync(seller, orderId, cancellationToken)))
            : TypedResults.Problem("There is no such order here.", statusCode: StatusCodes.Status404NotFound);
    }

    private static async Task<Results<Accepted<ActionAnswers.Taken>, ProblemHttpResult>> CancelAsync(
        Guid orderId, CancelBody body, HttpContext http, CancelOrders cancel, CancellationToken cancellationToken)
    {
        var wish = new CancelWish(
            orderId, body.Reason, body.BackOnSale ?? CancelWords.UsuallyBackOnSale(body.Reason), body.Lines?.Select(l => new ShipRequestLine(l.LineId, l.Quantity)).ToList());
        return ActionAnswers.Of(await cancel.CancelAsync(http.User.SellerId(), wish, http.ApiActor(), cancellationToken), Location(orderId));
    }

    private static async Task<Results<Accepted<ActionAnswers.Taken>, ProblemHttpResult>> AnswerAsync(
        Guid orderId, AnswerBody body, HttpContext http, CancelOrders cancel, CancellationToken cancellationToken) =>
        ActionAnswers.Of(await cancel.AnswerAsync(http.User.SellerId(), orderId, body.Accept, http.ApiActor(), cancellationToken), Location(orderId));

    private static async Task<Results<Accepted<ActionAnswers.Taken>, ProblemHttpResult>> RefundAsync(
        Guid orderId, RefundBody body, HttpContext http, RefundOrders refund, CancellationToken cancellationToken)
    {
        var wish = new RefundWish
        {
            OrderId = orderId,
            Reason = body.Reason,
            AmountMinor = body.AmountMinor,
            Lines = [.. (body.Lines ?? []).Select(l => new RefundWishLine(l.LineId, l.AmountMinor))],
            Comment = body.Comment,
            Returned = (body.Returned ?? []).GroupBy(r => r.LineId).ToDictionary(r => r.Key, r => r.Sum(items => items.Quantity)),
        };
        return ActionAnswers.Of(await refund.RefundAsync(http.User.SellerId(), wish, http.ApiActor(), cancellationToken), Location(orderId));
    }

    private static async Task<Results<Ok<GoodsBackChoices>, ProblemHttpResult>> GoodsBackAsync(
        Guid orderId, HttpContext http, GoodsBack goods, CancellationToken cancellationToken) =>
        await goods.ChoicesAsync(http.User.SellerId(), orderId, cancellationToken) is { } choices
            ? TypedResults.Ok(choices)
            : TypedResults.Problem("There is no such order here.", statusCode: StatusCodes.Status404NotFound);

    private static async Task<Results<Accepted<ActionAnswers.Taken>, ProblemHttpResult>> TakeBackAsync(
        Guid orderId, GoodsBackBody body, HttpContext http, GoodsBack goods, CancellationToken cancellationToken)
    {
        var items = body.Lines.GroupBy(l => l.LineId).ToDictionary(l => l.Key, l => l.Sum(part => part.Quantity));
        return ActionAnswers.Of(await goods.TakeAsync(http.User.SellerId(), orderId, items, http.ApiActor(), cancellationToken), Location(orderId));
    }

    private static string Location(Guid orderId) => $"/api/v1/platforms/orders/{orderId}/actions";

    /// <summary>A cancellation.</summary>
    /// <param name="Reason">Why; one of the reasons that the marketplace takes.</param>
    /// <param name="BackOnSale">The items may be sold again; left out, they are unless they are out of stock.</param>
    /// <param name="Lines">What is cancelled; left out, all that is left to ship.</param>
    public sealed record CancelBody(CancelReason Reason, bool? BackOnSale, IReadOnlyList<LineItems>? Lines);

    /// <summary>Items of an order line.</summary>
    public sealed record LineItems(Guid LineId, [property: Range(1, 1_000_000)] int Quantity);

    /// <summary>An answer to the buyer.</summary>
    /// <param name="Accept">Yes, the order is cancelled; no, it is shipped.</param>
    public sealed record AnswerBody(bool Accept);

    /// <summary>A refund; amounts are minor units (cents) of the order's currency.</summary>
    /// <param name="Reason">Why; one of the reasons that the marketplace takes.</param>
    /// <param name="AmountMinor">How much; left out, all that is left. Not read where lines are given.</param>
    /// <param name="Lines">Amounts per line.</param>
    /// <param name="Comment">A word to the buyer.</param>
    /// <param name="Returned">Items that came back and go on sale again.</param>
    public sealed record RefundBody(
        RefundReason Reason, long? AmountMinor, IReadOnlyList<LineAmount>? Lines, [property: MaxLength(RefundRules.MaxComment)] string? Comment, IReadOnlyList<LineItems>? Returned);

    /// <summary>Items that came back and can be sold again.</summary>
    public sealed record GoodsBackBody([property: Required, MinLength(1)] IReadOnlyList<LineItems> Lines);

    /// <summary>An amount on an order line, minor units.</summary>
    public sealed record LineAmount(Guid LineId, [property: Range(1, long.MaxValue)] long AmountMinor);

    /// <summary>Something that was asked of the marketplace. Times are UTC.</summary>
    public sealed record Asked(Guid Id, string What, ActionState State, string? Problem, string By, DateTimeOffset At, DateTimeOffset? SettledAt)
    {
        internal static Asked Of(OrderAction action) => new(action.Id, action.Title, action.State, action.Problem, action.Actor, action.CreatedAt, action.SettledAt);
    }

    /// <summary>What was asked about an order, newest first, and what may still be asked.</summary>
    /// <param name="CancellationRequested">The buyer has asked to cancel.</param>
    /// <param name="CancelObstacle">Why the order cannot be cancelled from here; null when it can.</param>
    /// <param name="CancelReasons">Reasons that the marketplace takes.</param>
    /// <param name="Cancellations">Cancellations, and answers to the buyer.</param>
    /// <param name="RefundObstacle">Why nothing can be refunded from here; null when something can.</param>
    /// <param name="RefundReasons">Reasons that the marketplace takes.</param>
    /// <param name="RefundLeft">What may still be refunded.</param>
    /// <param name="Refunds">Refunds.</param>
    /// <param name="Labels">Labels.</param>
    /// <param name="TrackingChanges">The last change of each parcel's tracking number.</param>
    public sealed record OrderActions(
        bool CancellationRequested, string? CancelObstacle, IReadOnlyList<CancelReason> CancelReasons, IReadOnlyList<Asked> Cancellations,
        string? RefundObstacle, IReadOnlyList<RefundReason> RefundReasons, OrderEndpoints.Amount RefundLeft, IReadOnlyList<Asked> Refunds,
        IReadOnlyList<LabelEndpoints.LabelAnswer> Labels, IReadOnlyList<Asked> TrackingChanges)
    {
        internal static OrderActions Of(CancelChoices cancel, RefundChoices refund, IReadOnlyList<ShippingLabel> labels, IReadOnlyDictionary<Guid, TrackingChoice> tracking) => new(
            cancel.RequestIsOpen, cancel.Obstacle, cancel.Reasons, [.. cancel.Cancellations.Select(Asked.Of)],
            refund.Obstacle, refund.Reasons, OrderEndpoints.Amount.Of(refund.Left), [.. refund.Refunds.Select(Asked.Of)],
            [.. labels.Select(LabelEndpoints.LabelAnswer.Of)],
            [.. tracking.Values.Select(choice => choice.Latest).OfType<TrackingChange>().OrderByDescending(change => change.CreatedAt).Select(Asked.Of)]);
    }
}
