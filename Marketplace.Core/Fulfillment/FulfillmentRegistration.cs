using Marketplace.Core.Fulfillment.Files;
using Marketplace.Core.Work;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Core.Fulfillment;

/// <summary>Registers the room Fulfillment.</summary>
public static class FulfillmentRegistration
{
    /// <summary>Adds the services of this room.</summary>
    public static IServiceCollection AddFulfillment(this IServiceCollection services)
    {
        services.AddSingleton<ShipmentQueries>();
        services.AddSingleton<ShipOrders>();
        services.AddSingleton<ShipmentRetry>();
        services.AddSingleton<ShipmentSteps>();
        services.AddSingleton<BulkQueue>();
        services.AddSingleton<BatchSteps>();
        services.AddSingleton<FulfillmentQueries>();
        services.AddSingleton<ShipCandidates>();
        services.AddSingleton<TrackingFiles>();
        services.AddSingleton<TrackingFileResults>();
        services.AddSingleton<PendingOrdersExport>();
        services.AddSingleton<IWorkHandler, TrackingFileJudge>();
        services.AddSingleton<IWorkHandler, TrackingFileSender>();
        services.AddSingleton<IWorkHandler, ConfirmShipmentHandler>();
        services.AddSingleton<IWorkHandler, ConfirmBatchHandler>();
        services.AddSingleton<IWorkHandler, VerifyShipmentHandler>();
        return services;
    }
}
