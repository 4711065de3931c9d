using System.ComponentModel.DataAnnotations;
using Marketplace.Core.Accounts;
using Marketplace.Core.Platforms;
using Marketplace.Core.Sync;
using Marketplace.Web.Auth;
using Marketplace.Web.Endpoints.Pipeline;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.Web.Endpoints;

/// <summary>Jobs by hand: start, stop, pause, and how often they run by themselves.</summary>
public static class JobEndpoints
{
    /// <summary>Maps the routes into the authorised group of <c>/api/v1/platforms</c>.</summary>
    public static void MapJobs(this RouteGroupBuilder group)
    {
        group.MapPost("/manual-sync", ManualAsync).Needs(Right.EditStores)
            .WithSummary("Starts several jobs at once on the connected stores, or on those of one marketplace.").ProducesProblem(StatusCodes.Status404NotFound);
        group.MapPost("/jobs/{connectionId:guid}/{job}/start", StartAsync).Needs(Right.EditStores)
            .WithSummary("Starts one job on one store now.").ProducesProblem(StatusCodes.Status404NotFound);
        group.MapPut("/jobs/{connectionId:guid}/{job}", PlanAsync).Needs(Right.EditStores).Produces(StatusCodes.Status204NoContent)
            .WithSummary("Sets how often a job runs by itself on a store, or pauses it. With If-Match, only when nobody has changed it meanwhile.").ProducesProblem(StatusCodes.Status412PreconditionFailed).ProducesProblem(StatusCodes.Status404NotFound).ProducesValidationProblem();
        group.MapGet("/jobs/{connectionId:guid}/{job}", ReadPlanAsync).Needs(Right.ViewStores).Produces<PlanBody>().Produces(StatusCodes.Status304NotModified)
            .WithSummary("How often a job runs by itself on a store. The ETag is for If-Match.").ProducesProblem(StatusCodes.Status404NotFound);
        group.MapGet("/jobs/runs/{runId:guid}", ReadRunAsync).Needs(Right.ViewStores)
            .WithSummary("A run: its state, and how many items it has read, made, changed and failed so far.").ProducesProblem(StatusCodes.Status404NotFound);
        group.MapPost("/jobs/runs/{runId:guid}/stop", StopAsync).Needs(Right.EditStores)
            .WithSummary("Stops a run that waits or is under way; what it has read is kept.").ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Accepted<ManualAnswer>> ManualAsync(
        ManualBody? body, HttpContext http, SyncStarter starter, PlatformCatalog catalog, CancellationToken cancellationToken)
    {
        var marketplace = body?.Platform is { Length: > 0 } key ? catalog.TryGet(key, out var found) ? found.Key.Value : throw new UnknownMarketplaceException(key) : null;
        var runs = new Dictionary<SyncJob, IReadOnlyList<Guid>>();
        foreach (var job in body?.Jobs is { Count: > 0 } wanted ? wanted.Distinct() : SyncJobs.Imports)
        {
            runs[job] = await starter.StartAsync(http.User.SellerId(), job, marketplace, "api", cancellationToken);
        }

        return TypedResults.Accepted("/api/v1/platforms/sync/status", new ManualAnswer(runs));
    }

    private static async Task<Results<Accepted<StartAnswer>, ProblemHttpResult>> StartAsync(
        Guid connectionId, string job, HttpContext http, SyncStarter starter, CancellationToken cancellationToken) =>
        JobOf(job) is not { } known ? NoSuchJob() :
        await starter.StartForConnectionAsync(http.User.SellerId(), connectionId, known, "api", cancellationToken) is { } run
            ? TypedResults.Accepted(RunAddress(run), new StartAnswer(run))
            : NoSuchStore();

    private static async Task<IResult> ReadPlanAsync(Guid connectionId, string job, HttpContext http, SyncQueries queries, SettingsTag tag, CancellationToken cancellationToken) =>
        JobOf(job) is not { } known ? NoSuchJob() : await PlanOfAsync(http, connectionId, known, queries, cancellationToken) is { } plan ? tag.Answer(http, plan) : NoSuchStore();

    private static async Task<IResult> PlanAsync(
        Guid connectionId, string job, PlanBody body, HttpContext http, SyncPlans plans, SyncQueries queries, SettingsTag tag, CancellationToken cancellationToken) =>
        JobOf(job) is not { } known ? NoSuchJob()
        : await PlanOfAsync(http, connectionId, known, queries, cancellationToken) is { } now && tag.Refusal(http, now) is { } changed ? changed
        : await plans.SetAsync(http.User.SellerId(), connectionId, known, body.EveryMinutes, body.Paused, cancellationToken) ? TypedResults.NoContent() : NoSuchStore();

    private static async Task<PlanBody?> PlanOfAsync(HttpContext http, Guid connectionId, SyncJob job, SyncQueries queries, CancellationToken cancellationToken) =>
        (await queries.StatusAsync(http.User.SellerId(), cancellationToken)).Jobs.FirstOrDefault(j => j.ConnectionId == connectionId && j.Job == job) is { } status
            ? new PlanBody(status.IsOwnChoice ? (int)status.Every.TotalMinutes : null, status.Paused)
            : null;

    private static async Task<Results<Ok<SyncEndpoints.RunAnswer>, ProblemHttpResult>> ReadRunAsync(Guid runId, HttpContext http, SyncQueries queries, CancellationToken cancellationToken) =>
        SyncEndpoints.RunAnswer.Of(await queries.FindRunAsync(http.User.SellerId(), runId, cancellationToken)) is { } run
            ? TypedResults.Ok(run)
            : TypedResults.Problem("There is no such run here.", statusCode: StatusCodes.Status404NotFound);

    /// <summary>Where a run tells how far it is.</summary>
    internal static string RunAddress(Guid runId) => $"/api/v1/platforms/jobs/runs/{runId}";

    private static async Task<Results<NoContent, ProblemHttpResult>> StopAsync(Guid runId, HttpContext http, SyncStarter starter, CancellationToken cancellationToken) =>
        await starter.StopAsync(http.User.SellerId(), runId, cancellationToken)
            ? TypedResults.NoContent()
            : TypedResults.Problem("There is no such run that waits or is under way.", statusCode: StatusCodes.Status404NotFound);

    private static SyncJob? JobOf(string name) => Enum.TryParse<SyncJob>(name, ignoreCase: true, out var job) && Enum.IsDefined(job) ? job : null;

    private static ProblemHttpResult NoSuchJob() =>
        TypedResults.Problem($"There is no such job. There are {string.Join(", ", Enum.GetNames<SyncJob>())}.", statusCode: StatusCodes.Status404NotFound);

    private static ProblemHttpResult NoSuchStore() => TypedResults.Problem("There is no such connected store here.", statusCode: StatusCodes.Status404NotFound);

    /// <summary>What to start.</summary>
    /// <param name="Platform">Marketplace key; null for all stores.</param>
    /// <param name="Jobs">Which jobs; none for products, inventory and orders.</param>
    public sealed record ManualBody(string? Platform, IReadOnlyList<SyncJob>? Jobs);

    /// <summary>What was started.</summary>
    /// <param name="Runs">Runs by job, one for each store; one that was under way already counts.</param>
    public sealed record ManualAnswer(IReadOnlyDictionary<SyncJob, IReadOnlyList<Guid>> Runs);

    /// <summary>The run, or the one that was under way already.</summary>
    public sealed record StartAnswer(Guid Run);

    /// <summary>When a job runs by itself.</summary>
    /// <param name="EveryMinutes">Minutes between two runs; null follows the settings.</param>
    /// <param name="Paused">Rests until it is resumed.</param>
    public sealed record PlanBody([property: Range(1, SyncPlans.MostMinutes)] int? EveryMinutes, bool Paused = false);
}
