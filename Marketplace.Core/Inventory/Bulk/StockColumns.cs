using Marketplace.Core.Spreadsheets;

namespace Marketplace.Core.Inventory.Bulk;

/// <summary>Where a stock file has what; −1 where it has not.</summary>
/// <param name="Sku">SKU.</param>
/// <param name="Location">Location.</param>
/// <param name="Known">On hand as it was when the file was made.</param>
/// <param name="Fields">What is to be changed.</param>
internal sealed record StockColumns(int Sku, int Location, int Known, IReadOnlyList<(StockField Field, int Column)> Fields)
{
    // Headers of the sheet that sellers download.
    public const string SkuHeader = "SKU";
    public const string LocationHeader = "Location";
    public const string OnHandHeader = "On hand";
    public const string NewOnHandHeader = "New on hand";
    public const string AddHeader = "Add";
    public const string ThresholdHeader = "Low stock at";

    private static readonly string[] Skus = ["sku", "sellersku", "merchantsku", "customlabel", "customlabelsku", "itemsku", "variantsku", "productcode", "articlenumber"];
    private static readonly string[] Locations = ["location", "warehouse", "place", "locationname", "warehousename"];
    private static readonly string[] NewOnHands = ["newonhand", "newquantity", "newstock", "counted", "count"];
    private static readonly string[] OnHands = ["onhand", "quantity", "qty", "stock", "stocklevel", "inventory", "quantityonhand", "availablequantity"];
    private static readonly string[] Adds = ["add", "addortake", "adjust", "adjustment", "adjustby", "difference", "change", "delta"];
    private static readonly string[] Receipts = ["receive", "received", "delivered"];
    private static readonly string[] Thresholds = ["lowstockat", "lowstock", "lowstockthreshold", "threshold", "reorderpoint", "minimum", "minstock"];

    /// <summary>It names items and something to change of them.</summary>
    public bool IsUsable => Sku >= 0 && Fields.Count > 0;

    /// <summary>Reads a row as headers.</summary>
    public static StockColumns Of(SheetRow row)
    {
        var names = row.Cells.Select((_, column) => Fold(row.Text(column))).ToList();
        var (onHand, newOnHand) = (Find(names, OnHands), Find(names, NewOnHands));

        // A column “On hand” alone is what the seller wants; beside “New on hand” it is what was there.
        (StockField Field, int Column)[] fields =
        [
            (StockField.OnHand, newOnHand >= 0 ? newOnHand : Find(names, Adds) < 0 ? onHand : -1), (StockField.Add, Find(names, Adds)),
            (StockField.Receive, Find(names, Receipts)), (StockField.Threshold, Find(names, Thresholds)),
        ];
        return new StockColumns(Find(names, Skus), Find(names, Locations), newOnHand >= 0 ? onHand : -1, [.. fields.Where(f => f.Column >= 0)]);
    }

    private static int Find(List<string> names, string[] synonyms) =>
        synonyms.Select(name => names.IndexOf(name)).Where(column => column >= 0).DefaultIfEmpty(-1).First();

    private static string Fold(string? name) => string.Concat((name ?? "").Where(char.IsLetterOrDigit)).ToLowerInvariant();
}
