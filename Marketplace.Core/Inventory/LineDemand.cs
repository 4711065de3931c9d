namespace Marketplace.Core.Inventory;

/// <summary>What an order line asks of stock, as a whole and not as a change, so that saying it twice is saying it once.</summary>
public sealed record LineDemand
{
    /// <summary>The line.</summary>
    public required Guid OrderLineId { get; init; }

    /// <summary>The order.</summary>
    public required Guid OrderId { get; init; }

    /// <summary>The variant.</summary>
    public required Guid VariantId { get; init; }

    /// <summary>The store that sold it.</summary>
    public required Guid ConnectionId { get; init; }

    /// <summary>When the buyer ordered, UTC.</summary>
    public required DateTimeOffset PlacedAt { get; init; }

    /// <summary>Items sold, less those cancelled; 0 or more.</summary>
    public required int Quantity { get; init; }

    /// <summary>Items that have left, of these; 0 or more.</summary>
    public required int Shipped { get; init; }

    /// <summary>Of the items that are held and not wanted any more, how many are gone from the shed rather than free for others; 0 or more.</summary>
    public int WriteOff { get; init; }

    /// <summary>Location that the items are taken from first when they leave; null for the default one.</summary>
    public Guid? LocationId { get; init; }

    /// <summary>Shown in the ledger ("eBay order 12-345").</summary>
    public required string Actor { get; init; }
}
