namespace Marketplace.Core.Inventory.Bulk;

/// <summary>A change as a file or a selection asks for it, before anybody has looked whether it can be done.</summary>
/// <param name="Number">Row in the sheet, or place in the selection; from 1.</param>
/// <param name="Sku">SKU as written.</param>
/// <param name="Location">Location as written; null for all together.</param>
/// <param name="Field">What is changed.</param>
/// <param name="Value">The value as written.</param>
/// <param name="Known">On hand as the file knew it when it was made, as written; null where it does not say.</param>
internal sealed record StockRowWish(int Number, string Sku, string? Location, StockField Field, string Value, string? Known);
