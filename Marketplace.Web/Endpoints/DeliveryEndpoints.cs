using System.ComponentModel.DataAnnotations;
using Marketplace.Core.Accounts;
using Marketplace.Core.Webhooks;
using Marketplace.Web.Auth;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.Web.Endpoints;

/// <summary>The log of what marketplaces delivered.</summary>
public static class DeliveryEndpoints
{
    private const int MaxPageSize = 500;
    private const string Missing = "There is no such delivery here.";

    /// <summary>Maps the routes into the authorised group of <c>/api/v1/platforms</c>.</summary>
    public static void MapDeliveries(this RouteGroupBuilder group)
    {
        group.MapGet("/webhook-deliveries", ListAsync).Needs(Right.ViewStores).WithSummary("Notifications that marketplaces delivered, newest first, page by page: those about your stores, and all that were refused.");
        group.MapGet("/webhook-deliveries/{deliveryId:guid}", FindAsync).Needs(Right.ViewStores)
            .WithSummary("One delivery with its body, in which personal data is masked, and the work that it led to.").ProducesProblem(StatusCodes.Status404NotFound);
        group.MapPost("/webhook-deliveries/{deliveryId:guid}/redeliver", RedeliverAsync).Needs(Right.EditStores)
            .WithSummary("Has the work that a delivery led to done again.").ProducesProblem(StatusCodes.Status404NotFound);
        group.MapPost("/connections/{id:guid}/test-notification", TestAsync).Needs(Right.EditStores)
            .WithSummary("Has the marketplace send a test notification about a store, where it offers that.").ProducesProblem(StatusCodes.Status422UnprocessableEntity);
    }

    private static async Task<Ok<DeliveryPage>> ListAsync(
        HttpContext http, WebhookLog log, CancellationToken cancellationToken, WebhookDeliveryState? state = null, string? platform = null,
        [Range(1, int.MaxValue)] int page = 1, [Range(1, MaxPageSize)] int pageSize = 50)
    {
        var found = await log.ListAsync(http.User.SellerId(), new WebhookFilter(state, platform), (page - 1) * pageSize, pageSize, cancellationToken);
        return TypedResults.Ok(new DeliveryPage(found.Items, found.Total, page, pageSize));
    }

    private static async Task<Results<Ok<WebhookDeliveryDetail>, ProblemHttpResult>> FindAsync(Guid deliveryId, HttpContext http, WebhookLog log, CancellationToken cancellationToken) =>
        await log.FindAsync(http.User.SellerId(), deliveryId, cancellationToken) is { } found ? TypedResults.Ok(found) : TypedResults.Problem(Missing, statusCode: StatusCodes.Status404NotFound);

    private static async Task<Results<Accepted, ProblemHttpResult>> RedeliverAsync(Guid deliveryId, HttpContext http, WebhookLog log, CancellationToken cancellationToken) =>
        await log.RedeliverAsync(http.User.SellerId(), deliveryId, cancellationToken)
            ? TypedResults.Accepted((string?)null)
            : TypedResults.Problem("There is no such delivery here, or it led to nothing that could be done again.", statusCode: StatusCodes.Status404NotFound);

    private static async Task<Results<Accepted, ProblemHttpResult>> TestAsync(Guid id, HttpContext http, TestNotifications tests, CancellationToken cancellationToken) =>
        await tests.SendAsync(http.User.SellerId(), id, cancellationToken) is { } problem
            ? TypedResults.Problem(problem, statusCode: StatusCodes.Status422UnprocessableEntity)
            : TypedResults.Accepted((string?)null);

    /// <summary>A page of deliveries.</summary>
    public sealed record DeliveryPage(IReadOnlyList<WebhookDeliveryView> Deliveries, int Total, int Page, int PageSize);
}
