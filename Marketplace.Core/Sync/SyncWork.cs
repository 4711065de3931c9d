namespace Marketplace.Core.Sync;

/// <summary>Kinds of durable work that this room does.</summary>
public static class SyncWork
{
    /// <summary>Reads back what listings show after a push.</summary>
    public const string Verify = "stock.verify";

    /// <summary>Who asked for a run: a store that was connected again.</summary>
    public const string Reconnected = "reconnect";

    /// <summary>Runs a job; one kind each, so that a long import of products never holds up orders.</summary>
    public static string Run(SyncJob job) => job switch
    {
        SyncJob.Products => "sync.products",
        SyncJob.Inventory => "sync.inventory",
        SyncJob.Orders => "sync.orders",
        SyncJob.OrderStatus => "sync.order-status",
        _ => "sync.health",
    };

    internal static string RunKey(SyncJob job, Guid connectionId) => $"{Run(job)}:{connectionId:N}";

    internal static string VerifyKey(Guid connectionId) => $"{Verify}:{connectionId:N}";
}
