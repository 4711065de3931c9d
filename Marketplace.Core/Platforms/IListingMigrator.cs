namespace Marketplace.Core.Platforms;

/// <summary>
/// Moves listings into a marketplace's newer model, where it has two. One-way, and it locks some of what the older one allowed: never
/// done but by the seller's own choice.
/// </summary>
public interface IListingMigrator
{
    /// <summary>What the seller should know before choosing, in plain words.</summary>
    string Consequences { get; }

    /// <summary>Whether a listing could be moved.</summary>
    bool CanMigrate(ListingReference listing);

    /// <summary>Moves listings; one verdict per listing. One that is moved already is refused with its reason.</summary>
    Task<IReadOnlyList<MigrationVerdict>> MigrateAsync(ConnectionContext connection, IReadOnlyList<ListingReference> listings, CancellationToken cancellationToken);
}

/// <summary>What became of a listing that was to be moved.</summary>
/// <param name="ExternalId">The listing; its variations move together.</param>
/// <param name="Moved">It is in the newer model now. Import the listings to see it there.</param>
/// <param name="Reason">Why not, in plain words.</param>
/// <param name="RawCode">The marketplace's code.</param>
public sealed record MigrationVerdict(string ExternalId, bool Moved, string? Reason = null, string? RawCode = null);
