namespace Marketplace.Core.Fulfillment.Files;

/// <summary>
/// Rows of several orders that leave in one parcel, as the column “Auto Combine Group ID” of TikTok Shop's template marks them: they
/// have one tracking number and one carrier, which need be written in one of them only.
/// </summary>
internal static class CombinedRows
{
    private const int OrdersNamed = 3;

    /// <summary>Gives rows what their group says, in their order: the number and carrier that they leave empty, and what is wrong with the group.</summary>
    /// <param name="rows">Rows of any groups and of none; each group whole.</param>
    public static List<FileRow> Join(IReadOnlyList<FileRow> rows)
    {
        var groups = rows.Where(r => r.Group is not null).GroupBy(r => r.Group!, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(g => g.Key, g => g.ToList(), StringComparer.OrdinalIgnoreCase);
        return groups.Count == 0 ? [.. rows] : [.. rows.Select(row => row.Group is { } group ? Join(row, groups[group]) : row)];
    }

    private static FileRow Join(FileRow row, List<FileRow> group)
    {
        var named = group.FirstOrDefault(r => RowWish.Written(r.Tracking) is not null);
        var joined = row with
        {
            Tracking = RowWish.Written(row.Tracking) ?? named?.Tracking ?? row.Tracking,
            Carrier = row.Carrier ?? group.FirstOrDefault(r => r.Carrier is not null)?.Carrier,
            GroupProblem = named is null ? null : ProblemOf(group, named),
        };
        var others = group.Select(r => r.Order).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase).Where(o => !o.Equals(row.Order, StringComparison.OrdinalIgnoreCase)).ToList();
        return joined with { GroupNote = others.Count == 0 ? null : $"One parcel with {Named(others)}." };
    }

    private static string? ProblemOf(List<FileRow> group, FileRow named)
    {
        var strange = group.Find(r => RowWish.Written(r.Tracking) is { } number && !TrackingNumber.Same(number, named.Tracking));
        return strange is null
            ? null
            : $"Rows {named.Number} and {strange.Number} are one parcel by their combine group {named.Group}, but name two tracking numbers, {named.Tracking} and {strange.Tracking}. Give all rows of the group the same one.";
    }

    private static string Named(List<string> orders) => orders.Count > OrdersNamed
        ? $"{string.Join(", ", orders.Take(OrdersNamed))} and {orders.Count - OrdersNamed} more"
        : string.Join(", ", orders);
}
