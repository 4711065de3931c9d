using Marketplace.Core.Catalog;
using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Tests.Data;

/// <summary>Contexts are used again and again, by one after the other.</summary>
public sealed class MarketplaceDbTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Open_AfterAnother_BearsNothingOfTheOneBefore()
    {
        await using var test = await TestDatabase.CreateAsync();
        await test.AddConnectionAsync();
        await using (var machine = test.Db.OpenForMachine())
        {
            machine.SellerId = test.SellerId;
            Assert.Equal(1, await machine.Connections.CountAsync(Cancel));
        }

        await using (var other = test.Db.Open(Guid.NewGuid()))
        {
            Assert.False(other.IsMachine);
            Assert.Empty(await other.Connections.ToListAsync(Cancel));
        }

        await using var scope = test.Get<IServiceScopeFactory>().CreateAsyncScope();
        var scoped = scope.ServiceProvider.GetRequiredService<MarketplaceDbContext>();
        Assert.Equal((Guid.Empty, false), (scoped.SellerId, scoped.IsMachine));
        Assert.Empty(scoped.ChangeTracker.Entries());
    }

    [Fact]
    public async Task Save_ForAnotherSeller_IsRefusedInAReusedContextToo()
    {
        await using var test = await TestDatabase.CreateAsync();
        await using (var machine = test.Db.OpenForMachine())
        {
            Assert.True(machine.IsMachine);
        }

        await using var db = test.Open();
        db.Products.Add(new Product { SellerId = Guid.NewGuid(), Title = "Not mine" });

        await Assert.ThrowsAsync<InvalidOperationException>(() => db.SaveChangesAsync(Cancel));
    }

    [Fact]
    public async Task Save_AfterOneThatFailedOnTheWay_StillGivesRowsTheirSeller()
    {
        await using var test = await TestDatabase.CreateAsync();
        await using (var failing = test.Open())
        {
            await using var transaction = await failing.Database.BeginTransactionAsync(Cancel);
            failing.Products.AddRange(new Product { Title = "One" });
            failing.Variants.AddRange(new Variant { ProductId = Guid.NewGuid(), Sku = "S", SkuKey = "S" }, new Variant { ProductId = Guid.NewGuid(), Sku = "S", SkuKey = "S" });
            await Assert.ThrowsAnyAsync<DbUpdateException>(() => NewRows.SaveAsync(failing, Cancel));
        }

        await using var db = test.Open();
        var product = new Product { Title = "Mine" };
        db.Products.Add(product);
        await db.SaveChangesAsync(Cancel);

        Assert.Equal(test.SellerId, product.SellerId);
    }
}
