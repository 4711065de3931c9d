namespace Marketplace.Core.Fulfillment.Files;

/// <summary>A data row of a tracking file, as written.</summary>
/// <param name="Number">Row in the sheet, from 1.</param>
/// <param name="Order">Order number.</param>
/// <param name="Line">The marketplace's line id.</param>
/// <param name="Sku">SKU.</param>
/// <param name="Quantity">Items.</param>
/// <param name="Tracking">Tracking number.</param>
/// <param name="Carrier">Carrier.</param>
/// <param name="ShipDate">Day on which it was handed over.</param>
/// <param name="Item">The marketplace's number of the listing that was sold.</param>
/// <param name="Status">What the program that wrote the file says of the parcel.</param>
/// <param name="Group">Mark that it shares with rows of other orders in the same parcel; null where it leaves alone.</param>
internal sealed record FileRow(
    int Number, string? Order, string? Line, string? Sku, string? Quantity, string? Tracking, string? Carrier, string? ShipDate = null, string? Item = null, string? Status = null,
    string? Group = null)
{
    /// <summary>Why its parcel with other orders cannot be; null where it can, or where it leaves alone.</summary>
    public string? GroupProblem { get; init; }

    /// <summary>The orders that share its parcel, in words; null where it leaves alone.</summary>
    public string? GroupNote { get; init; }

    /// <summary>Whether it names an item of an order rather than an order.</summary>
    public bool NamesItem => Line is not null || Sku is not null || Item is not null;

    /// <summary>The row as it is stored, and as a seller may have corrected it.</summary>
    public static FileRow Of(TrackingFileRow row) => new(
        row.RowNumber, Given(row.OrderNumber), row.LineNumber, row.Sku, row.Quantity, row.TrackingNumber, row.Carrier, row.ShipDate, row.ItemNumber, row.Status, row.CombineGroup);

    private static string? Given(string text) => text.Length == 0 ? null : text;
}
