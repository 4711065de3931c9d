using Marketplace.Core.Common;
using Marketplace.Tests.Data;

namespace Marketplace.Tests.Orders;

/// <summary>What an import costs the database, counted rather than timed.</summary>
public sealed class ImportEffortTests
{
    private const int Orders = 400;

    [Fact]
    public async Task Import_ManyNewOrders_TakesFewStatements()
    {
        await using var test = await TestDatabase.CreateAsync();
        var shop = await TestShop.ConnectAsync(test);
        await shop.ListAsync([.. Enumerable.Range(0, 50).Select(i => TestShop.Listing($"S{i}", 1_000))]);
        var orders = Enumerable.Range(0, Orders).Select(i => shop.Order($"{i}", $"S{i % 50}")).ToArray();

        using var count = StatementCount.Begin();
        var counts = await shop.SellAsync(orders);

        Assert.Equal(new ImportCounts(Created: Orders), counts);
        Assert.True(count.Total <= Orders / 4, $"{count.Total} statements:\n{string.Join("\n\n", count.ByText.Select(s => $"{s.Value} × {s.Key}"))}");
        await TestShop.AssertLedgerBalancesAsync(test);
    }
}
