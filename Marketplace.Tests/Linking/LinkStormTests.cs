using Marketplace.Core.Linking;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Linking;

/// <summary>Whatever is sold, cancelled, linked and unlinked, in any order and at the same time: the ledger balances and every open line is held or waits.</summary>
public sealed class LinkStormTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(3, true)]
    [InlineData(4, true)]
    public async Task Links_AmongSales_LoseNothing(int seed, bool onPostgres)
    {
        await using var test = await TestDatabase.CreateAsync(onPostgres: onPostgres);
        var (ebay, amazon) = (await TestShop.ConnectAsync(test), await TestShop.ConnectAsync(test, "amazon"));
        await ebay.ListAsync([.. Enumerable.Range(0, 3).Select(i => TestShop.Listing($"S{i}", 30) with { Title = $"Lone{i} thing{i}" })]);
        await amazon.ListAsync([.. Enumerable.Range(0, 3).Select(i => TestShop.Listing($"A{i}", 30) with { Title = $"Other{i} stuff{i}" })]);
        var (listings, variants) = await IdsAsync(test, amazon);
        var links = test.Get<ListingLinks>();

        await Task.WhenAll(Enumerable.Range(0, 4).Select(worker => Task.Run(async () =>
        {
            var random = new Random((seed * 10) + worker);
            for (var step = 0; step < 25; step++)
            {
                var which = random.Next(3);
                await (random.Next(4) switch
                {
                    0 => (Task)links.LinkAsync(test.SellerId, listings[which], variants[random.Next(3)], Cancel),
                    1 => links.UnlinkAsync(test.SellerId, listings[which], Cancel),
                    2 => ebay.SellAsync(ebay.Order($"e{worker}-{step}", $"S{which}", random.Next(1, 4))),
                    _ => amazon.SellAsync(amazon.Order($"a{worker}-{step}", $"A{which}", random.Next(1, 4))),
                });
            }
        })));

        await TestShop.AssertLedgerBalancesAsync(test);
        await using var db = test.Open();
        Assert.Empty(await db.OrderDefects.ToListAsync(Cancel));
        var lines = await db.OrderLines.AsNoTracking().ToListAsync(Cancel);
        var held = await db.Reservations.AsNoTracking().ToDictionaryAsync(r => r.OrderLineId, Cancel);
        Assert.All(lines, line => Assert.Equal(line.VariantId, held.GetValueOrDefault(line.Id)?.VariantId));
        Assert.All(lines.Where(l => l.VariantId is not null), line => Assert.Equal(line.Quantity, held[line.Id].Held + held[line.Id].Oversold));
        foreach (var listing in await db.Listings.AsNoTracking().Where(l => listings.Contains(l.Id)).ToListAsync(Cancel))
        {
            Assert.All(lines.Where(l => l.ListingId == listing.Id), line => Assert.Equal(listing.VariantId, line.VariantId));
        }
    }

    private static async Task<(List<Guid> Listings, List<Guid> Variants)> IdsAsync(TestDatabase test, TestShop amazon)
    {
        await using var db = test.Open();
        return (
            await db.Listings.Where(l => l.ConnectionId == amazon.Store.ConnectionId).OrderBy(l => l.Sku).Select(l => l.Id).ToListAsync(Cancel),
            await db.Variants.Where(v => EF.Functions.Like(v.Sku, "S%")).OrderBy(v => v.Sku).Select(v => v.Id).ToListAsync(Cancel));
    }
}
