namespace Marketplace.Core.Work;

/// <summary>Names of work that one room asks for and another does.</summary>
public static class WorkKinds
{
    /// <summary>Reads one order again; its payload is the marketplace's order id.</summary>
    public const string RefreshOrder = "order.refresh";

    /// <summary>Asks whether a store's authorisation still stands.</summary>
    public const string CheckConnection = "connection.check";
}
