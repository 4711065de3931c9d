using Marketplace.Core.Inventory.Allocation;
using Marketplace.Core.Inventory.Brakes;
using Marketplace.Core.Inventory.Bulk;
using Marketplace.Core.Inventory.Bundles;
using Marketplace.Core.Inventory.Incoming;
using Marketplace.Core.Inventory.Locations;
using Marketplace.Core.Inventory.LowStock;
using Marketplace.Core.Work;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Core.Inventory;

/// <summary>Registers the room Inventory.</summary>
public static class InventoryRegistration
{
    /// <summary>Adds the services of this room.</summary>
    public static IServiceCollection AddInventory(this IServiceCollection services)
    {
        services.AddSingleton<StockLedger>();
        services.AddSingleton<ListingDemand>();
        services.AddSingleton<ListingSightings>();
        services.AddSingleton<ListingPushes>();
        services.AddSingleton<StockTickets>();
        services.AddSingleton<ListingImport>();
        services.AddSingleton<InventoryQueries>();
        services.AddSingleton<LedgerQueries>();
        services.AddSingleton<StockThresholds>();
        services.AddOptions<BrakeOptions>().BindConfiguration(BrakeOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<StockBrakes>();
        services.AddSingleton<BrakeQueries>();
        services.AddOptions<BulkOptions>().BindConfiguration(BulkOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<BulkStock>();
        services.AddSingleton<BulkQueries>();
        services.AddSingleton<StockSheet>();
        services.AddSingleton<IWorkHandler, StockJudgeHandler>();
        services.AddSingleton<IWorkHandler, StockApplyHandler>();
        services.AddSingleton<IWorkHandler, StockUndoHandler>();
        services.AddSingleton<IncomingDesk>();
        services.AddSingleton<IncomingQueries>();
        services.AddSingleton<LocationEditor>();
        services.AddSingleton<BundleEditor>();
        services.AddSingleton<BundleQueries>();
        services.AddSingleton<ListingResend>();
        services.AddSingleton<StockNews>();
        services.AddSingleton<LowStockWatch>();
        services.AddSingleton<LowStockThresholds>();
        services.AddSingleton<AllocationRules>();
        services.AddSingleton<AllocationPreviews>();
        return services;
    }
}
