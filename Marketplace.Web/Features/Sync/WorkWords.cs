namespace Marketplace.Web.Features.Sync;

/// <summary>Kinds of durable work, as a seller calls them.</summary>
public static class WorkWords
{
    private static readonly Dictionary<string, string> Known = new()
    {
        ["stock.push"] = "Telling listings their quantity",
        ["stock.verify"] = "Looking whether listings show their quantity",
        ["shipment.confirm"] = "Sending a tracking number",
        ["shipment.verify"] = "Looking whether a parcel was taken",
        ["trackingfile.judge"] = "Checking a tracking file",
        ["trackingfile.send"] = "Sending a tracking file",
        ["sync.products"] = "Reading listings",
        ["sync.inventory"] = "Reading stock levels",
        ["sync.orders"] = "Reading orders",
        ["sync.order-status"] = "Asking after open orders",
        ["sync.health"] = "Asking whether a store answers",
        ["order.look"] = "Looking which orders changed",
        ["listing.refresh"] = "Reading a listing again",
        ["connection.subscribe"] = "Asking a marketplace to tell us of changes",
        ["shipment.batch"] = "Sending tracking numbers together",
        ["stock.outcome"] = "Asking what became of quantities",
        ["buyer.erase"] = "Erasing a buyer's data",
        ["order.refresh"] = "Reading an order again",
        ["alert.mail"] = "Mailing alerts",
        ["webhook.send"] = "Telling your own systems of an alert",
        ["connection.check"] = "Asking a store whether it answers",
    };

    /// <summary>The kind in words; a kind that is not known here by its own name.</summary>
    public static string Of(string kind) => Known.GetValueOrDefault(kind, kind);
}
