using System.ComponentModel.DataAnnotations;
using Marketplace.Core.Accounts;
using Marketplace.Core.Audit;
using Marketplace.Core.Common;
using Marketplace.Core.Fulfillment;
using Marketplace.Core.Orders;
using Marketplace.Core.Platforms;
using Marketplace.Web.Auth;
using Marketplace.Web.Endpoints.Pipeline;
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
        group.MapGet("/orders", ListAsync).Needs(Right.ViewOrders).WithSummary("Orders of all states, filtered and sorted as the grid is; read on with nextCursor and the same filter.");
        group.MapGet("/orders/pending", PendingAsync).Needs(Right.ViewOrders).WithSummary("Orders that the seller must ship, the most urgent first, page by page, or read on with nextCursor.");
        group.MapGet("/orders/{orderId}", ReadAsync).Needs(Right.ViewOrders).WithSummary("One order with its lines, buyer and timeline.").ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Ok<OrderPage>> PendingAsync(
        HttpContext http, OrderQueries orders, CancellationToken cancellationToken,
        string? platform = null, string? search = null, string? cursor = null, [Range(1, 1_000_000)] int page = 1, [Range(1, MaxPageSize)] int pageSize = 50)
    {
        var filter = new OrderFilter { Tab = OrderTab.ToShip, Marketplace = platform?.ToLowerInvariant(), Search = search };
        var seller = http.User.SellerId();
        var counted = await orders.ListAsync(seller, filter, (page - 1) * pageSize, cursor is null ? pageSize : 0, cancellationToken);
        var read = cursor is null && page > 1 ? null : await orders.ListAfterAsync(seller, filter, Cursor.Read(cursor), pageSize, cancellationToken);
        return TypedResults.Ok(new OrderPage([.. (read?.Items ?? counted.Items).Select(OrderAnswer.Of)], counted.Total, page, pageSize, Cursor.Of(read?.Next)));
    }

    private static async Task<Ok<OrderList>> ListAsync(
        HttpContext http, OrderQueries orders, CancellationToken cancellationToken,
        OrderTab tab = OrderTab.All, string? platform = null, string? search = null, OrderDue due = OrderDue.Any, OrderWork work = OrderWork.Any, bool oversold = false,
        string? tag = null, bool held = false, OrderSort? sort = null, bool descending = false, string? cursor = null, [Range(1, MaxPageSize)] int pageSize = 50)
    {
        var filter = new OrderFilter
        {
            Tab = tab,
            Marketplace = platform?.ToLowerInvariant(),
            Search = search,
            Due = due,
            Work = work,
            OversoldOnly = oversold,
            Tag = tag,
            HeldOnly = held,
            Sort = sort,
            Descending = descending,
        };
        var read = await orders.ListAfterAsync(http.User.SellerId(), filter, Cursor.Read(cursor), pageSize, cancellationToken);
        return TypedResults.Ok(new OrderList([.. read.Items.Select(OrderAnswer.Of)], Cursor.Of(read.Next)));
    }

    private static async Task<Results<Ok<OrderDetailsAnswer>, ProblemHttpResult>> ReadAsync(
        string orderId, HttpContext http, OrderReader orders, ShipmentQueries shipments, BuyerDataLog buyers, CancellationToken cancellationToken)
    {
        var seller = http.User.SellerId();
        if (!Guid.TryParse(orderId, out var id) || await orders.ReadAsync(seller, id, cancellationToken) is not { } order)
        {
            return TypedResults.Problem("There is no such order here.", statusCode: StatusCodes.Status404NotFound);
        }

        if (order.Buyer is not null)
        {
            await buyers.OpenedAsync(seller, id, cancellationToken);
        }

        return TypedResults.Ok(OrderDetailsAnswer.Of(order, await shipments.OfOrderAsync(seller, id, cancellationToken)));
    }

    /// <summary>A page of orders.</summary>
    /// <param name="Orders">The page.</param>
    /// <param name="Total">Orders over all pages.</param>
    /// <param name="Page">Number of the page, from 1.</param>
    /// <param name="PageSize">Most orders of a page.</param>
    /// <param name="NextCursor">Reads on after this page, whatever comes meanwhile; null on the last page, and on pages that were asked for by a number above 1.</param>
    public sealed record OrderPage(IReadOnlyList<OrderAnswer> Orders, int Total, int Page, int PageSize, string? NextCursor = null);

    /// <summary>Orders from a place on.</summary>
    /// <param name="Orders">The orders.</param>
    /// <param name="NextCursor">For those after them; null at the end.</param>
    public sealed record OrderList(IReadOnlyList<OrderAnswer> Orders, string? NextCursor);

    /// <summary>An amount: minor units (cents) of an ISO 4217 currency, and as a decimal text.</summary>
    public sealed record Amount(long Minor, string Currency, string Value)
    {
        internal static Amount Of(Money money) => new(money.Minor, money.Currency, money.ToWire());
    }

    /// <summary>An order. Times are UTC; <paramref name="ShipBy"/> is null where the marketplace names no time, <paramref name="HoldUntil"/> where it is not held, <paramref name="ReturnAnswerBy"/> where no return is to be answered or no time for it is named.</summary>
    public record OrderAnswer(
        Guid Id, Guid ConnectionId, string Platform, string ExternalId, OrderState State, bool CanShip, bool CancelRequested,
        DateTimeOffset PlacedAt, DateTimeOffset? ShipBy, string Summary, int ItemCount, Amount Total, int Oversold,
        IReadOnlyList<string> Tags, DateTimeOffset? HoldUntil, string? HoldReason, bool ReturnAsked, DateTimeOffset? ReturnAnswerBy)
    {
        internal static OrderAnswer Of(OrderRow row) => new(
            row.Id, row.ConnectionId, row.Marketplace, row.ExternalId, row.State, row.CanShip, row.CancelRequested,
            row.PlacedAt, row.ShipBy >= Order.NoShipBy ? null : row.ShipBy, row.Summary, row.ItemCount, Amount.Of(row.Total), row.Oversold,
            row.Tags, row.HoldUntil, row.HoldReason, row.ReturnAnswerBy is not null, row.ReturnAnswerBy >= Order.NoShipBy ? null : row.ReturnAnswerBy);
    }

    /// <summary>A line.</summary>
    public sealed record LineAnswer(Guid Id, string? Sku, string Title, string? Variation, int Quantity, int QuantityShipped, Amount UnitPrice, int? Available);

    /// <summary>An entry of the timeline, UTC.</summary>
    public sealed record EventAnswer(DateTimeOffset At, string Text, string Actor);

    /// <summary>A parcel, as far as its confirmation has got.</summary>
    public sealed record ShipmentAnswer(
        Guid Id, int PackageNumber, string TrackingNumber, string Carrier, ShipmentState State, string? Problem, DateTimeOffset CreatedAt, DateTimeOffset? ConfirmedAt, int Items);

    /// <summary>An order with all that belongs to it.</summary>
    public sealed record OrderDetailsAnswer : OrderAnswer
    {
        private OrderDetailsAnswer(OrderAnswer order)
            : base(order)
        {
        }

        /// <summary>Latest promised delivery.</summary>
        public DateTimeOffset? DeliverBy { get; private init; }

        /// <summary>When the marketplace said that all is shipped.</summary>
        public DateTimeOffset? ShippedAt { get; private init; }

        /// <summary>Service that the buyer chose.</summary>
        public string? ShippingService { get; private init; }

        /// <summary>Lines before shipping and tax.</summary>
        public required Amount Subtotal { get; init; }

        /// <summary>Shipping charged to the buyer.</summary>
        public required Amount Shipping { get; init; }

        /// <summary>Tax.</summary>
        public required Amount Tax { get; init; }

        /// <summary>Buyer and address; null where they were withheld or erased.</summary>
        public RemoteBuyer? Buyer { get; private init; }

        /// <summary>Why the buyer cannot be shown.</summary>
        public string? BuyerProblem { get; private init; }

        /// <summary>The lines.</summary>
        public required IReadOnlyList<LineAnswer> Lines { get; init; }

        /// <summary>The parcels.</summary>
        public required IReadOnlyList<ShipmentAnswer> Shipments { get; init; }

        /// <summary>What happened, newest first.</summary>
        public required IReadOnlyList<EventAnswer> Timeline { get; init; }

        internal static OrderDetailsAnswer Of(OrderDetails order, IReadOnlyList<ShipmentView> shipments) => new(OrderAnswer.Of(order.Row))
        {
            DeliverBy = order.DeliverBy,
            ShippedAt = order.ShippedAt,
            ShippingService = order.ShippingService,
            Subtotal = Amount.Of(order.Subtotal),
            Shipping = Amount.Of(order.Shipping),
            Tax = Amount.Of(order.Tax),
            Buyer = order.Buyer,
            BuyerProblem = order.BuyerProblem,
            Lines = [.. order.Lines.Select(l => new LineAnswer(l.Id, l.Sku, l.Title, l.VariationTitle, l.Quantity, l.QuantityShipped, Amount.Of(l.UnitPrice), l.Available))],
            Shipments = [.. shipments.Select(s => new ShipmentAnswer(s.Id, s.PackageNumber, s.TrackingNumber, s.CarrierName, s.State, s.Problem, s.CreatedAt, s.ConfirmedAt, s.Items))],
            Timeline = [.. order.Events.Select(e => new EventAnswer(e.At, e.Text, e.Actor))],
        };
    }
}
