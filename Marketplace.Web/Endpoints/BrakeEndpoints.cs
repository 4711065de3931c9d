using System.ComponentModel.DataAnnotations;
using Marketplace.Core.Accounts;
using Marketplace.Core.Inventory.Brakes;
using Marketplace.Web.Auth;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.Web.Endpoints;

/// <summary>Quantities that are held back until a person says what becomes of them.</summary>
public static class BrakeEndpoints
{
    /// <summary>Maps the routes into the authorised group of <c>/api/v1/platforms</c>.</summary>
    public static void MapBrakes(this RouteGroupBuilder group)
    {
        group.MapGet("/inventory/brakes", async (HttpContext http, BrakeQueries brakes, CancellationToken cancellationToken) =>
            TypedResults.Ok(await brakes.OnAsync(http.User.SellerId(), cancellationToken))).Needs(Right.ViewStores).WithSummary("Stores whose brake is on, with what it holds and some samples.");
        Map("send", true, "Sends what a store's brake holds after all.");
        Map("hold", false, "Keeps holding it, until it is sent or its cause is put right.");
        group.MapGet("/inventory/brakes/{connectionId:guid}/limits", async (Guid connectionId, HttpContext http, StockBrakes brakes, CancellationToken cancellationToken) =>
            TypedResults.Ok(await brakes.LimitsAsync(http.User.SellerId(), connectionId, cancellationToken))).Needs(Right.ViewStores).WithSummary("The limits at which a store's brake comes on.");
        group.MapPut("/inventory/brakes/{connectionId:guid}/limits", LimitAsync).Needs(Right.EditStores)
            .WithSummary("Gives a store limits of its own.").ProducesProblem(StatusCodes.Status404NotFound).ProducesValidationProblem();
        group.MapDelete("/inventory/brakes/{connectionId:guid}/limits", UnlimitAsync).Needs(Right.EditStores)
            .WithSummary("Takes the settings' limits again.").ProducesProblem(StatusCodes.Status404NotFound);

        void Map(string verb, bool send, string summary) => group
            .MapPost($"/inventory/brakes/{{connectionId:guid}}/{verb}", (Guid connectionId, HttpContext http, StockBrakes brakes, CancellationToken cancellationToken) =>
                AnswerAsync(connectionId, send, http, brakes, cancellationToken)).Needs(Right.EditStores)
            .WithName($"brake-{verb}").WithSummary(summary).ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> AnswerAsync(
        Guid connectionId, bool send, HttpContext http, StockBrakes brakes, CancellationToken cancellationToken) =>
        await brakes.AnswerAsync(http.User.SellerId(), connectionId, send, $"{http.User.Identity?.Name} (API)", cancellationToken)
            ? TypedResults.NoContent() : TypedResults.Problem("There is no such store here whose brake is on.", statusCode: StatusCodes.Status404NotFound);

    private static async Task<Results<NoContent, ProblemHttpResult>> LimitAsync(
        Guid connectionId, LimitBody body, HttpContext http, StockBrakes brakes, CancellationToken cancellationToken) =>
        await SetAsync(connectionId, new BrakeLimits(body.MaxToZero, body.MaxToZeroPercent, body.MaxChangePercent), http, brakes, cancellationToken);

    private static Task<Results<NoContent, ProblemHttpResult>> UnlimitAsync(Guid connectionId, HttpContext http, StockBrakes brakes, CancellationToken cancellationToken) =>
        SetAsync(connectionId, null, http, brakes, cancellationToken);

    private static async Task<Results<NoContent, ProblemHttpResult>> SetAsync(
        Guid connectionId, BrakeLimits? limits, HttpContext http, StockBrakes brakes, CancellationToken cancellationToken) =>
        await brakes.SetLimitsAsync(http.User.SellerId(), connectionId, limits, cancellationToken)
            ? TypedResults.NoContent() : TypedResults.Problem("There is no such store here.", statusCode: StatusCodes.Status404NotFound);

    /// <summary>Limits of a store.</summary>
    /// <param name="MaxToZero">Most listings that edits may set to zero.</param>
    /// <param name="MaxToZeroPercent">Most listings that edits may set to zero, percent.</param>
    /// <param name="MaxChangePercent">Most listings that edits may change at once, percent.</param>
    public sealed record LimitBody(
        [property: Range(1, 1_000_000)] int MaxToZero, [property: Range(1, 100)] int MaxToZeroPercent, [property: Range(1, 100)] int MaxChangePercent);
}
