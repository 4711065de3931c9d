using System.ComponentModel.DataAnnotations;
using Marketplace.Core.Accounts;
using Marketplace.Core.Orders;
using Marketplace.Web.Auth;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.Web.Endpoints;

/// <summary>Tags and holds of orders.</summary>
public static class OrderMarkEndpoints
{
    /// <summary>Maps the routes into the authorised group of <c>/api/v1/platforms</c>.</summary>
    public static void MapOrderMarks(this RouteGroupBuilder group)
    {
        group.MapGet("/orders/tags", ListAsync).Needs(Right.ViewOrders).WithSummary("The tags in use, each with its number of orders.");
        group.MapPost("/orders/tags", TagAsync).Needs(Right.Ship)
            .WithSummary($"Puts tags on up to {OrderTags.MostOrders} orders and takes others off. Doing it twice changes nothing.")
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        group.MapPost("/orders/hold", HoldAsync).Needs(Right.Ship)
            .WithSummary("Holds orders: they are not shipped by selection, file, rule or API unless it is said so for each.")
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        group.MapPost("/orders/release", ReleaseAsync).Needs(Right.Ship).WithSummary("Lets held orders go.").ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        group.MapGet("/orders/hold-windows", WindowsAsync).Needs(Right.ViewOrders).WithSummary("Which new orders each store holds: for how many minutes after the purchase, and whether those that look like one order twice.");
        group.MapPut("/orders/hold-windows/{connectionId:guid}", SetWindowAsync).Needs(Right.EditSettings)
            .WithSummary("Sets which new orders a store holds.").ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Ok<IReadOnlyList<TagCount>>> ListAsync(HttpContext http, OrderTags tags, CancellationToken cancellationToken) =>
        TypedResults.Ok(await tags.ListAsync(http.User.SellerId(), cancellationToken));

    private static async Task<Results<Ok<Changed>, ProblemHttpResult>> TagAsync(TagBody body, HttpContext http, OrderTags tags, CancellationToken cancellationToken)
    {
        if (ProblemOf(body.OrderIds) is { } tooMany)
        {
            return tooMany;
        }

        var (seller, actor) = (http.User.SellerId(), http.ApiActor());
        if ((body.Add ?? []).Concat(body.Remove ?? []).Select(OrderTag.ProblemOf).FirstOrDefault(p => p is not null) is { } problem)
        {
            return Unprocessable(problem);
        }

        var changed = 0;
        foreach (var name in body.Add ?? [])
        {
            changed += await tags.AddAsync(seller, body.OrderIds, name, actor, cancellationToken);
        }

        foreach (var name in body.Remove ?? [])
        {
            changed += await tags.RemoveAsync(seller, body.OrderIds, name, actor, cancellationToken);
        }

        return TypedResults.Ok(new Changed(changed));
    }

    private static async Task<Results<Ok<Changed>, ProblemHttpResult>> HoldAsync(
        HoldBody body, HttpContext http, OrderHolds holds, TimeProvider time, CancellationToken cancellationToken)
    {
        if (ProblemOf(body.OrderIds) is { } tooMany)
        {
            return tooMany;
        }

        var until = body.Until ?? (body.Minutes is { } minutes ? time.GetUtcNow().AddMinutes(minutes) : null);
        try
        {
            return TypedResults.Ok(new Changed(await holds.HoldAsync(http.User.SellerId(), body.OrderIds, until, body.Reason, http.ApiActor(), cancellationToken)));
        }
        catch (ArgumentException refusal)
        {
            return Unprocessable(refusal.Message);
        }
    }

    private static async Task<Results<Ok<Changed>, ProblemHttpResult>> ReleaseAsync(ReleaseBody body, HttpContext http, OrderHolds holds, CancellationToken cancellationToken) =>
        ProblemOf(body.OrderIds) is { } tooMany
            ? tooMany
            : TypedResults.Ok(new Changed(await holds.ReleaseAsync(http.User.SellerId(), body.OrderIds, http.ApiActor(), cancellationToken)));

    private static async Task<Ok<IReadOnlyList<WindowAnswer>>> WindowsAsync(HttpContext http, HoldWindows windows, CancellationToken cancellationToken) =>
        TypedResults.Ok<IReadOnlyList<WindowAnswer>>([.. (await windows.ListAsync(http.User.SellerId(), cancellationToken)).Select(w => new WindowAnswer(w.Key, w.Value.Minutes, w.Value.HoldsTwins))]);

    private static async Task<Results<NoContent, ProblemHttpResult>> SetWindowAsync(
        Guid connectionId, WindowBody body, HttpContext http, HoldWindows windows, CancellationToken cancellationToken) =>
        await windows.SetAsync(http.User.SellerId(), connectionId, body.Minutes, body.HoldsTwins, cancellationToken)
            ? TypedResults.NoContent()
            : TypedResults.Problem("There is no such store here.", statusCode: StatusCodes.Status404NotFound);

    private static ProblemHttpResult? ProblemOf(IReadOnlyList<Guid> orderIds) => orderIds.Count is 0 or > OrderTags.MostOrders
        ? Unprocessable($"Give between 1 and {OrderTags.MostOrders} orders in one call; this one has {orderIds.Count}.")
        : null;

    private static ProblemHttpResult Unprocessable(string problem) => TypedResults.Problem(problem, statusCode: StatusCodes.Status422UnprocessableEntity);

    /// <summary>Tags to put on and take off.</summary>
    public sealed record TagBody([property: Required] IReadOnlyList<Guid> OrderIds, IReadOnlyList<string>? Add, IReadOnlyList<string>? Remove);

    /// <summary>A hold.</summary>
    /// <param name="OrderIds">The orders; closed ones are passed over.</param>
    /// <param name="Reason">Why.</param>
    /// <param name="Minutes">For how long from now; read where <paramref name="Until"/> is left out.</param>
    /// <param name="Until">Until when, UTC; left out with <paramref name="Minutes"/>, until somebody releases them.</param>
    public sealed record HoldBody([property: Required] IReadOnlyList<Guid> OrderIds, [property: Required] string Reason, [property: Range(1, 525_600)] int? Minutes, DateTimeOffset? Until);

    /// <summary>Orders to let go.</summary>
    public sealed record ReleaseBody([property: Required] IReadOnlyList<Guid> OrderIds);

    /// <summary>How many orders were changed; a tag on or off an order counts once each.</summary>
    public sealed record Changed(int Orders);

    /// <summary>What a store holds.</summary>
    /// <param name="ConnectionId">The store.</param>
    /// <param name="Minutes">Minutes from the purchase for which every order is held.</param>
    /// <param name="HoldsTwins">Whether an order that looks like another one (same recipient, items and amount within a day) is held until it is released.</param>
    public sealed record WindowAnswer(Guid ConnectionId, int Minutes, bool HoldsTwins);

    /// <summary>What a store shall hold; what is left out stays as it is.</summary>
    /// <param name="Minutes">Minutes from the purchase; 0 holds no order for its age.</param>
    /// <param name="HoldsTwins">Whether an order that looks like another one is held.</param>
    public sealed record WindowBody([property: Range(0, HoldWindow.MaxMinutes)] int? Minutes, bool? HoldsTwins);
}
