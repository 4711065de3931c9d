using System.Data.Common;
using System.Globalization;
using System.Text.RegularExpressions;
using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Marketplace.Core.Audit;

/// <summary>
/// Tells the log of changes that a person makes by one statement over many rows: those pass by the rows' tracker, where
/// <see cref="AuditedChanges"/> looks. Which columns were set is told, and of how many rows; values are not, for they may be text.
/// In the transaction of the statement, where there is one.
/// </summary>
internal sealed partial class AuditedStatements : DbCommandInterceptor
{
    // A deletion is always told; an update where it sets one of the columns. What else is set there is bookkeeping.
    private static readonly Dictionary<string, (string Area, string Name, string[] Telling)> Kinds = new(StringComparer.Ordinal)
    {
        ["Alerts"] = ("alert", "Alert", ["AcknowledgedAt", "SnoozedUntil"]),
        ["ErrorCauses"] = ("alert", "Error", ["ResolvedBy"]),
        ["StockLocations"] = ("stock", "Location", ["Name", "IsDefault"]),
        ["StockBatches"] = ("stock", "Bulk stock change", ["State"]),
        ["StockLevels"] = ("stock", "Low-stock threshold", ["LowStockThreshold"]),
        ["BundleParts"] = ("stock", "Part of a bundle", []),
        ["IncomingStocks"] = ("stock", "Expected delivery", ["ClosedAt"]),
        ["Variants"] = ("stock", "Weight of an item", ["WeightGrams"]),
        ["SkuAliases"] = ("stock", "Further SKU", []),
        ["AllocationRules"] = ("setting", "Channel rule", []),
        ["ShippingRule"] = ("setting", "Shipping rule", []),
        ["CarrierAlias"] = ("setting", "Name of a carrier", []),
        ["LabelProviderAccount"] = ("setting", "Label provider", []),
        ["WebhookTargets"] = ("setting", "Outbound webhook", ["IsEnabled", "Events"]),
        ["WorkItems"] = ("connection", "Given-up work", ["State"]),
        ["Connections"] = ("connection", "Store", ["State"]),
        ["TrackingFiles"] = ("shipment", "Tracking file", ["State"]),
    };

    /// <inheritdoc />
    public override async ValueTask<int> NonQueryExecutedAsync(DbCommand command, CommandExecutedEventData eventData, int result, CancellationToken cancellationToken = default)
    {
        if (result > 0 && eventData.CommandSource is CommandSource.ExecuteUpdate or CommandSource.ExecuteDelete
            && Acting.Current is { } acting && eventData.Context is MarketplaceDbContext { SellerId: var seller } db && seller != Guid.Empty
            && Told(command.CommandText, result) is { } told)
        {
            var subject = result == 1 ? SubjectOf(command, seller) : null;
            await db.Database.ExecuteSqlAsync(
                $"""
                INSERT INTO "AuditEntries" ("Id", "SellerId", "At", "Actor", "Address", "Area", "Text", "SubjectId")
                VALUES ({Guid.CreateVersion7()}, {seller}, {StoredTime.Parameter(db, acting.At)}, {acting.Name}, {acting.Address}, {told.Area}, {told.Text}, {subject})
                """,
                cancellationToken);
        }

        return result;
    }

    private static (string Area, string Text)? Told(string statement, int rows)
    {
        var match = Head().Match(statement);
        if (!match.Success || !Kinds.TryGetValue(match.Groups["table"].Value, out var kind))
        {
            return null;
        }

        var many = rows == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $", {rows} at once");
        if (match.Groups["verb"].Value == "DELETE FROM")
        {
            return (kind.Area, $"{kind.Name} removed{many}");
        }

        var set = SetColumn().Matches(statement.Split("\nWHERE")[0]).Select(column => column.Groups[1].Value).Where(kind.Telling.Contains).ToList();
        return set.Count == 0 ? null : (kind.Area, $"{kind.Name} changed: {string.Join(", ", set)}{many}");
    }

    // A statement on one row names it by its id; every statement also names the seller.
    private static Guid? SubjectOf(DbCommand command, Guid seller)
    {
        var ids = command.Parameters.Cast<DbParameter>().Select(p => p.Value as Guid? ?? (Guid.TryParse(p.Value as string, out var id) ? id : null))
            .OfType<Guid>().Where(id => id != seller).Distinct().ToList();
        return ids.Count == 1 ? ids[0] : null;
    }

    [GeneratedRegex("""^\s*(?<verb>UPDATE|DELETE FROM) "(?<table>\w+)" """, RegexOptions.CultureInvariant)]
    private static partial Regex Head();

    [GeneratedRegex("""(?:\bSET|,)\s+"(\w+)" = """, RegexOptions.CultureInvariant)]
    private static partial Regex SetColumn();
}
