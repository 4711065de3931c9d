using System.Globalization;
using Marketplace.Core.Alerts;
using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Sync.Watch;

/// <summary>Orders hold items that are not there.</summary>
internal sealed class OversoldRule : IAlertRule
{
    private const int NamedSkus = 5;

    public string Kind => AlertKinds.Oversold;

    public async Task<IReadOnlyList<AlertNotice>> FindAsync(MarketplaceDbContext db, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var oversold = db.Reservations.Where(r => r.Oversold > 0);
        var orders = await oversold.Select(r => r.OrderId).Distinct().CountAsync(cancellationToken);
        if (orders == 0)
        {
            return [];
        }

        var skus = await oversold.Join(db.Variants, r => r.VariantId, v => v.Id, (_, v) => v.Sku).Distinct().OrderBy(sku => sku).Take(NamedSkus + 1).ToListAsync(cancellationToken);
        var named = string.Join(", ", skus.Take(NamedSkus)) + (skus.Count > NamedSkus ? " and more" : "");
        return
        [
            new AlertNotice(
                Kind, "all", AlertSeverity.Problem,
                orders == 1 ? "One order is oversold" : string.Create(CultureInfo.InvariantCulture, $"{orders:N0} orders are oversold"),
                $"More was sold than there is of {named}. Put stock in, or cancel what you cannot send; the channels show none of these items any more.",
                "orders?oversold=true",
                new Dictionary<string, object> { ["orders"] = orders, ["skus"] = skus.Take(NamedSkus).ToList() }),
        ];
    }
}
