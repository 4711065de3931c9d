namespace Marketplace.Core.Linking;

/// <summary>Which listings without an item a list shows.</summary>
public enum LinkTab
{
    /// <summary>All that wait.</summary>
    All,

    /// <summary>Those that resemble an item.</summary>
    Suggested,

    /// <summary>Those that resemble nothing.</summary>
    Unlike,

    /// <summary>Those that the seller wants to stay without one.</summary>
    Ignored,
}

/// <summary>What waits to be linked, in numbers.</summary>
/// <param name="Listings">Listings without an item.</param>
/// <param name="Suggested">Of these, those that resemble an item.</param>
/// <param name="OrderLines">Lines of open orders that hold no stock, because nobody knows of what.</param>
/// <param name="LinesWithoutListing">Of these, those whose listing is not known here either, so that linking a listing will not help them.</param>
/// <param name="Ignored">Listings that shall stay without an item; they do not count as waiting.</param>
public sealed record LinkCounts(int Listings, int Suggested, int OrderLines, int LinesWithoutListing, int Ignored);
