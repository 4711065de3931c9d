using System.ComponentModel.DataAnnotations;
using Marketplace.Core.Accounts;
using Marketplace.Core.Orders;
using Marketplace.Core.Orders.Views;
using Marketplace.Web.Auth;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.Web.Endpoints;

/// <summary>A seller's own views of the orders, and the orders behind them.</summary>
public static class OrderViewEndpoints
{
    /// <summary>Maps the routes into the authorised group of <c>/api/v1/platforms</c>.</summary>
    public static void MapOrderViews(this RouteGroupBuilder group)
    {
        group.MapGet("/orders/work", WorkAsync).Needs(Right.ViewOrders).WithName("orders-work").WithSummary("How many orders wait for each kind of work; an order may be of several kinds.");
        group.MapGet("/orders/views", ListAsync).Needs(Right.ViewOrders).WithName("order-views").WithSummary("Your saved views in their order.");
        group.MapPost("/orders/views", AddAsync).Needs(Right.Ship).WithName("order-view-add").WithSummary("Saves a view: filter, search, sort and columns under a name.")
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        group.MapPut("/orders/views/{viewId:guid}", ChangeAsync).Needs(Right.Ship).WithName("order-view-change").WithSummary("Renames, changes or moves a view; what is left out stays as it is.")
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        group.MapDelete("/orders/views/{viewId:guid}", DeleteAsync).Needs(Right.Ship).WithName("order-view-delete").WithSummary("Deletes a view; its orders stay.")
            .ProducesProblem(StatusCodes.Status404NotFound);
        group.MapGet("/orders/views/{viewId:guid}/orders", OrdersAsync).Needs(Right.ViewOrders).WithName("order-view-orders").WithSummary("Orders of a view in its order, page by page.")
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Ok<OrderWorkload>> WorkAsync(HttpContext http, OrderQueries orders, CancellationToken cancellationToken, string? platform = null, DateTimeOffset? dayEnds = null) =>
        TypedResults.Ok(await orders.WorkloadAsync(http.User.SellerId(), platform?.ToLowerInvariant(), dayEnds?.ToUniversalTime(), cancellationToken));

    private static async Task<Ok<IReadOnlyList<SavedOrderView>>> ListAsync(HttpContext http, OrderViews views, CancellationToken cancellationToken) =>
        TypedResults.Ok(await views.ListAsync(http.User.SellerId(), cancellationToken));

    private static async Task<Results<Created<SavedOrderView>, ProblemHttpResult>> AddAsync(NewView body, HttpContext http, OrderViews views, CancellationToken cancellationToken)
    {
        var verdict = await views.AddAsync(http.User.SellerId(), body.Name, body.Filter ?? new OrderFilter(), body.Columns ?? OrderColumns.Usual, cancellationToken);
        return verdict.View is { } view ? TypedResults.Created($"/api/v1/platforms/orders/views/{view.Id}/orders", view) : Refusal(verdict);
    }

    private static async Task<Results<Ok<SavedOrderView>, ProblemHttpResult>> ChangeAsync(
        Guid viewId, ViewChange body, HttpContext http, OrderViews views, CancellationToken cancellationToken)
    {
        var seller = http.User.SellerId();
        var verdict = await views.ChangeAsync(seller, viewId, body.Name, body.Filter, body.Columns, cancellationToken);
        if (verdict.Problem is null && body.Position is { } place)
        {
            verdict = await views.MoveAsync(seller, viewId, place, cancellationToken);
        }

        return verdict.View is { } view ? TypedResults.Ok(view) : Refusal(verdict);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(Guid viewId, HttpContext http, OrderViews views, CancellationToken cancellationToken) =>
        await views.DeleteAsync(http.User.SellerId(), viewId, cancellationToken) ? TypedResults.NoContent() : Missing();

    private static async Task<Results<Ok<OrderEndpoints.OrderPage>, ProblemHttpResult>> OrdersAsync(
        Guid viewId, HttpContext http, OrderViews views, OrderQueries orders, CancellationToken cancellationToken,
        [Range(1, 1_000_000)] int page = 1, [Range(1, OrderEndpoints.MaxPageSize)] int pageSize = 50)
    {
        var seller = http.User.SellerId();
        if ((await views.ListAsync(seller, cancellationToken)).FirstOrDefault(v => v.Id == viewId) is not { } view)
        {
            return Missing();
        }

        var found = await orders.ListAsync(seller, view.Filter, (page - 1) * pageSize, pageSize, cancellationToken);
        return TypedResults.Ok(new OrderEndpoints.OrderPage([.. found.Items.Select(OrderEndpoints.OrderAnswer.Of)], found.Total, page, pageSize));
    }

    private static ProblemHttpResult Missing() => TypedResults.Problem("There is no such view here.", statusCode: StatusCodes.Status404NotFound);

    private static ProblemHttpResult Refusal(ViewVerdict verdict) =>
        verdict.IsMissing ? Missing() : TypedResults.Problem(verdict.Problem, statusCode: StatusCodes.Status422UnprocessableEntity);

    /// <summary>A view to save.</summary>
    /// <param name="Name">Its name, unique among your views.</param>
    /// <param name="Filter">Filter, search and sort; the orders to ship without it.</param>
    /// <param name="Columns">Columns in their order; the usual ones without it.</param>
    public sealed record NewView([property: Required] string Name, OrderFilter? Filter = null, IReadOnlyList<OrderColumn>? Columns = null);

    /// <summary>What a view is to be.</summary>
    /// <param name="Name">New name.</param>
    /// <param name="Filter">New filter, search and sort.</param>
    /// <param name="Columns">New columns in their order.</param>
    /// <param name="Position">New place among your views, from 0.</param>
    public sealed record ViewChange(string? Name = null, OrderFilter? Filter = null, IReadOnlyList<OrderColumn>? Columns = null, [property: Range(0, 1000)] int? Position = null);
}
