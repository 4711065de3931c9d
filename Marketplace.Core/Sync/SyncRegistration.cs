using Marketplace.Core.Work;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Core.Sync;

/// <summary>Registers the jobs that keep stores and this application alike.</summary>
public static class SyncRegistration
{
    /// <summary>Adds the services of this room.</summary>
    public static IServiceCollection AddSync(this IServiceCollection services)
    {
        services.AddOptions<SyncOptions>().BindConfiguration(SyncOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<ScheduleOptions>().BindConfiguration(ScheduleOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<SyncStops>();
        services.AddSingleton<SyncPlans>();
        services.AddSingleton<SyncStarter>();
        services.AddSingleton<ListingMoves>();
        services.AddSingleton<SyncQueries>();
        services.AddSingleton<SyncRuns>();
        services.AddSingleton<FirstImports>();
        services.AddJob<ProductsJob>();
        services.AddJob<InventoryJob>();
        services.AddJob<OrdersJob>();
        services.AddJob<OrderStatusJob>();
        services.AddJob<HealthJob>();
        services.AddSingleton<IWorkHandler, StockPushHandler>();
        services.AddSingleton<IWorkHandler, StockOutcomeHandler>();
        services.AddSingleton<IWorkHandler, StockVerifyHandler>();
        services.AddSingleton<IWorkHandler, RefreshOrderHandler>();
        services.AddSingleton<IWorkHandler, RefreshListingHandler>();
        services.AddSingleton<IWorkHandler, CheckConnectionHandler>();
        return services;
    }

    private static void AddJob<TJob>(this IServiceCollection services)
        where TJob : class, ISyncJob
    {
        services.AddSingleton<TJob>();
        services.AddSingleton<IWorkHandler>(provider => ActivatorUtilities.CreateInstance<RunSyncHandler>(provider, provider.GetRequiredService<TJob>()));
    }
}
