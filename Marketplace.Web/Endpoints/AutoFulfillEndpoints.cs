using System.ComponentModel.DataAnnotations;
using Marketplace.Core.Accounts;
using Marketplace.Core.Fulfillment.Rules;
using Marketplace.Web.Auth;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.Web.Endpoints;

/// <summary>Running the rules over the orders that wait to be shipped.</summary>
public static class AutoFulfillEndpoints
{
    private const int MostRuns = 50;
    private const int MostApplications = 1_000;

    /// <summary>Maps the routes into the authorised group of <c>/api/v1/platforms</c>.</summary>
    public static void MapAutoFulfill(this RouteGroupBuilder group)
    {
        group.MapPost("/orders/auto-fulfill", StartAsync).Needs(Right.Ship)
            .WithSummary("Runs the rules that are on, in the background; ask the address of the answer how far it is. A dry run only says what would be done.");
        group.MapGet("/orders/auto-fulfill", ListAsync).Needs(Right.ViewOrders).WithSummary($"The latest {MostRuns} runs.");
        group.MapGet("/orders/auto-fulfill/{runId:guid}", ReadAsync).Needs(Right.ViewOrders)
            .WithSummary($"A run with what it did, order by order; at most {MostApplications} of them.").ProducesProblem(StatusCodes.Status404NotFound);
        group.MapGet("/orders/auto-fulfill/schedule", PlanAsync).Needs(Right.ViewOrders).WithSummary("How often the rules run by themselves.");
        group.MapPut("/orders/auto-fulfill/schedule", SetPlanAsync).Needs(Right.EditSettings).WithSummary("Changes how often the rules run by themselves, or pauses them.");
    }

    private static async Task<Accepted<RunAnswer>> StartAsync(HttpContext http, RuleRuns runs, CancellationToken cancellationToken, StartBody? body = null)
    {
        var seller = http.User.SellerId();
        var id = await runs.StartAsync(seller, body?.DryRun ?? false, http.ApiActor(), cancellationToken);
        var run = await runs.FindAsync(seller, id, cancellationToken);
        return TypedResults.Accepted($"/api/v1/platforms/orders/auto-fulfill/{id}", RunAnswer.Of(run!, []));
    }

    private static async Task<Ok<IReadOnlyList<RunAnswer>>> ListAsync(HttpContext http, RuleRuns runs, CancellationToken cancellationToken) =>
        TypedResults.Ok<IReadOnlyList<RunAnswer>>([.. (await runs.LatestAsync(http.User.SellerId(), MostRuns, cancellationToken)).Select(run => RunAnswer.Of(run, []))]);

    private static async Task<Results<Ok<RunAnswer>, ProblemHttpResult>> ReadAsync(Guid runId, HttpContext http, RuleRuns runs, CancellationToken cancellationToken) =>
        await runs.FindAsync(http.User.SellerId(), runId, cancellationToken) is { } run
            ? TypedResults.Ok(RunAnswer.Of(run, await runs.ApplicationsAsync(http.User.SellerId(), runId, MostApplications, cancellationToken)))
            : TypedResults.Problem("There is no such run here.", statusCode: StatusCodes.Status404NotFound);

    private static async Task<Ok<PlanAnswer>> PlanAsync(HttpContext http, AutoFulfillment auto, CancellationToken cancellationToken) =>
        TypedResults.Ok(PlanAnswer.Of(await auto.PlanAsync(http.User.SellerId(), cancellationToken)));

    private static async Task<Ok<PlanAnswer>> SetPlanAsync(PlanBody body, HttpContext http, AutoFulfillment auto, CancellationToken cancellationToken)
    {
        await auto.SetAsync(http.User.SellerId(), body.EveryMinutes, body.Paused, cancellationToken);
        return await PlanAsync(http, auto, cancellationToken);
    }

    /// <summary>How the rules are run.</summary>
    /// <param name="DryRun">Nothing is applied; it is only said what would be.</param>
    public sealed record StartBody(bool DryRun = false);

    /// <summary>When the rules run by themselves.</summary>
    public sealed record PlanBody([property: Range(1, AutoFulfillment.MostMinutes)] int EveryMinutes, bool Paused = false);

    /// <summary>When the rules run by themselves; the next time is UTC.</summary>
    public sealed record PlanAnswer(int EveryMinutes, bool Paused, DateTimeOffset NextAt)
    {
        internal static PlanAnswer Of(AutoFulfillPlan plan) => new(plan.EveryMinutes, plan.Paused, plan.NextAt);
    }

    /// <summary>A run. Times are UTC.</summary>
    /// <param name="Id">Our id.</param>
    /// <param name="State">Where it stands.</param>
    /// <param name="DryRun">Nothing was applied.</param>
    /// <param name="By">Who asked.</param>
    /// <param name="AskedAt">When it was asked for.</param>
    /// <param name="FinishedAt">When it ended; null before.</param>
    /// <param name="Looked">Orders that were looked at.</param>
    /// <param name="Applied">Orders that a rule was, or in a dry run would be, applied to.</param>
    /// <param name="Refused">Orders of which a step was refused.</param>
    /// <param name="Failed">Orders that could not be judged.</param>
    /// <param name="WouldApply">What a dry run found.</param>
    /// <param name="Orders">What was done, newest first.</param>
    public sealed record RunAnswer(
        Guid Id, RuleRunState State, bool DryRun, string By, DateTimeOffset AskedAt, DateTimeOffset? FinishedAt, int Looked, int Applied, int Refused, int Failed,
        IReadOnlyList<RuleExample> WouldApply, IReadOnlyList<RuleApplicationView> Orders)
    {
        internal static RunAnswer Of(RuleRun run, IReadOnlyList<RuleApplicationView> orders) => new(
            run.Id, run.State, run.IsDryRun, run.Actor, run.AskedAt, run.FinishedAt, run.Looked, run.Applied, run.Refused, run.Failed, run.Examples, orders);
    }
}
