using System.ComponentModel.DataAnnotations;
using Marketplace.Core.Accounts;
using Marketplace.Core.Audit;
using Marketplace.Core.Orders.Customers;
using Marketplace.Core.Orders.Erasure;
using Marketplace.Web.Auth;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.Web.Endpoints;

/// <summary>Customers over all channels.</summary>
public static class CustomerEndpoints
{
    /// <summary>Maps the routes into the authorised group of <c>/api/v1/platforms</c>.</summary>
    public static void MapCustomers(this RouteGroupBuilder group)
    {
        group.MapGet("/customers", ListAsync).Needs(Right.ViewOrders).WithName("customers")
            .WithSummary("Customers with their sums, page by page. Search by order id, SKU or title; names lie encrypted and cannot be searched.");
        group.MapGet("/customers/{customerId:guid}", ReadAsync).Needs(Right.ViewOrders).WithName("customer").WithSummary("One customer with the latest orders.")
            .ProducesProblem(StatusCodes.Status404NotFound);
        group.MapPost("/customers/{customerId:guid}/erase", EraseAsync).Needs(Right.ErasePersonalData).WithName("customer-erase")
            .WithSummary("Erases name, address and contact of a customer for good; the orders stay with their amounts.")
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status422UnprocessableEntity);
    }

    private static async Task<Ok<CustomerPage>> ListAsync(
        HttpContext http, CustomerQueries customers, BuyerDataLog buyers, CancellationToken cancellationToken,
        string? search = null, CustomerSort sort = CustomerSort.Latest, [Range(1, 1_000_000)] int page = 1, [Range(1, OrderEndpoints.MaxPageSize)] int pageSize = 50)
    {
        await buyers.CustomersListedAsync(http.User.SellerId(), cancellationToken);
        var found = await customers.ListAsync(http.User.SellerId(), search, sort, (page - 1) * pageSize, pageSize, cancellationToken);
        return TypedResults.Ok(new CustomerPage([.. found.Items.Select(CustomerAnswer.Of)], found.Total, page, pageSize));
    }

    private static async Task<Results<Ok<CustomerDetails>, ProblemHttpResult>> ReadAsync(
        Guid customerId, HttpContext http, CustomerQueries customers, BuyerDataLog buyers, CancellationToken cancellationToken,
        [Range(1, OrderEndpoints.MaxPageSize)] int orders = 50)
    {
        if (await customers.ReadAsync(http.User.SellerId(), customerId, orders, cancellationToken) is not { } history)
        {
            return Missing();
        }

        await buyers.CustomerOpenedAsync(http.User.SellerId(), customerId, cancellationToken);
        return TypedResults.Ok(new CustomerDetails(CustomerAnswer.Of(history.Customer), [.. history.Latest.Select(OrderEndpoints.OrderAnswer.Of)]));
    }

    private static async Task<Results<Ok<ErasedAnswer>, ProblemHttpResult>> EraseAsync(Guid customerId, HttpContext http, BuyerErasure erasure, CancellationToken cancellationToken) =>
        await erasure.EraseCustomerAsync(http.User.SellerId(), customerId, $"{http.User.Identity?.Name} (API)", cancellationToken) switch
        {
            null => Missing(),
            { Problem: { } problem } => TypedResults.Problem(problem, statusCode: StatusCodes.Status422UnprocessableEntity),
            var done => TypedResults.Ok(new ErasedAnswer(done.Orders)),
        };

    private static ProblemHttpResult Missing() => TypedResults.Problem("There is no such customer here.", statusCode: StatusCodes.Status404NotFound);

    /// <summary>A page of customers.</summary>
    public sealed record CustomerPage(IReadOnlyList<CustomerAnswer> Customers, int Total, int Page, int PageSize);

    /// <summary>A customer. Times are UTC; <paramref name="Name"/> is null where it was withheld or erased; cancelled orders count in <paramref name="Orders"/> alone.</summary>
    public sealed record CustomerAnswer(
        Guid Id, string? Name, bool IsErased, int Orders, int Cancelled, int Items, IReadOnlyList<OrderEndpoints.Amount> Revenue,
        DateTimeOffset FirstOrderAt, DateTimeOffset LastOrderAt, IReadOnlyList<string> Platforms)
    {
        internal static CustomerAnswer Of(CustomerRow row) => new(
            row.Id, row.Name, row.IsErased, row.Orders, row.Cancelled, row.Items, [.. row.Revenue.Select(OrderEndpoints.Amount.Of)], row.FirstOrderAt, row.LastOrderAt, row.Marketplaces);
    }

    /// <summary>A customer with the latest orders, newest first.</summary>
    public sealed record CustomerDetails(CustomerAnswer Customer, IReadOnlyList<OrderEndpoints.OrderAnswer> Orders);

    /// <summary>What was erased.</summary>
    /// <param name="Orders">Orders whose buyer is known no more; 0 where it was erased before.</param>
    public sealed record ErasedAnswer(int Orders);
}
