using Marketplace.Core.Common;
using Marketplace.Core.Platforms;

namespace Marketplace.Core.Inventory;

/// <summary>Which variants a grid shows, and in what order.</summary>
public sealed record InventoryFilter
{
    /// <summary>Words that must all occur in title, SKU or identifiers.</summary>
    public string? Search { get; init; }

    /// <summary>Marketplace on which it is listed; null for all.</summary>
    public string? Marketplace { get; init; }

    /// <summary>Location at which something lies; null for all.</summary>
    public Guid? LocationId { get; init; }

    /// <summary>State of the stock.</summary>
    public StockFilter Stock { get; init; }

    /// <summary>Column to sort by.</summary>
    public InventorySort Sort { get; init; }

    /// <summary>Largest first.</summary>
    public bool Descending { get; init; }
}

/// <summary>States of stock to filter by.</summary>
public enum StockFilter
{
    /// <summary>Whatever it is.</summary>
    Any,

    /// <summary>Something is available, but no more than the threshold.</summary>
    Low,

    /// <summary>Nothing is available.</summary>
    Out,

    /// <summary>More was sold than was there.</summary>
    Oversold,

    /// <summary>A listing could not be told its quantity.</summary>
    Problem,

    /// <summary>A delivery is expected.</summary>
    Incoming,

    /// <summary>It is made of others.</summary>
    Bundles,
}

/// <summary>Columns to sort by.</summary>
public enum InventorySort
{
    /// <summary>SKU.</summary>
    Sku,

    /// <summary>Title.</summary>
    Title,

    /// <summary>On hand.</summary>
    OnHand,

    /// <summary>Reserved.</summary>
    Reserved,

    /// <summary>Available.</summary>
    Available,

    /// <summary>Incoming.</summary>
    Incoming,
}

/// <summary>A variant with its stock and listings, as grids show it. Counts are items.</summary>
public sealed record InventoryRow
{
    /// <summary>The variant.</summary>
    public required Guid VariantId { get; init; }

    /// <summary>SKU as the seller writes it.</summary>
    public required string Sku { get; init; }

    /// <summary>Product and variation title together.</summary>
    public required string Title { get; init; }

    /// <summary>Image of the variant, or else of its product.</summary>
    public required string? ImageUrl { get; init; }

    /// <summary>Items in the shed.</summary>
    public required int OnHand { get; init; }

    /// <summary>Items held for orders.</summary>
    public required int Reserved { get; init; }

    /// <summary>Items that may be offered.</summary>
    public required int Available { get; init; }

    /// <summary>Items expected from suppliers.</summary>
    public required int Incoming { get; init; }

    /// <summary>It is made of others and has no stock of its own.</summary>
    public required bool IsBundle { get; init; }

    /// <summary>Threshold of low stock that the seller gave this variant; null where the usual one holds.</summary>
    public required int? OwnThreshold { get; init; }

    /// <summary>Items at which the stock counts as low.</summary>
    public required int LowStockThreshold { get; init; }

    /// <summary>Items sold without stock.</summary>
    public required int Oversold { get; init; }

    /// <summary>Where its items lie, the default location first.</summary>
    public IReadOnlyList<PlaceView> Places { get; init; } = [];

    /// <summary>Its listings, by marketplace and store.</summary>
    public IReadOnlyList<ListingView> Listings { get; init; } = [];
}

/// <summary>Items of a variant at a location.</summary>
/// <param name="VariantId">The variant.</param>
/// <param name="LocationId">The location.</param>
/// <param name="Name">The location's name.</param>
/// <param name="OnHand">Items that lie there.</param>
public sealed record PlaceView(Guid VariantId, Guid LocationId, string Name, int OnHand);

/// <summary>A listing with what it should show and shows. Counts are items, times UTC.</summary>
public sealed record ListingView
{
    /// <summary>The listing.</summary>
    public required Guid ListingId { get; init; }

    /// <summary>The variant; null while it is not linked.</summary>
    public required Guid? VariantId { get; init; }

    /// <summary>The store.</summary>
    public required Guid ConnectionId { get; init; }

    /// <summary>Marketplace key.</summary>
    public required string Marketplace { get; init; }

    /// <summary>SKU as listed.</summary>
    public required string? Sku { get; init; }

    /// <summary>Title as listed.</summary>
    public required string Title { get; init; }

    /// <summary>Price for one item; null where there is no live offer.</summary>
    public required Money? Price { get; init; }

    /// <summary>What it is doing.</summary>
    public required RemoteListingStatus Status { get; init; }

    /// <summary>Public page.</summary>
    public required string? Url { get; init; }

    /// <summary>Stock lies with the marketplace.</summary>
    public required bool FulfilledByMarketplace { get; init; }

    /// <summary>Quantity it should show; null while nothing is wanted.</summary>
    public int? Wanted { get; init; }

    /// <summary>Quantity last sent.</summary>
    public int? Sent { get; init; }

    /// <summary>Quantity that the marketplace last accepted.</summary>
    public int? Acknowledged { get; init; }

    /// <summary>When it was accepted.</summary>
    public DateTimeOffset? AcknowledgedAt { get; init; }

    /// <summary>Quantity that the marketplace was last seen to show.</summary>
    public int? Seen { get; init; }

    /// <summary>When it was seen.</summary>
    public DateTimeOffset? SeenAt { get; init; }

    /// <summary>It is still to be told its quantity.</summary>
    public bool IsDue { get; init; }

    /// <summary>The store's brake holds it back.</summary>
    public bool IsHeld { get; init; }

    /// <summary>Why the last push failed; null when it did not.</summary>
    public string? Problem { get; init; }
}
