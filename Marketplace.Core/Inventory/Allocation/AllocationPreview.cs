namespace Marketplace.Core.Inventory.Allocation;

/// <summary>What a rule would change, before it is saved. Counts are listings where nothing else is said.</summary>
public sealed record AllocationPreview
{
    /// <summary>Why the rule cannot be saved and what to do; null when it can.</summary>
    public string? Problem { get; init; }

    /// <summary>Listings that the rule is about and that can be told a quantity.</summary>
    public int Listings { get; init; }

    /// <summary>Of these, those that keep to a narrower rule of their own.</summary>
    public int WithNarrowerRule { get; init; }

    /// <summary>Those that would show another number.</summary>
    public int Changed { get; init; }

    /// <summary>Of these, those that would show nothing where they show something now.</summary>
    public int ToNone { get; init; }

    /// <summary>Of these, those that would not be told a quantity any more.</summary>
    public int Stopped { get; init; }

    /// <summary>SKUs whose channels together would offer more than there is, although a percentage or a fixed number is meant to divide it.</summary>
    public int OverOffered { get; init; }

    /// <summary>One of these SKUs, in words; null where there is none.</summary>
    public string? OverOfferedExample { get; init; }

    /// <summary>Real listings, those that change first; at most <see cref="AllocationPreviews.MaxRows"/>.</summary>
    public IReadOnlyList<AllocationPreviewRow> Rows { get; init; } = [];
}

/// <summary>A listing before and after. Counts are items.</summary>
/// <param name="ListingId">The listing.</param>
/// <param name="ConnectionId">Its store.</param>
/// <param name="Marketplace">Marketplace key.</param>
/// <param name="Sku">SKU of its variant.</param>
/// <param name="Title">Title of its variant.</param>
/// <param name="Available">What may be offered; null while nobody has counted.</param>
/// <param name="Before">What it should show now; null for "nothing is sent".</param>
/// <param name="After">What it would show.</param>
public sealed record AllocationPreviewRow(Guid ListingId, Guid ConnectionId, string Marketplace, string Sku, string Title, int? Available, int? Before, int? After)
{
    /// <summary>Whether the rule changes it.</summary>
    public bool IsChanged => Before != After;
}
