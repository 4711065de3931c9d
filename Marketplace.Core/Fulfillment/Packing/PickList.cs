namespace Marketplace.Core.Fulfillment.Packing;

/// <summary>What must be fetched for some orders: by location, and there by SKU.</summary>
/// <param name="Places">Locations in the order in which stock leaves them.</param>
/// <param name="Orders">The orders' ids on their marketplaces.</param>
public sealed record PickList(IReadOnlyList<PickPlace> Places, IReadOnlyList<string> Orders)
{
    /// <summary>Items over all locations.</summary>
    public int Items => Places.Sum(place => place.Lines.Sum(line => line.Quantity));
}

/// <summary>What is fetched from one location.</summary>
/// <param name="Name">Name of the location, or words for stock that lies nowhere.</param>
/// <param name="Lines">By SKU.</param>
public sealed record PickPlace(string Name, IReadOnlyList<PickLine> Lines);

/// <summary>Items of one SKU.</summary>
/// <param name="Sku">SKU; null where the listing has none.</param>
/// <param name="Title">Title with its variation.</param>
/// <param name="Code">Payload of the barcode; null where there is none.</param>
/// <param name="Quantity">Items to fetch.</param>
/// <param name="Orders">Orders that want some of it.</param>
public sealed record PickLine(string? Sku, string Title, string? Code, int Quantity, int Orders);
