using Marketplace.Core.Fulfillment.Actions;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.Web.Endpoints;

/// <summary>Answers to what a seller asks a marketplace to do: it is stored and carried out in the background.</summary>
public static class ActionAnswers
{
    /// <summary>What became of a wish.</summary>
    /// <param name="Outcome">Whether it is on its way to the marketplace.</param>
    /// <param name="Message">In plain words.</param>
    /// <param name="ActionId">Our id of what was stored; see the order's actions for how far it is.</param>
    public sealed record Taken(ActionOutcome Outcome, string Message, Guid? ActionId);

    internal static Results<Accepted<Taken>, ProblemHttpResult> Of(ActionVerdict verdict, string location) => verdict.Outcome switch
    {
        ActionOutcome.Unknown => TypedResults.Problem(verdict.Message, statusCode: StatusCodes.Status404NotFound),
        ActionOutcome.Refused => TypedResults.Problem(verdict.Message, statusCode: StatusCodes.Status422UnprocessableEntity, extensions: [new("code", "refused")]),
        _ => TypedResults.Accepted(location, new Taken(verdict.Outcome, verdict.Message, verdict.ActionId)),
    };

    /// <summary>Who does it, for timelines.</summary>
    internal static string ApiActor(this HttpContext http) => $"{http.User.Identity?.Name} (API)";

    /// <summary>Says which answers a route gives besides its own.</summary>
    internal static RouteHandlerBuilder GivesActionProblems(this RouteHandlerBuilder route) =>
        route.ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status422UnprocessableEntity);
}
