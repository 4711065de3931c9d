using Marketplace.Core.Changes;
using Marketplace.Core.Data;
using Marketplace.Core.Fulfillment.Actions;
using Marketplace.Core.Fulfillment.Cancelling;
using Marketplace.Core.Fulfillment.Combining;
using Marketplace.Core.Fulfillment.Files;
using Marketplace.Core.Fulfillment.Labels;
using Marketplace.Core.Fulfillment.Labels.Providers;
using Marketplace.Core.Fulfillment.Packing;
using Marketplace.Core.Fulfillment.Refunds;
using Marketplace.Core.Fulfillment.Replacing;
using Marketplace.Core.Fulfillment.Returns;
using Marketplace.Core.Fulfillment.Rules;
using Marketplace.Core.Orders;
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
        services.AddSingleton<ShipDrafts>();
        services.AddSingleton<ShipmentRetry>();
        services.AddSingleton<ParcelDecisions>();
        services.AddSingleton<ShipmentSteps>();
        services.AddSingleton<ShipmentSurveys>();
        services.AddSingleton<BulkQueue>();
        services.AddSingleton<BatchSteps>();
        services.AddSingleton<FulfillmentQueries>();
        services.AddSingleton<FailedParcels>();
        services.AddSingleton<WriteBacks>();
        services.AddRules();
        services.AddSingleton<IOrderConcern, RefusedParcelConcern>();
        services.AddSingleton<ShipCandidates>();
        services.AddSingleton<CarrierAliases>();
        services.AddOptions<TrackingFileOptions>().BindConfiguration(TrackingFileOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<TrackingFiles>();
        services.AddSingleton<RowJudge>();
        services.AddSingleton(provider => new TrackingFileCorrections(provider.GetRequiredService<MarketplaceDb>(), provider.GetRequiredService<RowJudge>(), provider.GetRequiredService<ChangeFeed>()));
        services.AddSingleton<TrackingFileResults>();
        services.AddSingleton<PendingOrdersExport>();
        services.AddSingleton<ActionSteps>();
        services.AddSingleton<ActionTurn>();
        services.AddSingleton<CancelOrders>();
        services.AddSingleton<RefundOrders>();
        services.AddSingleton<GoodsBack>();
        services.AddSingleton<ReturnImport>();
        services.AddSingleton<AnswerReturns>();
        services.AddSingleton<IWorkHandler, AnswerReturnHandler>();
        services.AddSingleton<LabelProviderAccounts>();
        services.AddSingleton<LabelSources>();
        services.AddSingleton<LabelShop>();
        services.AddSingleton<LabelPapers>();
        services.AddSingleton<LabelParcels>();
        services.AddSingleton<LabelDownload>();
        services.AddHttpClient(LabelDownload.ClientName, client => client.Timeout = TimeSpan.FromSeconds(60)).RemoveAllLoggers();
        services.AddSingleton<PackingPapers>();
        services.AddSingleton<PackQueue>();
        services.AddSingleton<PackDesk>();
        services.AddSingleton<ParcelSuggestions>();
        services.AddSingleton<CombineOrders>();
        services.AddSingleton<TrackingChanges>();
        services.AddSingleton<IWorkHandler, ChangeTrackingHandler>();
        services.AddSingleton<IWorkHandler, CombineHandler>();
        services.AddSingleton<IWorkHandler, CancelOrderHandler>();
        services.AddSingleton<IWorkHandler, RefundOrderHandler>();
        services.AddSingleton<IWorkHandler, LabelHandler>();
        services.AddSingleton<IWorkHandler, EraseLabelsHandler>();
        services.AddSingleton<IWorkHandler, TrackingFileJudge>();
        services.AddSingleton<IWorkHandler, TrackingFileSender>();
        services.AddSingleton<IWorkHandler, ConfirmShipmentHandler>();
        services.AddSingleton<IWorkHandler, ConfirmBatchHandler>();
        services.AddSingleton<IWorkHandler, VerifyShipmentHandler>();
        return services;
    }
}
