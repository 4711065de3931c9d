namespace Marketplace.Core.Inventory;

/// <summary>A change of stock that a person asks for.</summary>
public sealed record StockAct
{
    /// <summary>Of what.</summary>
    public required Guid VariantId { get; init; }

    /// <summary>What is to be done.</summary>
    public required StockActKind Kind { get; init; }

    /// <summary>
    /// Counts: the items that are there, 0 or more. Corrections: the difference, above or below 0. Deliveries and transfers: the
    /// items that come or go, 1 or more. None beyond <see cref="StockLedger.MaxOnHand"/>.
    /// </summary>
    public required int Items { get; init; }

    /// <summary>Where; null for the default location.</summary>
    public Guid? LocationId { get; init; }

    /// <summary>Of a transfer: where to; null for the default location.</summary>
    public Guid? ToLocationId { get; init; }

    /// <summary>Why, for the ledger.</summary>
    public string? Note { get; init; }

    /// <summary>Bulk change that it is part of.</summary>
    public Guid? BatchId { get; init; }
}

/// <summary>What is to be done with stock.</summary>
public enum StockActKind
{
    /// <summary>So many lie at the location.</summary>
    Count,

    /// <summary>So many lie at all locations together; the default one takes the difference.</summary>
    CountAll,

    /// <summary>So many more, or fewer, lie at the location.</summary>
    Adjust,

    /// <summary>So many came in at the location.</summary>
    Receive,

    /// <summary>So many were carried from one location to another.</summary>
    Transfer,

    /// <summary>A change is taken back: so many more, or fewer, lie at the location.</summary>
    Undo,
}

/// <summary>What became of a change of stock.</summary>
/// <param name="Problem">Why it was refused and what to do; null when it was done.</param>
/// <param name="OnHand">On hand afterwards, over all locations.</param>
/// <param name="Reserved">Reserved afterwards.</param>
/// <param name="Available">Available afterwards.</param>
public sealed record StockChangeResult(string? Problem, int OnHand, int Reserved, int Available)
{
    /// <summary>Whether it was done.</summary>
    public bool Done => Problem is null;

    /// <summary>By how many items on hand changed at the location.</summary>
    public int Change { get; init; }

    /// <summary>The location that changed.</summary>
    public Guid? LocationId { get; init; }

    internal static StockChangeResult Refused(string problem) => new(problem, 0, 0, 0);

    internal static StockChangeResult Changed(StockLevel level) => new(null, level.OnHand, level.Reserved, level.Available);
}
