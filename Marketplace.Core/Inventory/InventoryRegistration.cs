using Marketplace.Core.Inventory.Brakes;
using Marketplace.Core.Inventory.Bundles;
using Marketplace.Core.Inventory.Locations;
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
        services.AddSingleton<ListingImport>();
        services.AddSingleton<InventoryQueries>();
        services.AddOptions<BrakeOptions>().BindConfiguration(BrakeOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<StockBrakes>();
        services.AddSingleton<BrakeQueries>();
        services.AddSingleton<LocationEditor>();
        services.AddSingleton<BundleEditor>();
        services.AddSingleton<BundleQueries>();
        return services;
    }
}
