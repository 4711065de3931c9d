using Marketplace.Core.Accounts;
using Marketplace.Core.Connections;
using Marketplace.Core.Platforms;
using Marketplace.Core.Sync;
using Marketplace.Web.Auth;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.Web.Endpoints;

/// <summary>Asking for reads of the stores, and how they stand.</summary>
public static class SyncEndpoints
{
    /// <summary>Maps the routes into the authorised group of <c>/api/v1/platforms</c>.</summary>
    public static void MapSync(this RouteGroupBuilder group)
    {
        Map(SyncJob.Products, "Reads the listings of the connected stores into the catalogue, in the background.");
        Map(SyncJob.Inventory, "Compares what listings show with what they should, and corrects it, in the background.");
        Map(SyncJob.Orders, "Reads new and changed orders, in the background.");
        group.MapGet("/sync/status", StatusAsync).Needs(Right.ViewStores).WithSummary("Each job on each store: the run under way with its progress, and the last one.");

        void Map(SyncJob job, string summary) => group
            .MapPost($"/sync/{job.ToString().ToLowerInvariant()}", (SyncBody? body, HttpContext http, SyncStarter starter, PlatformCatalog catalog, CancellationToken cancellationToken) =>
                StartAsync(job, body, http, starter, catalog, cancellationToken)).Needs(Right.EditStores)
            .WithName($"sync-{job}").WithSummary(summary).ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Accepted<SyncAnswer>> StartAsync(
        SyncJob job, SyncBody? body, HttpContext http, SyncStarter starter, PlatformCatalog catalog, CancellationToken cancellationToken)
    {
        if (body?.ConnectionId is { } store)
        {
            var run = await starter.StartForConnectionAsync(http.User.SellerId(), store, job, "api", cancellationToken) ?? throw new UnknownConnectionException();
            return TypedResults.Accepted(JobEndpoints.RunAddress(run), new SyncAnswer(job, [run]));
        }

        var marketplace = body?.Platform is not { Length: > 0 } key ? null
            : catalog.TryGet(key, out var found) ? found.Key.Value
            : throw new UnknownMarketplaceException(key);
        var runs = await starter.StartAsync(http.User.SellerId(), job, marketplace, "api", cancellationToken);
        return TypedResults.Accepted(runs is [var only] ? JobEndpoints.RunAddress(only) : "/api/v1/platforms/sync/status", new SyncAnswer(job, runs));
    }

    private static async Task<Ok<StatusAnswer>> StatusAsync(HttpContext http, SyncQueries queries, CancellationToken cancellationToken)
    {
        var status = await queries.StatusAsync(http.User.SellerId(), cancellationToken);
        var jobs = status.Jobs.Select(job => new JobAnswer(
            job.ConnectionId, job.Marketplace, job.StoreName, job.Job, RunAnswer.Of(job.Current), RunAnswer.Of(job.Last), job.LastSuccessAt,
            status.Waiting.TryGetValue(job.ConnectionId, out var waiting) ? waiting.Until : null, job.Every.TotalMinutes, job.Paused, job.NextAt));
        return TypedResults.Ok(new StatusAnswer([.. jobs], status.SetAside));
    }

    /// <summary>Which stores.</summary>
    /// <param name="Platform">Marketplace key, for all stores there; null for all.</param>
    /// <param name="ConnectionId">One store; then the marketplace does not matter.</param>
    public sealed record SyncBody(string? Platform, Guid? ConnectionId = null);

    /// <summary>What was asked for.</summary>
    /// <param name="Job">The job.</param>
    /// <param name="Runs">Its runs, one for each connected store; one that was under way already counts.</param>
    public sealed record SyncAnswer(SyncJob Job, IReadOnlyList<Guid> Runs);

    /// <summary>How all jobs stand.</summary>
    /// <param name="Jobs">Each job on each store.</param>
    /// <param name="SetAside">Orders that could not be imported and wait for somebody to look at them.</param>
    public sealed record StatusAnswer(IReadOnlyList<JobAnswer> Jobs, int SetAside);

    /// <summary>
    /// A job on a store. Times are UTC; <paramref name="WaitsUntil"/> is when the marketplace's limit lets the next call through,
    /// <paramref name="NextAt"/> when the job runs next by itself.
    /// </summary>
    public sealed record JobAnswer(
        Guid ConnectionId, string Platform, string StoreName, SyncJob Job, RunAnswer? Current, RunAnswer? Last, DateTimeOffset? LastSuccessAt, DateTimeOffset? WaitsUntil,
        double EveryMinutes, bool Paused, DateTimeOffset? NextAt);

    /// <summary>A run with its counts of items. Times are UTC.</summary>
    public sealed record RunAnswer(
        Guid Id, SyncRunState State, string Trigger, DateTimeOffset StartedAt, DateTimeOffset? FinishedAt,
        int? Expected, int Fetched, int Created, int Updated, int Failed, string? Message)
    {
        internal static RunAnswer? Of(SyncRun? run) => run is null ? null : new RunAnswer(
            run.Id, run.State, run.Trigger, run.StartedAt, run.FinishedAt, run.Expected, run.Fetched, run.Created, run.Updated, run.Failed, run.Message);
    }
}
