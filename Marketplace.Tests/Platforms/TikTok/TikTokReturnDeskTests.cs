using Marketplace.Core.Platforms;

namespace Marketplace.Tests.Platforms.TikTok;

public class TikTokReturnDeskTests
{
    private const int Orders = 5;

    [Fact]
    public async Task Read_ManyOrders_CostsOneSearchAndOneDetail()
    {
        await using var store = await TikTokTestStore.ConnectAsync(options => options.TikTok.Markets = "US");
        var asked = await AskForReturnsAsync(store);
        var before = DetailCalls(store);

        var returns = await store.Platform.Returns!.ReadAsync(store.Connection, asked, CancellationToken.None);

        Assert.Equal(asked.Order(), returns.Select(known => known.ExternalOrderId).Order());
        Assert.Single(store.Log.Calls, call => call.Operation == "SearchReturns");
        Assert.Equal(before + 1, DetailCalls(store));
    }

    [Fact]
    public async Task ReadChanged_ManyOrders_NamesEachReturnWithItsLines()
    {
        await using var store = await TikTokTestStore.ConnectAsync(options => options.TikTok.Markets = "US");
        var asked = await AskForReturnsAsync(store);
        var before = DetailCalls(store);

        var returns = new List<RemoteReturn>();
        await foreach (var page in store.Platform.Returns!.ReadChangedAsync(store.Connection, TimeProvider.System.GetUtcNow().AddHours(-1), CancellationToken.None))
        {
            returns.AddRange(page);
        }

        Assert.Superset(asked.ToHashSet(), returns.Select(known => known.ExternalOrderId).ToHashSet());
        Assert.All(returns, known => Assert.NotEmpty(known.Lines));
        Assert.Single(store.Log.Calls, call => call.Operation == "SearchReturns");
        Assert.Equal(before + 1, DetailCalls(store));
    }

    /// <summary>Orders that have left and whose buyers want to send them back.</summary>
    private static async Task<List<string>> AskForReturnsAsync(TikTokTestStore store)
    {
        var orders = new List<string>();
        for (var i = 0; i < Orders; i++)
        {
            var order = await store.ShippedOrderAsync();
            Assert.NotNull(store.Shop.AskForReturn(order.ExternalId, sendsBack: true));
            orders.Add(order.ExternalId);
        }

        return orders;
    }

    private static int DetailCalls(TikTokTestStore store) => store.Log.Calls.Count(call => call.Operation == "GetOrderDetail");
}
