using Marketplace.Core.Platforms;

namespace Marketplace.Core.Fulfillment.Files;

/// <summary>A row with its verdict and the order that it was matched to.</summary>
/// <param name="Planned">The verdict.</param>
/// <param name="OrderId">The order; null where none, or more than one, was found.</param>
internal sealed record JudgedRow(PlannedRow Planned, Guid? OrderId);

/// <summary>Gives the rows of one order number their verdicts.</summary>
internal sealed class RowJudge(PlatformCatalog platforms, TimeProvider time)
{
    /// <summary>Judges rows in their order; earlier ones take their items first.</summary>
    /// <param name="rows">All rows of a file with this order number.</param>
    /// <param name="found">Orders that bear the number.</param>
    public IEnumerable<JudgedRow> Judge(IEnumerable<FileRow> rows, IReadOnlyList<ShippableOrder> found)
    {
        var planner = found.Count == 1 && platforms.TryGet(found[0].Order.Marketplace, out var platform) ? new ParcelPlanner(found[0], platform, time.GetUtcNow()) : null;
        return rows.Select(row => new JudgedRow(planner?.Plan(row) ?? Lost(row, found.Count), planner is null ? null : found[0].Order.Id));
    }

    private static PlannedRow Lost(FileRow row, int found) => row switch
    {
        _ when RowWish.Idle(row) is { } idle => new PlannedRow(row, RowVerdict.Skipped, idle, []),
        _ when found > 1 => new PlannedRow(row, RowVerdict.Refused, "Orders of several stores have this number. Enter the parcel on the order itself.", []),
        _ when found == 1 => new PlannedRow(row, RowVerdict.Refused, "The marketplace of this order is not set up here any more.", []),
        _ => new PlannedRow(row, RowVerdict.Refused, OrderNumbers.Unknown(row.Order), []),
    };
}
