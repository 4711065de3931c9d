using Marketplace.Core.Common;

namespace Marketplace.Core.Platforms;

/// <summary>Reads a store's listings.</summary>
public interface IListingFeed
{
    /// <summary>All listings as a stream of pages, one <see cref="RemoteListing"/> per sellable variation.</summary>
    IAsyncEnumerable<RemotePage<RemoteListing>> ListAsync(ConnectionContext connection, CancellationToken cancellationToken);

    /// <summary>All variations of one product as they are now, after a notification named it.</summary>
    /// <returns>The listings; none where the product is gone; null where the marketplace has no call for one product.</returns>
    Task<IReadOnlyList<RemoteListing>?> FindAsync(ConnectionContext connection, string externalProductId, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<RemoteListing>?>(null);
}

/// <summary>A page as it comes from a marketplace.</summary>
/// <param name="Items">What could be read.</param>
/// <param name="Total">Items over all pages, where the marketplace says so.</param>
/// <param name="Defects">What could not be read, each with its reason; the rest of the page is not held up.</param>
public sealed record RemotePage<T>(IReadOnlyList<T> Items, int? Total, IReadOnlyList<RemoteDefect> Defects);

/// <summary>An item that the marketplace sent in a shape that cannot be used.</summary>
/// <param name="ExternalId">Its id, or a placeholder where even that is missing.</param>
/// <param name="Reason">In plain words, without personal data.</param>
public sealed record RemoteDefect(string ExternalId, string Reason);

/// <summary>One sellable variation on a marketplace.</summary>
public sealed record RemoteListing
{
    /// <summary>Unique within the connection, and stable over the listing's life.</summary>
    public required string ExternalId { get; init; }

    /// <summary>Groups the variations of one product; equals <see cref="ExternalId"/> where there are none.</summary>
    public required string ExternalProductId { get; init; }

    /// <summary>Seller's SKU; null where the listing has none.</summary>
    public string? Sku { get; init; }

    /// <summary>Product title.</summary>
    public required string Title { get; init; }

    /// <summary>What sets this variation apart ("Red / L"); null for single products.</summary>
    public string? VariationTitle { get; init; }

    /// <summary>Description, plain or HTML as the marketplace has it.</summary>
    public string? Description { get; init; }

    /// <summary>Brand.</summary>
    public string? Brand { get; init; }

    /// <summary>Category from root to leaf, joined by " › ".</summary>
    public string? CategoryPath { get; init; }

    /// <summary>Item condition in the marketplace's spelling.</summary>
    public string? Condition { get; init; }

    /// <summary>Attribute name to value.</summary>
    public IReadOnlyDictionary<string, string> Attributes { get; init; } = new Dictionary<string, string>();

    /// <summary>Product identifiers by kind: UPC, EAN, ISBN, ASIN, EPID.</summary>
    public IReadOnlyDictionary<string, string> Identifiers { get; init; } = new Dictionary<string, string>();

    /// <summary>Image addresses, main image first.</summary>
    public IReadOnlyList<Uri> Images { get; init; } = [];

    /// <summary>Price for one item; null where there is no live offer.</summary>
    public Money? Price { get; init; }

    /// <summary>Items the marketplace offers now, out of the seller's stock or the one it holds itself; null where it does not say.</summary>
    public int? Quantity { get; init; }

    /// <summary>State in neutral words.</summary>
    public RemoteListingStatus Status { get; init; }

    /// <summary>Public page of the listing.</summary>
    public Uri? Url { get; init; }

    /// <summary>Stock lies with the marketplace (FBA, FBT): shown, never pushed.</summary>
    public bool FulfilledByMarketplace { get; init; }

    /// <summary>Problems that the marketplace names on the listing.</summary>
    public IReadOnlyList<string> Issues { get; init; } = [];

    /// <summary>Last change on the marketplace, UTC.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>Opaque JSON that later stock calls need.</summary>
    public string? PlatformData { get; init; }
}

/// <summary>What a listing is doing.</summary>
public enum RemoteListingStatus
{
    /// <summary>Buyers can order it (or could, were there stock).</summary>
    Active,

    /// <summary>Exists, but is not offered.</summary>
    Inactive,

    /// <summary>Ended or deleted.</summary>
    Ended,
}
