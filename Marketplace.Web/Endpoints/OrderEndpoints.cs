using System.ComponentModel.DataAnnotations;
using Marketplace.Core.Common;
using Marketplace.Core.Orders;
using Marketplace.Core.Platforms;
using Marketplace.Web.Auth;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.Web.Endpoints;

/// <summary>Reading orders.</summary>
public static class OrderEndpoints
{
    /// <summary>Most orders of one page.</summary>
    public const int MaxPageSize = 500;

    /// <summary>Maps the routes into the authorised group of <c>/api/v1/platforms</c>.</summary>
    public static void MapOrders(this RouteGroupBuilder group)
    {
        group.MapGet("/orders/pending", PendingAsync).WithSummary("Orders that the seller must ship, the most urgent first, page by page.");
        group.MapGet("/orders/{orderId}", ReadAsync).WithSummary("One order with its lines, buyer and timeline.").ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Ok<OrderPage>> PendingAsync(
        HttpContext http, OrderQueries orders, CancellationToken cancellationToken,
        string? platform = null, string? search = null, [Range(1, int.MaxValue)] int page = 1, [Range(1, MaxPageSize)] int pageSize = 50)
    {
        var filter = new OrderFilter { Tab = OrderTab.ToShip, Marketplace = platform?.ToLowerInvariant(), Search = search };
        var found = await orders.ListAsync(http.User.SellerId(), filter, (page - 1) * pageSize, pageSize, cancellationToken);
        return TypedResults.Ok(new OrderPage([.. found.Items.Select(OrderAnswer.Of)], found.Total, page, pageSize));
    }

    private static async Task<Results<Ok<OrderDetailsAnswer>, ProblemHttpResult>> ReadAsync(
        string orderId, HttpContext http, OrderReader orders, CancellationToken cancellationToken) =>
        Guid.TryParse(orderId, out var id) && await orders.ReadAsync(http.User.SellerId(), id, cancellationToken) is { } order
            ? TypedResults.Ok(OrderDetailsAnswer.Of(order))
            : TypedResults.Problem("There is no such order here.", statusCode: StatusCodes.Status404NotFound);

    /// <summary>A page of orders.</summary>
    /// <param name="Orders">The page.</param>
    /// <param name="Total">Orders over all pages.</param>
    /// <param name="Page">Number of the page, from 1.</param>
    /// <param name="PageSize">Most orders of a page.</param>
    public sealed record OrderPage(IReadOnlyList<OrderAnswer> Orders, int Total, int Page, int PageSize);

    /// <summary>An amount: minor units (cents) of an ISO 4217 currency, and as a decimal text.</summary>
    public sealed record Amount(long Minor, string Currency, string Value)
    {
        internal static Amount Of(Money money) => new(money.Minor, money.Currency, money.ToWire());
    }

    /// <summary>An order. Times are UTC; <paramref name="ShipBy"/> is null where the marketplace names no time.</summary>
    public sealed record OrderAnswer(
        Guid Id, Guid ConnectionId, string Platform, string ExternalId, OrderState State, bool CanShip, bool CancelRequested,
        DateTimeOffset PlacedAt, DateTimeOffset? ShipBy, string Summary, int ItemCount, Amount Total, int Oversold)
    {
        internal static OrderAnswer Of(OrderRow row) => new(
            row.Id, row.ConnectionId, row.Marketplace, row.ExternalId, row.State, row.CanShip, row.CancelRequested,
            row.PlacedAt, row.ShipBy >= Order.NoShipBy ? null : row.ShipBy, row.Summary, row.ItemCount, Amount.Of(row.Total), row.Oversold);
    }

    /// <summary>A line.</summary>
    public sealed record LineAnswer(Guid Id, string? Sku, string Title, string? Variation, int Quantity, int QuantityShipped, Amount UnitPrice, int? Available);

    /// <summary>An entry of the timeline, UTC.</summary>
    public sealed record EventAnswer(DateTimeOffset At, string Text, string Actor);

    /// <summary>An order with all that belongs to it.</summary>
    public sealed record OrderDetailsAnswer(
        OrderAnswer Order, DateTimeOffset? DeliverBy, DateTimeOffset? ShippedAt, string? ShippingService, Amount Subtotal, Amount Shipping, Amount Tax,
        RemoteBuyer? Buyer, string? BuyerProblem, IReadOnlyList<LineAnswer> Lines, IReadOnlyList<EventAnswer> Timeline)
    {
        internal static OrderDetailsAnswer Of(OrderDetails order) => new(
            OrderAnswer.Of(order.Row), order.DeliverBy, order.ShippedAt, order.ShippingService,
            Amount.Of(order.Subtotal), Amount.Of(order.Shipping), Amount.Of(order.Tax), order.Buyer, order.BuyerProblem,
            [.. order.Lines.Select(l => new LineAnswer(l.Id, l.Sku, l.Title, l.VariationTitle, l.Quantity, l.QuantityShipped, Amount.Of(l.UnitPrice), l.Available))],
            [.. order.Events.Select(e => new EventAnswer(e.At, e.Text, e.Actor))]);
    }
}
