using Marketplace.Core.Catalog;
using Marketplace.Core.Connections;
using Marketplace.Core.Inventory.Allocation;
using Marketplace.Core.Platforms;
using Marketplace.Core.Work;

namespace Marketplace.Core.Insights;

/// <summary>All that decides whether a listing follows the stock. Counts are items, times UTC.</summary>
public sealed record SyncFacts
{
    /// <summary>Name of its marketplace.</summary>
    public required string MarketplaceName { get; init; }

    /// <summary>Name of its store.</summary>
    public required string StoreName { get; init; }

    /// <summary>Whether the marketplace lets quantities be set at all.</summary>
    public bool TakesQuantities { get; init; } = true;

    /// <summary>Where the store stands.</summary>
    public ConnectionState Store { get; init; } = ConnectionState.Connected;

    /// <summary>Whether it belongs to an item.</summary>
    public bool IsLinked { get; init; } = true;

    /// <summary>How far matching has got.</summary>
    public LinkState Link { get; init; }

    /// <summary>What it is doing.</summary>
    public RemoteListingStatus Status { get; init; }

    /// <summary>The marketplace holds the stock.</summary>
    public bool FulfilledByMarketplace { get; init; }

    /// <summary>Whether the stock of its item was ever counted.</summary>
    public bool IsCounted { get; init; } = true;

    /// <summary>The rule that applies.</summary>
    public AllocationTerms Terms { get; init; } = AllocationTerms.Everything;

    /// <summary>How far that rule reaches; null where there is none.</summary>
    public AllocationScope? RuleScope { get; init; }

    /// <summary>The store's brake holds it until a person says what becomes of it.</summary>
    public bool IsHeld { get; init; }

    /// <summary>Some store of the seller is being read for the first time.</summary>
    public bool IsFirstImport { get; init; }

    /// <summary>Quantity that it should show.</summary>
    public int? Wanted { get; init; }

    /// <summary>When that was decided.</summary>
    public DateTimeOffset? WantedAt { get; init; }

    /// <summary>Quantity last sent.</summary>
    public int? Sent { get; init; }

    /// <summary>When it was sent.</summary>
    public DateTimeOffset? SentAt { get; init; }

    /// <summary>Quantity last accepted.</summary>
    public int? Acknowledged { get; init; }

    /// <summary>When it was accepted.</summary>
    public DateTimeOffset? AcknowledgedAt { get; init; }

    /// <summary>Quantity last seen.</summary>
    public int? Seen { get; init; }

    /// <summary>When it was seen.</summary>
    public DateTimeOffset? SeenAt { get; init; }

    /// <summary>A push is due.</summary>
    public bool IsDue { get; init; }

    /// <summary>Why the last push of it failed.</summary>
    public string? Problem { get; init; }

    /// <summary>The work that pushes the store's quantities, where there is some.</summary>
    public PushWork? Work { get; init; }
}

/// <summary>How the work stands that pushes a store's quantities.</summary>
/// <param name="State">Open, or given up.</param>
/// <param name="Failure">Why the last try failed.</param>
/// <param name="DueAt">When it is tried next, UTC.</param>
/// <param name="Problem">Why it failed, in words.</param>
public sealed record PushWork(WorkState State, WorkFailure Failure, DateTimeOffset DueAt, string? Problem);
