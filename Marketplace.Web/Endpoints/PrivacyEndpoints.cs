using System.ComponentModel.DataAnnotations;
using Marketplace.Core.Accounts;
using Marketplace.Core.Orders.Erasure;
using Marketplace.Web.Auth;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.Web.Endpoints;

/// <summary>Erasing buyers' personal data, and the report of what was erased.</summary>
public static class PrivacyEndpoints
{
    /// <summary>Maps the routes into the authorised group of <c>/api/v1/platforms</c>.</summary>
    public static void MapPrivacy(this RouteGroupBuilder group)
    {
        group.MapPost("/orders/{orderId:guid}/erase-buyer", EraseAsync).Needs(Right.ErasePersonalData)
            .WithSummary("Erases what an order says of its buyer, for good. While it waits to be shipped it is refused.")
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        group.MapGet("/privacy/erasures", ReportAsync).Needs(Right.ErasePersonalData).WithSummary("What was erased of buyers, when, why and by whom, the newest first.");
    }

    private static async Task<Results<Ok<ErasedAnswer>, ProblemHttpResult>> EraseAsync(Guid orderId, HttpContext http, BuyerErasure erasure, CancellationToken cancellationToken) =>
        await erasure.EraseOrderAsync(http.User.SellerId(), orderId, http.ApiActor(), cancellationToken) switch
        {
            null => TypedResults.Problem("There is no such order.", statusCode: StatusCodes.Status404NotFound),
            { Problem: { } problem } => TypedResults.Problem(problem, statusCode: StatusCodes.Status422UnprocessableEntity),
            { } verdict => TypedResults.Ok(new ErasedAnswer(verdict.Orders)),
        };

    private static async Task<Ok<IEnumerable<ErasureAnswer>>> ReportAsync(
        HttpContext http, ErasureReport report, CancellationToken cancellationToken, [Range(1, 1000)] int most = 100) =>
        TypedResults.Ok((await report.ReadAsync(http.User.SellerId(), most, cancellationToken))
            .Select(r => new ErasureAnswer(r.At, r.Reason, r.Actor, r.ConnectionId, r.Orders)));

    /// <summary>Orders whose buyer was erased now; those erased before do not count.</summary>
    public sealed record ErasedAnswer(int Orders);

    /// <summary>One erasure. Times are UTC.</summary>
    public sealed record ErasureAnswer(DateTimeOffset At, ErasureReason Reason, string Actor, Guid ConnectionId, int Orders);
}
