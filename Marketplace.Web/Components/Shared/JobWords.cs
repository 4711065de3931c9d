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
        _ => "Orders",
    };
}
