using Marketplace.Core.Sync;

namespace Marketplace.Web.Components.Shared;

/// <summary>Jobs, as a seller calls what they bring.</summary>
public static class JobWords
{
    /// <summary>What the job brings.</summary>
    public static string Of(SyncJob job) => job switch
    {
        SyncJob.Products => "Listings",
        SyncJob.Inventory => "Stock levels",
        SyncJob.Orders => "Orders",
        SyncJob.OrderStatus => "Order status",
        _ => "Store health",
    };

    /// <summary>What the job does, in a sentence.</summary>
    public static string Explain(SyncJob job) => job switch
    {
        SyncJob.Products => "Reads every listing: titles, prices, variations, images.",
        SyncJob.Inventory => "Compares what each listing shows with your stock, and corrects it.",
        SyncJob.Orders => "Reads orders that are new or have changed.",
        SyncJob.OrderStatus => "Asks after open orders one by one: cancellations, parcels confirmed elsewhere.",
        _ => "Asks whether the store answers and its authorisation holds.",
    };
}
