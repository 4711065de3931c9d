namespace Marketplace.Core.Common;

/// <summary>Some rows of a list that is read on from a place, whatever is added before it meanwhile.</summary>
/// <param name="Items">The rows, in the order asked for.</param>
/// <param name="Next">Where the rows after these begin; null at the end.</param>
public sealed record CursorPage<T>(IReadOnlyList<T> Items, ListPlace? Next);

/// <summary>A place in a sorted list: after the row with this id.</summary>
/// <param name="Value">What the row is sorted by, as a whole number; 0 where ids alone give the order.</param>
/// <param name="Id">The row; tells apart what is sorted alike.</param>
public sealed record ListPlace(long Value, Guid Id);
