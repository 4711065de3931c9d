using CsCheck;
using Marketplace.Core.Orders;
using Marketplace.Core.Orders.Views;

namespace Marketplace.Tests.Orders.Views;

public sealed class OrderViewsTests
{
    private static readonly OrderFilter Filter = new()
    {
        Tab = OrderTab.All,
        Search = "12-34567-89012, 13-34567-89012",
        Marketplace = "tiktok",
        Due = OrderDue.Today,
        Work = OrderWork.ToLink,
        OversoldOnly = true,
        CustomerId = Guid.NewGuid(),
        Sort = OrderSort.Total,
        Descending = true,
    };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Add_View_IsReadBackWhole_AndOnlyByItsSeller()
    {
        await using var test = await TestDatabase.CreateAsync();
        var views = test.Get<OrderViews>();
        IReadOnlyList<OrderColumn> columns = [OrderColumn.Total, OrderColumn.Store];

        var saved = (await views.AddAsync(test.SellerId, "  Morning ", Filter with { DayEnds = test.Clock.GetUtcNow() }, columns, Cancel)).View!;

        var view = Assert.Single(await new OrderViews(test.Db).ListAsync(test.SellerId, Cancel));
        Assert.Equal(("Morning", Filter, saved.Id), (view.Name, view.Filter, view.Id));
        Assert.Equal(columns, view.Columns);
        var stranger = Guid.NewGuid();
        Assert.Empty(await views.ListAsync(stranger, Cancel));
        Assert.False(await views.DeleteAsync(stranger, view.Id, Cancel));
        Assert.True((await views.ChangeAsync(stranger, view.Id, "Mine", null, null, Cancel)).IsMissing);
    }

    [Fact]
    public async Task Change_OnePart_LeavesTheOthers()
    {
        await using var test = await TestDatabase.CreateAsync();
        var views = test.Get<OrderViews>();
        var id = (await views.AddAsync(test.SellerId, "Morning", Filter, [OrderColumn.Total], Cancel)).View!.Id;

        await views.ChangeAsync(test.SellerId, id, "Evening", null, null, Cancel);
        await views.ChangeAsync(test.SellerId, id, null, null, [OrderColumn.State, OrderColumn.Total], Cancel);
        await views.ChangeAsync(test.SellerId, id, null, Filter with { Search = null }, null, Cancel);

        var view = Assert.Single(await views.ListAsync(test.SellerId, Cancel));
        Assert.Equal(("Evening", Filter with { Search = null }), (view.Name, view.Filter));
        Assert.Equal([OrderColumn.State, OrderColumn.Total], view.Columns);
    }

    [Fact]
    public async Task Add_NameTwiceNoneOrTooLong_IsRefusedInWords()
    {
        await using var test = await TestDatabase.CreateAsync();
        var views = test.Get<OrderViews>();
        await views.AddAsync(test.SellerId, "Morning", Filter, [], Cancel);

        Assert.Contains("already", (await views.AddAsync(test.SellerId, "MORNING", Filter, [], Cancel)).Problem, StringComparison.Ordinal);
        Assert.NotNull((await views.AddAsync(test.SellerId, "  ", Filter, [], Cancel)).Problem);
        Assert.NotNull((await views.AddAsync(test.SellerId, new string('a', OrderViews.LongestName + 1), Filter, [], Cancel)).Problem);
        Assert.NotNull((await views.AddAsync(test.SellerId, "Long", Filter with { Search = new string('1', OrderViews.LongestSearch + 1) }, [], Cancel)).Problem);
        Assert.Null((await views.AddAsync(Guid.NewGuid(), "Morning", Filter, [], Cancel)).Problem);
        Assert.Single(await views.ListAsync(test.SellerId, Cancel));
    }

    [Fact]
    public async Task Add_MoreThanFit_IsRefused()
    {
        await using var test = await TestDatabase.CreateAsync();
        var views = test.Get<OrderViews>();
        for (var i = 0; i < OrderViews.MostViews; i++)
        {
            Assert.Null((await views.AddAsync(test.SellerId, $"View {i}", Filter, [], Cancel)).Problem);
        }

        Assert.NotNull((await views.AddAsync(test.SellerId, "One more", Filter, [], Cancel)).Problem);
    }

    [Fact]
    public async Task Move_AnyTimes_IsTheOrderThatAListWouldHave() => await Gen.Select(Gen.Int[0, 4], Gen.Int[0, 7]).Array[1, 6].SampleAsync(
        async moves =>
        {
            await using var test = await TestDatabase.CreateAsync();
            var views = test.Get<OrderViews>();
            var model = new List<Guid>();
            for (var i = 0; i < 5; i++)
            {
                model.Add((await views.AddAsync(test.SellerId, $"View {i}", Filter, [], Cancel)).View!.Id);
            }

            foreach (var (from, to) in moves)
            {
                var id = model[from];
                model.RemoveAt(from);
                model.Insert(Math.Min(to, model.Count), id);
                await views.MoveAsync(test.SellerId, id, to, Cancel);
            }

            Assert.Equal(model, (await views.ListAsync(test.SellerId, Cancel)).Select(v => v.Id));
        },
        iter: 6,
        threads: 1);

    [Fact]
    public async Task KeepColumns_Choice_IsKeptPerSeller()
    {
        await using var test = await TestDatabase.CreateAsync();
        var views = test.Get<OrderViews>();

        Assert.Equal(OrderColumns.Usual, await views.ColumnsAsync(test.SellerId, Cancel));
        await views.KeepColumnsAsync(test.SellerId, [OrderColumn.Service], Cancel);
        await views.KeepColumnsAsync(test.SellerId, [OrderColumn.Total, OrderColumn.State], Cancel);

        Assert.Equal([OrderColumn.Total, OrderColumn.State], await views.ColumnsAsync(test.SellerId, Cancel));
        Assert.Equal(OrderColumns.Usual, await views.ColumnsAsync(Guid.NewGuid(), Cancel));
    }

    [Theory]
    [InlineData("Total,Gone,shipby,Total,7", new[] { OrderColumn.Total, OrderColumn.ShipBy })]
    public void Parse_NamesOfNoColumn_ArePassedOver(string text, OrderColumn[] columns) => Assert.Equal(columns, OrderColumns.Parse(text));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Nothing")]
    public void Parse_NoColumn_IsTheUsualChoice(string? text) => Assert.Equal(OrderColumns.Usual, OrderColumns.Parse(text));
}
