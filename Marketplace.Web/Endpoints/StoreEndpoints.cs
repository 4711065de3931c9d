using System.ComponentModel.DataAnnotations;
using Marketplace.Core.Accounts;
using Marketplace.Core.Connections;
using Marketplace.Core.Inventory.Brakes;
using Marketplace.Core.Platforms;
using Marketplace.Core.Sync;
using Marketplace.Web.Auth;
using Marketplace.Web.Endpoints.Pipeline;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.Web.Endpoints;

/// <summary>One store: its state, its settings, and giving it up. <c>{platform}</c> is a marketplace's key or the store's id.</summary>
public static class StoreEndpoints
{
    /// <summary>Maps the routes into the authorised group of <c>/api/v1/platforms</c>.</summary>
    public static void MapStore(this RouteGroupBuilder group)
    {
        group.MapGet("/connections/{platform}", ReadAsync).Needs(Right.ViewStores).WithSummary("One store with its state.").OfOneStore();
        group.MapGet("/connections/{platform}/settings", ReadSettingsAsync).Needs(Right.ViewStores).Produces<SettingsBody>().Produces(StatusCodes.Status304NotModified)
            .WithSummary("A store's settings: how often its jobs run by themselves, and the limits of its brake. The ETag is for If-Match.").OfOneStore();
        group.MapPut("/connections/{platform}/settings", SaveSettingsAsync).Needs(Right.EditStores).Produces<SettingsBody>()
            .WithSummary("Changes a store's settings; jobs that are left out stay as they are. With If-Match, only when nobody has changed them meanwhile.")
            .ProducesProblem(StatusCodes.Status412PreconditionFailed).OfOneStore();
        group.MapDelete("/connections/{platform}", DisconnectAsync).Needs(Right.EditStores).WithSummary("Disconnects a store: its tokens are erased, its orders and listings stay.").OfOneStore();
    }

    /// <summary>Says which answers a route gives that names one store.</summary>
    internal static RouteHandlerBuilder OfOneStore(this RouteHandlerBuilder route) =>
        route.ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);

    private static async Task<Ok<ConnectEndpoints.ConnectionAnswer>> ReadAsync(
        string platform, HttpContext http, StoreAddress stores, PlatformCatalog catalog, CancellationToken cancellationToken, Guid? connectionId = null) =>
        TypedResults.Ok(ConnectEndpoints.ConnectionAnswer.Of(await stores.FindAsync(http.User.SellerId(), platform, connectionId, cancellationToken), catalog));

    private static async Task<IResult> ReadSettingsAsync(
        string platform, HttpContext http, StoreAddress stores, SyncQueries sync, StockBrakes brakes, SettingsTag tag, CancellationToken cancellationToken, Guid? connectionId = null)
    {
        var store = await stores.FindAsync(http.User.SellerId(), platform, connectionId, cancellationToken);
        return tag.Answer(http, await SettingsOfAsync(http.User.SellerId(), store.Id, sync, brakes, cancellationToken));
    }

    private static async Task<IResult> SaveSettingsAsync(
        string platform, SettingsBody body, HttpContext http, StoreAddress stores, SyncPlans plans, SyncQueries sync, StockBrakes brakes, SettingsTag tag,
        CancellationToken cancellationToken, Guid? connectionId = null)
    {
        var seller = http.User.SellerId();
        var store = await stores.FindAsync(seller, platform, connectionId, cancellationToken);
        if (tag.Refusal(http, await SettingsOfAsync(seller, store.Id, sync, brakes, cancellationToken)) is { } changed)
        {
            return changed;
        }

        foreach (var job in body.Jobs ?? [])
        {
            await plans.SetAsync(seller, store.Id, job.Job, job.EveryMinutes, job.Paused, cancellationToken);
        }

        if (body.Brake is { } limits)
        {
            await brakes.SetLimitsAsync(seller, store.Id, new BrakeLimits(limits.MaxToZero, limits.MaxToZeroPercent, limits.MaxChangePercent), cancellationToken);
        }

        return tag.Answer(http, await SettingsOfAsync(seller, store.Id, sync, brakes, cancellationToken));
    }

    private static async Task<NoContent> DisconnectAsync(
        string platform, HttpContext http, StoreAddress stores, ConnectStore connect, CancellationToken cancellationToken, Guid? connectionId = null)
    {
        var seller = http.User.SellerId();
        await connect.DisconnectAsync(seller, (await stores.FindAsync(seller, platform, connectionId, cancellationToken)).Id, cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<SettingsBody> SettingsOfAsync(Guid seller, Guid connectionId, SyncQueries sync, StockBrakes brakes, CancellationToken cancellationToken)
    {
        var jobs = (await sync.StatusAsync(seller, cancellationToken)).Jobs.Where(j => j.ConnectionId == connectionId);
        var limits = await brakes.LimitsAsync(seller, connectionId, cancellationToken);
        return new SettingsBody(
            [.. jobs.Select(j => new JobSettings(j.Job, j.IsOwnChoice ? (int)j.Every.TotalMinutes : null, j.Paused))],
            new BrakeEndpoints.LimitBody(limits.MaxToZero, limits.MaxToZeroPercent, limits.MaxChangePercent));
    }

    /// <summary>A store's settings.</summary>
    /// <param name="Jobs">How often its jobs run by themselves.</param>
    /// <param name="Brake">The limits of its brake; left out, they stay.</param>
    public sealed record SettingsBody([property: MaxLength(20)] IReadOnlyList<JobSettings>? Jobs, BrakeEndpoints.LimitBody? Brake);

    /// <summary>A job's times.</summary>
    /// <param name="Job">The job.</param>
    /// <param name="EveryMinutes">Minutes between two runs; null follows the installation's settings.</param>
    /// <param name="Paused">Rests until it is resumed.</param>
    public sealed record JobSettings(SyncJob Job, [property: Range(1, SyncPlans.MostMinutes)] int? EveryMinutes, bool Paused = false);
}
