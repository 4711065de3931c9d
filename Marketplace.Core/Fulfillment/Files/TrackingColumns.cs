using Marketplace.Core.Spreadsheets;

namespace Marketplace.Core.Fulfillment.Files;

/// <summary>
/// Which column of a table holds what; -1 where it is absent. The headers are those of the marketplaces' templates and reports and of
/// the tools that sellers ship with, compared by their letters and digits alone.
/// </summary>
/// <param name="Order">Order number.</param>
/// <param name="Line">The marketplace's line id.</param>
/// <param name="Item">The marketplace's number of the listing.</param>
/// <param name="Sku">SKU.</param>
/// <param name="Quantity">Items.</param>
/// <param name="Tracking">Tracking number.</param>
/// <param name="ShipDate">Day on which it was handed over.</param>
/// <param name="Status">What became of the parcel where it was packed.</param>
/// <param name="Service">Shipping service, which may begin with the carrier's name.</param>
/// <param name="Group">Mark that orders bear which leave in one parcel.</param>
/// <param name="Carriers">Columns that may name the carrier, best first.</param>
internal sealed record TrackingColumns(
    int Order, int Line, int Item, int Sku, int Quantity, int Tracking, int ShipDate, int Status, int Service, int Group, IReadOnlyList<int> Carriers)
{
    /// <summary>No column at all.</summary>
    public static TrackingColumns None { get; } = new(-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, []);

    // A tool's file may hold its own number of the order beside the marketplace's.
    private static readonly string[] OrderNames =
    [
        "channelorderid", "marketplaceorderid", "externalorderid", "ordersourceorderid",
        "orderid", "ordernumber", "orderno", "order", "invoicenumber", "salesrecordnumber", "reference",
    ];

    private static readonly string[] LineNames = ["orderitemid", "lineitemid"];
    private static readonly string[] ItemNames = ["itemnumber", "skuid", "skuidoptional", "itemid"];
    private static readonly string[] SkuNames = ["sku", "sellersku", "customlabel", "customlabelsku", "itemsku"];
    private static readonly string[] QuantityNames = ["quantity", "qty", "quantityoptional", "quantitytoship", "quantityshipped"];
    private static readonly string[] TrackingNames = ["trackingnumber", "trackingid", "trackingno", "tracking", "shipmenttracking", "shipmenttrackingnumber"];
    private static readonly string[] GroupNames = ["autocombinegroupid", "combinegroupid", "combinegroup"];
    private static readonly string[] StatusNames = ["shippingstatus", "logisticsstatus", "status"];
    private static readonly string[] ServiceNames = ["shippingservice", "shipmentservice", "shippingserviceoptional", "shipmethod", "method", "shippingmethod", "deliveryservice"];

    private static readonly string[] ShipDateNames =
    [
        "shipdate", "shippeddate", "dateshipped", "dateshippeddate", "dateshipdate", "shippedtime", "shippedon", "shippedondate", "shipmentshipdate", "dispatchdate", "dispatchedon", "dispatchedondate",
    ];

    private static readonly string[] CarrierNames =
    [
        "carrier", "carriername", "shippingprovidername", "shippingprovider", "shippingcarrierused", "shippingcarrier", "shipmentcarrier", "carriercode",
        "deliverycompany", "courier",
    ];

    /// <summary>Whether a row can be sent by what is here.</summary>
    public bool IsUsable => Order >= 0 && Tracking >= 0;

    /// <summary>How many columns were recognised.</summary>
    public int Recognised => new[] { Order, Line, Item, Sku, Quantity, Tracking, ShipDate }.Count(c => c >= 0) + Carriers.Count;

    /// <summary>Reads a row as headers.</summary>
    public static TrackingColumns Of(SheetRow row)
    {
        var names = Enumerable.Range(0, row.Cells.Count).Select(column => CarrierSynonyms.Fold(row.Text(column) ?? "")).ToList();

        // Reports put the marketplace's name, or "external", in front of it.
        var order = First(names, OrderNames) is >= 0 and var exact ? exact : names.FindIndex(name => name.EndsWith("orderid", StringComparison.Ordinal));
        return new TrackingColumns(
            order, First(names, LineNames), First(names, ItemNames), First(names, SkuNames), First(names, QuantityNames), First(names, TrackingNames), First(names, ShipDateNames),
            First(names, StatusNames), First(names, ServiceNames), First(names, GroupNames), [.. CarrierNames.Select(name => names.IndexOf(name)).Where(column => column >= 0)]);
    }

    // Names are in order of preference: reports may hold an order number and a record number side by side.
    private static int First(List<string> names, string[] wanted)
    {
        foreach (var name in wanted)
        {
            if (names.IndexOf(name) is >= 0 and var column)
            {
                return column;
            }
        }

        return -1;
    }
}
