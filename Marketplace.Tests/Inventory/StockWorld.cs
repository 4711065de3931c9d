using Marketplace.Core.Common;
using Marketplace.Core.Inventory;
using Marketplace.Core.Inventory.Bundles;
using Marketplace.Core.Inventory.Incoming;
using Marketplace.Core.Inventory.Locations;
using Marketplace.Core.Linking;
using Marketplace.Core.Orders;
using Marketplace.Core.Platforms;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Inventory;

/// <summary>
/// Two stores, two locations and a handful of SKUs of their own, with everything that can happen to them as numbered steps. Whether
/// a step is refused does not matter; what is true afterwards does.
/// </summary>
internal sealed class StockWorld(TestDatabase test, TestShop[] shops, Guid annex, string prefix)
{
    /// <summary>How many different steps there are.</summary>
    public const int Kinds = 12;

    private readonly Dictionary<string, string> skuOfOrder = [];
    private readonly List<Guid> incoming = [];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    // Two plain items, one that may become a bundle, and one that is sold before it is listed.
    private string[] Skus => [$"{prefix}A", $"{prefix}B", $"{prefix}SET", $"{prefix}LATE"];

    /// <summary>Lists what is listed from the start.</summary>
    public async Task BeginAsync()
    {
        foreach (var shop in shops)
        {
            await shop.ListAsync([.. Skus.Take(3).Select(sku => Listing(sku, 6))]);
            await test.Get<LinkSettlement>().RunAsync(shop.Store, Cancel);
        }
    }

    /// <summary>Lets something happen.</summary>
    /// <param name="kind">What.</param>
    /// <param name="item">To which SKU, or in which order.</param>
    /// <param name="quantity">How many.</param>
    /// <param name="more">What else the step needs.</param>
    public async Task StepAsync(int kind, int item, int quantity, int more)
    {
        test.Clock.Advance(TimeSpan.FromSeconds(1));
        switch (kind)
        {
            case 0 or 1 or 2:
                await OrderAsync(item, Math.Max(quantity, 1), more, RemoteOrderStatus.ReadyToShip);
                break;
            case 3:
                await OrderAsync(item, Math.Max(quantity, 1), 0, RemoteOrderStatus.Cancelled);
                break;
            case 4:
                await OrderAsync(item, Math.Max(quantity, 1), Math.Max(quantity, 1), RemoteOrderStatus.Shipped);
                break;
            case 5:
                await ActAsync(item, StockActKind.Count, quantity, more % 2 == 0 ? annex : null);
                break;
            case 6:
                await ActAsync(item, more % 2 == 0 ? StockActKind.Adjust : StockActKind.CountAll, more % 2 == 0 ? quantity - 3 : quantity + 2, null);
                break;
            case 7:
                await ActAsync(item, StockActKind.Transfer, quantity, more % 2 == 0 ? annex : null, more % 2 == 0 ? null : annex);
                break;
            case 8:
                await ActAsync(item, StockActKind.Receive, quantity, more % 2 == 0 ? annex : null);
                break;
            case 9:
                await BundleAsync(quantity, more);
                break;
            case 10:
                await DeliverAsync(item, quantity, more);
                break;
            default:
                await ListLateAsync(shops[more % 2]);
                break;
        }
    }

    /// <summary>Fails unless the books agree with themselves.</summary>
    public async Task AssertAsync()
    {
        await using var db = test.Open();
        var ids = await db.Variants.Where(v => v.SkuKey.StartsWith(prefix)).Select(v => v.Id).ToListAsync(Cancel);
        var levels = await db.StockLevels.AsNoTracking().Where(s => ids.Contains(s.VariantId)).ToListAsync(Cancel);
        var movements = (await db.StockMovements.AsNoTracking().Where(m => ids.Contains(m.VariantId)).ToListAsync(Cancel)).ToLookup(m => m.VariantId);
        var places = (await db.LocationStocks.AsNoTracking().Where(s => ids.Contains(s.VariantId)).ToListAsync(Cancel)).ToLookup(s => s.VariantId);
        var held = (await db.Reservations.AsNoTracking().Where(r => ids.Contains(r.VariantId)).ToListAsync(Cancel)).ToLookup(r => r.VariantId);
        var parts = (await db.BundleParts.AsNoTracking().Where(p => ids.Contains(p.BundleId)).ToListAsync(Cancel)).ToLookup(p => p.BundleId);
        var expected = (await db.IncomingStocks.AsNoTracking().Where(i => ids.Contains(i.VariantId) && i.ClosedAt == null).ToListAsync(Cancel)).ToLookup(i => i.VariantId);
        var listings = await (from s in db.ListingStocks.AsNoTracking() join l in db.Listings on s.ListingId equals l.Id where ids.Contains(l.VariantId!.Value) select new { l.VariantId, s.Wanted }).ToListAsync(Cancel);
        foreach (var level in levels)
        {
            var id = level.VariantId;
            Assert.Equal((level.OnHand, level.Reserved), (movements[id].Sum(m => m.OnHandChange), movements[id].Sum(m => m.ReservedChange)));
            Assert.Equal(level.OnHand, places[id].Sum(p => p.OnHand));
            Assert.All(places[id], p => Assert.Equal(p.OnHand, movements[id].Where(m => m.LocationId == p.LocationId).Sum(m => m.OnHandChange)));
            Assert.Equal(level.Reserved, held[id].Sum(r => r.Held));
            Assert.All(held[id], r => Assert.Equal(Math.Max(r.Wanted - r.Shipped, 0), r.Held + r.Oversold));
            Assert.Equal(level.Incoming, expected[id].Sum(i => i.Quantity - i.Received));
            Assert.Equal(parts[id].Any() ? parts[id].Min(p => levels.Single(l => l.VariantId == p.PartId).Available / p.Quantity) : level.OnHand - level.Reserved, level.Available);
            Assert.True(level.Available >= 0);
            Assert.True(level.Buildable is not null || level.Available == 0 || held[id].All(r => r.Oversold == 0));
            Assert.All(listings.Where(l => l.VariantId == id), l => Assert.Equal(level.BaselineAt is null ? (int?)null : level.Available, l.Wanted));
        }

        await AssertOrdersAsync();
    }

