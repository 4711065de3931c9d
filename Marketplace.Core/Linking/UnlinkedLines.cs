namespace Marketplace.Core.Linking;

/// <summary>Lines of open orders of one store that sell the same thing, of which neither listing nor item is known here.</summary>
/// <param name="ConnectionId">The store.</param>
/// <param name="Marketplace">Marketplace key.</param>
/// <param name="ExternalListingId">The marketplace's id of the listing, where the order names it.</param>
/// <param name="Sku">SKU at the time of sale.</param>
/// <param name="Title">Title at the time of sale.</param>
public sealed record UnlinkedLines(Guid ConnectionId, string Marketplace, string? ExternalListingId, string? Sku, string Title)
{
    /// <summary>How many lines.</summary>
    public int Lines { get; init; }

    /// <summary>How many items.</summary>
    public int Items { get; init; }

    /// <summary>When the first of them was ordered, UTC.</summary>
    public DateTimeOffset OldestAt { get; init; }
}
