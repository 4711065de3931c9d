using Marketplace.Core.Catalog;
using Marketplace.Core.Common;
using Marketplace.Core.Platforms;

namespace Marketplace.Core.Linking;

/// <summary>A listing without an item.</summary>
public sealed record UnlinkedListing
{
    /// <summary>The listing.</summary>
    public required Guid ListingId { get; init; }

    /// <summary>Its store.</summary>
    public required Guid ConnectionId { get; init; }

    /// <summary>Marketplace key.</summary>
    public required string Marketplace { get; init; }

    /// <summary>SKU as listed.</summary>
    public required string? Sku { get; init; }

    /// <summary>Title and variation as listed.</summary>
    public required string Title { get; init; }

    /// <summary>Image.</summary>
    public required string? ImageUrl { get; init; }

    /// <summary>Public page.</summary>
    public required string? Url { get; init; }

    /// <summary>Price for one item.</summary>
    public required Money? Price { get; init; }

    /// <summary>What it is doing.</summary>
    public required RemoteListingStatus Status { get; init; }

    /// <summary>How far matching has got.</summary>
    public required LinkState State { get; init; }

    /// <summary>Items that it was last seen to show.</summary>
    public required int? Seen { get; init; }

    /// <summary>Lines of open orders that wait for it to be linked.</summary>
    public required int OpenLines { get; init; }

    /// <summary>Items that it may be, best first.</summary>
    public IReadOnlyList<SuggestedItem> Suggestions { get; init; } = [];
}

/// <summary>An item that a listing may be.</summary>
/// <param name="ListingId">The listing.</param>
/// <param name="VariantId">The item.</param>
/// <param name="Sku">Its SKU.</param>
/// <param name="Title">Its title.</param>
/// <param name="ImageUrl">Its image.</param>
/// <param name="Score">How alike they are, 0 to 100.</param>
/// <param name="Reason">What speaks for it.</param>
public sealed record SuggestedItem(Guid ListingId, Guid VariantId, string Sku, string Title, string? ImageUrl, int Score, string Reason);