    // Whatever was sold and is known here holds stock, or is written down as oversold.
    private async Task AssertOrdersAsync()
    {
        await using var db = test.Open();
        var lines = await (
            from order in db.Orders
            join line in db.OrderLines on order.Id equals line.OrderId
            where order.ExternalId.StartsWith(prefix) && line.VariantId != null && order.State != OrderState.Cancelled && line.Quantity > 0
            select new { line.Id, line.Quantity }).ToListAsync(Cancel);
        var ids = lines.Select(l => l.Id).ToList();
        var reservations = (await db.Reservations.AsNoTracking().Where(r => ids.Contains(r.OrderLineId)).ToListAsync(Cancel)).ToLookup(r => r.OrderLineId);
        Assert.All(lines, line =>
        {
            Assert.NotEmpty(reservations[line.Id]);
            Assert.All(reservations[line.Id], r => Assert.Equal(line.Quantity * r.PerItem, r.Wanted));
        });
        Assert.Empty(await db.OrderDefects.Where(d => d.ResolvedAt == null).ToListAsync(Cancel));
    }

    private async Task OrderAsync(int item, int quantity, int shipped, RemoteOrderStatus status)
    {
        var (shop, id) = (shops[item % 2], $"{prefix}-{item}");
        skuOfOrder.TryAdd(id, Skus[(item + quantity) % Skus.Length]);
        await shop.SellAsync(shop.Order(id, skuOfOrder[id], quantity, status, Math.Min(shipped, quantity)));
    }

    private async Task ActAsync(int item, StockActKind kind, int items, Guid? location, Guid? to = null)
    {
        if (await VariantAsync(Skus[item % Skus.Length]) is { } variant)
        {
            await test.Get<StockLedger>().DoAsync(
                test.SellerId, new StockAct { VariantId = variant, Kind = kind, Items = items, LocationId = location, ToLocationId = to }, "tester", Cancel);
        }
    }

    private async Task BundleAsync(int quantity, int more)
    {
        var (bundle, a, b) = ((await VariantAsync(Skus[2]))!.Value, (await VariantAsync(Skus[0]))!.Value, (await VariantAsync(Skus[1]))!.Value);
        if (more == 0)
        {
            await test.Get<BundleEditor>().DissolveAsync(test.SellerId, bundle, Cancel);
        }
        else
        {
            BundlePartWish[] wishes = [new(a, 1 + (quantity % 3)), new(b, 1 + (more % 2))];
            await test.Get<BundleEditor>().DefineAsync(test.SellerId, bundle, more % 3 == 0 ? wishes[..1] : wishes, "tester", Cancel);
        }
    }

    private async Task DeliverAsync(int item, int quantity, int more)
    {
        var desk = test.Get<IncomingDesk>();
        if (more % 3 == 0 && await VariantAsync(Skus[item % Skus.Length]) is { } variant)
        {
            var result = await desk.ExpectAsync(test.SellerId, new IncomingWish(variant, quantity, "PO", null, more % 2 == 0 ? annex : null), "tester", Cancel);
            incoming.AddRange(result.Id is { } id ? [id] : []);
        }
        else if (incoming.Count > 0 && more % 3 == 1)
        {
            await desk.ReceiveAsync(test.SellerId, incoming[item % incoming.Count], quantity, null, "tester", Cancel);
        }
        else if (incoming.Count > 0)
        {
            await desk.CancelAsync(test.SellerId, incoming[item % incoming.Count], Cancel);
        }
    }

    private async Task ListLateAsync(TestShop shop)
    {
        await shop.ListAsync(Listing(Skus[3], 4));
        await test.Get<LinkSettlement>().RunAsync(shop.Store, Cancel);
    }

    // Titles without a word in common: what resembles an item would wait for somebody to link it.
    private static RemoteListing Listing(string sku, int quantity) => TestShop.Listing(sku, quantity) with { Title = sku };

    private async Task<Guid?> VariantAsync(string sku)
    {
        await using var db = test.Open();
        return await db.Variants.Where(v => v.SkuKey == Sku.Key(sku)).Select(v => (Guid?)v.Id).SingleOrDefaultAsync(Cancel);
    }
}
