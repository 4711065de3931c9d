namespace Marketplace.Core.Work;

/// <summary>Names of work that one room asks for and another does.</summary>
public static class WorkKinds
{
    /// <summary>Reads one order again; its payload is the marketplace's order id.</summary>
    public const string RefreshOrder = "order.refresh";

    /// <summary>Reads what orders of a store changed of late, because a notification did not say which.</summary>
    public const string LookForOrders = "order.look";

    /// <summary>Reads the listings of one product again; its payload is the marketplace's product id.</summary>
    public const string RefreshListing = "listing.refresh";

    /// <summary>Asks whether a store's authorisation still stands.</summary>
    public const string CheckConnection = "connection.check";

    /// <summary>Asks a marketplace to tell us of a store's changes.</summary>
    public const string Subscribe = "connection.subscribe";

    /// <summary>Hands parcels over in a batch, and asks what became of it.</summary>
    public const string ShipmentBatch = "shipment.batch";

    /// <summary>Coalescing key of <see cref="ShipmentBatch"/>.</summary>
    public static string ShipmentBatchKey(Guid connectionId) => $"{ShipmentBatch}:{connectionId:N}";

    /// <summary>Erases a buyer's data from a store's orders; its payload is the encrypted user name.</summary>
    public const string EraseBuyer = "buyer.erase";

    /// <summary>Asks what became of quantities that were handed over.</summary>
    public const string StockOutcome = "stock.outcome";

    /// <summary>Coalescing key of <see cref="StockOutcome"/>.</summary>
    public static string StockOutcomeKey(Guid connectionId) => $"{StockOutcome}:{connectionId:N}";

    /// <summary>Coalescing key of <see cref="Subscribe"/>: asking twice is asking once.</summary>
    public static string SubscribeKey(Guid connectionId) => $"{Subscribe}:{connectionId:N}";

    /// <summary>Throws away the stored labels of orders whose buyers were erased; its payload is JSON of our order ids.</summary>
    public const string EraseLabels = "label.erase";
}
