namespace Marketplace.Core.Platforms;

/// <summary>Sets the quantity that listings show.</summary>
public interface IStockPusher
{
    /// <summary>Most listings that one call of <see cref="PushAsync"/> takes; the marketplace's largest batch.</summary>
    int MaxBatch { get; }

    /// <summary>Sets absolute quantities. One verdict per change, in any order; a whole-call failure is thrown instead.</summary>
    Task<IReadOnlyList<StockVerdict>> PushAsync(ConnectionContext connection, IReadOnlyList<StockChange> changes, CancellationToken cancellationToken);

    /// <summary>What the marketplace shows now, for read-back and drift checks. Listings it does not know are left out.</summary>
    Task<IReadOnlyList<StockSeen>> ReadAsync(ConnectionContext connection, IReadOnlyList<ListingReference> listings, CancellationToken cancellationToken);
}

/// <summary>Points at a listing in the vendor's terms.</summary>
/// <param name="ExternalId">The listing's id within the connection.</param>
/// <param name="Sku">Seller's SKU.</param>
/// <param name="PlatformData">The JSON that came with the listing.</param>
public sealed record ListingReference(string ExternalId, string? Sku, string? PlatformData);

/// <summary>A wish to show a quantity.</summary>
/// <param name="Listing">Which listing.</param>
/// <param name="Quantity">Items available to buyers, 0 or more.</param>
public sealed record StockChange(ListingReference Listing, int Quantity);

/// <summary>What became of a wish.</summary>
/// <param name="ExternalId">The listing.</param>
/// <param name="Accepted">The marketplace took it (it may still need minutes to show it).</param>
/// <param name="Reason">Why not, in plain words.</param>
/// <param name="RawCode">The marketplace's code.</param>
/// <param name="MayRetry">Whether the same wish may succeed later.</param>
public sealed record StockVerdict(string ExternalId, bool Accepted, string? Reason = null, string? RawCode = null, bool MayRetry = false);

/// <summary>A quantity as the marketplace shows it.</summary>
/// <param name="ExternalId">The listing.</param>
/// <param name="Quantity">Items shown.</param>
public sealed record StockSeen(string ExternalId, int Quantity);
