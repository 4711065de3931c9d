namespace Marketplace.Core.Sync.Watch;

/// <summary>Kinds of alerts that are watched for; the kind of low stock is in Inventory.</summary>
public static class AlertKinds
{
    /// <summary>A store needs the seller's consent again.</summary>
    public const string StoreDead = "store.reauthorise";

    /// <summary>A store's orders have not been read for too long.</summary>
    public const string SyncSilent = "sync.silent";

    /// <summary>Orders are past their ship-by time.</summary>
    public const string OrdersLate = "orders.late";

    /// <summary>More was sold than there is.</summary>
    public const string Oversold = "stock.oversold";

    /// <summary>A brake holds quantities back and asks.</summary>
    public const string Brake = "stock.brake";

    /// <summary>Work was given up.</summary>
    public const string WorkGivenUp = "work.given-up";

    /// <summary>A marketplace's daily quota is nearly used up.</summary>
    public const string QuotaLow = "quota.low";
}
