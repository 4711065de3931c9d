using Marketplace.Core.Orders;
using Marketplace.Core.Sync.Watch;
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
        services.AddSingleton<StoreCalls>();
        services.AddSingleton<SyncRuns>();
        services.AddSingleton<IOrderReadings, OrderReadings>();
        services.AddSingleton<ReturnReadings>();
        services.AddSingleton<FirstImports>();
        services.AddWatch();
        services.AddJob<ProductsJob>();
        services.AddJob<InventoryJob>();
        services.AddJob<OrdersJob>();
        services.AddJob<OrderStatusJob>();
        services.AddJob<HealthJob>();
        services.AddSingleton<IWorkHandler, StockPushHandler>();
        services.AddSingleton<IWorkHandler, StockOutcomeHandler>();
        services.AddSingleton<IWorkHandler, StockVerifyHandler>();
        services.AddSingleton<IWorkHandler, RefreshOrderHandler>();
        services.AddSingleton<IWorkHandler, LookForOrdersHandler>();
        services.AddSingleton<IWorkHandler, RefreshListingHandler>();
        services.AddSingleton<IWorkHandler, CheckConnectionHandler>();
        return services;
    }

    private static void AddWatch(this IServiceCollection services)
    {
        services.AddSingleton<IAlertRule, StoreDeadRule>();
        services.AddSingleton<IAlertRule, SyncSilentRule>();
        services.AddSingleton<IAlertRule, OrdersLateRule>();
        services.AddSingleton<IAlertRule, OversoldRule>();
        services.AddSingleton<IAlertRule, BrakeRule>();
        services.AddSingleton<IAlertRule, WorkGivenUpRule>();
        services.AddSingleton<IAlertRule, QuotaLowRule>();
        services.AddSingleton<StoreStateTeller>();
        services.AddSingleton<AlertWatch>();
        services.AddHostedService(provider => provider.GetRequiredService<AlertWatch>());
        services.AddSingleton<TelemetryGauges>();
        services.AddHostedService(provider => provider.GetRequiredService<TelemetryGauges>());
    }

    private static void AddJob<TJob>(this IServiceCollection services)
        where TJob : class, ISyncJob
    {
        services.AddSingleton<TJob>();
        services.AddSingleton<IWorkHandler>(provider => ActivatorUtilities.CreateInstance<RunSyncHandler>(provider, provider.GetRequiredService<TJob>()));
    }
}
