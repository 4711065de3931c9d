namespace Marketplace.Core.Platforms;

/// <summary>Sets the quantity that listings show.</summary>
public interface IStockPusher
{
    /// <summary>Most listings that one call of <see cref="PushAsync"/> takes; the marketplace's largest batch.</summary>
    int MaxBatch { get; }

    /// <summary>
    /// Sets absolute quantities. One verdict per change, in any order; a whole-call failure is thrown instead. Returns soon: what the
    /// marketplace works on by itself is handed over under a ticket, and more than some seconds' worth of single calls is deferred.
    /// </summary>
    /// <param name="connection">The store.</param>
    /// <param name="changes">The most urgent first, at most <see cref="MaxBatch"/>.</param>
    /// <param name="cancellationToken">Gives up; what was sent stays sent.</param>
    Task<IReadOnlyList<StockVerdict>> PushAsync(ConnectionContext connection, IReadOnlyList<StockChange> changes, CancellationToken cancellationToken);

    /// <summary>What the marketplace shows now, for read-back and drift checks. Listings it does not know are left out.</summary>
    Task<IReadOnlyList<StockSeen>> ReadAsync(ConnectionContext connection, IReadOnlyList<ListingReference> listings, CancellationToken cancellationToken);
}

/// <summary>Tells what became of quantities that were handed over under a ticket. Only for pushers that give tickets.</summary>
public interface IStockOutcomes
{
    /// <summary>What became of a ticket; null while the marketplace is still at work.</summary>
    /// <param name="connection">The store.</param>
    /// <param name="ticket">The ticket.</param>
    /// <param name="listings">The listings that got the ticket, in the order in which they were pushed.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Verdicts on the listings that were refused; all others were accepted.</returns>
    /// <exception cref="RejectedException">The marketplace threw the whole away; nothing of it was carried out.</exception>
    Task<IReadOnlyList<StockVerdict>?> OutcomeAsync(ConnectionContext connection, string ticket, IReadOnlyList<ListingReference> listings, CancellationToken cancellationToken);
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
public sealed record StockVerdict(string ExternalId, bool Accepted, string? Reason = null, string? RawCode = null, bool MayRetry = false)
{
    /// <summary>The wish was handed over; <see cref="IStockOutcomes"/> tells later whether it was accepted. Null when the verdict stands.</summary>
    public string? Ticket { get; init; }

    /// <summary>The wish was not sent yet, so that more urgent ones can go before it: push it again at once.</summary>
    public bool Deferred { get; init; }
}

/// <summary>A quantity as the marketplace shows it.</summary>
/// <param name="ExternalId">The listing.</param>
/// <param name="Quantity">Items shown.</param>
public sealed record StockSeen(string ExternalId, int Quantity);
