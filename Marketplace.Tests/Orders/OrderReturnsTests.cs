using Marketplace.Core.Common;
using Marketplace.Core.Orders;
using Marketplace.Core.Platforms;

namespace Marketplace.Tests.Orders;

/// <summary>Returns that wait for an answer, over all stores: the order whose answer is due first stands first.</summary>
public sealed class OrderReturnsTests
{
    private static readonly OrderFilter ToAnswer = new() { Tab = OrderTab.All, Work = OrderWork.Returns };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task List_ReturnsToAnswer_AreTheAskedOnes_TheMostUrgentFirst()
    {
        await using var test = await TestDatabase.CreateAsync();
        await AddAsync(test, "later", (ReturnQuestion.Return, 30));
        await AddAsync(test, "no time named", (ReturnQuestion.Refund, null));
        await AddAsync(test, "two", (ReturnQuestion.Return, 60), (ReturnQuestion.Goods, 10), (null, 1));
        await AddAsync(test, "answered", (null, 5));
        await AddAsync(test, "nothing came back");

        var page = await test.Get<OrderQueries>().ListAsync(test.SellerId, ToAnswer, 0, 50, Cancel);

        Assert.Equal(["two", "later", "no time named"], page.Items.Select(row => row.ExternalId));
        Assert.Equal([test.Clock.GetUtcNow().AddHours(10), test.Clock.GetUtcNow().AddHours(30), Order.NoShipBy], page.Items.Select(row => row.ReturnAnswerBy!.Value));
        Assert.Null((await test.Get<OrderReader>().ReadAsync(test.SellerId, await IdAsync(test, "answered"), Cancel))!.Row.ReturnAnswerBy);
        Assert.Equal(test.Clock.GetUtcNow().AddHours(10), (await test.Get<OrderReader>().ReadAsync(test.SellerId, page.Items[0].Id, Cancel))!.Row.ReturnAnswerBy);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ListAfter_ByAnswer_GivesEachOrderOnce(bool descending)
    {
        await using var test = await TestDatabase.CreateAsync();
        for (var i = 0; i < 9; i++)
        {
            await AddAsync(test, $"{i}", i % 3 == 2 ? [] : [(ReturnQuestion.Return, i % 2 == 0 ? i / 4 : null)]);
        }

        var filter = new OrderFilter { Tab = OrderTab.All, Sort = OrderSort.AnswerBy, Descending = descending };
        var whole = (await test.Get<OrderQueries>().ListAsync(test.SellerId, filter, 0, 50, Cancel)).Items.Select(row => row.Id).ToList();
        var read = new List<Guid>();
        ListPlace? place = null;
        do
        {
            var some = await test.Get<OrderQueries>().ListAfterAsync(test.SellerId, filter, place, 2, Cancel);
            read.AddRange(some.Items.Select(row => row.Id));
            place = some.Next;
        }
        while (place is not null && read.Count < 20);

        Assert.Equal(9, whole.Count);
        Assert.Equal(whole, read);
    }

    private static async Task<Guid> IdAsync(TestDatabase test, string externalId) =>
        (await test.Get<OrderQueries>().ListAsync(test.SellerId, new OrderFilter { Tab = OrderTab.All }, 0, 50, Cancel)).Items.Single(row => row.ExternalId == externalId).Id;

    private static async Task AddAsync(TestDatabase test, string externalId, params (ReturnQuestion? Question, int? HoursLeft)[] returns)
    {
        await using var db = test.Open();
        var now = test.Clock.GetUtcNow();
        var order = new Order
        {
            ConnectionId = Guid.CreateVersion7(), Marketplace = "tiktok", ExternalId = externalId, State = OrderState.Delivered, PlacedAt = now, RemoteUpdatedAt = now, ImportedAt = now, Currency = "USD",
        };
        order.Lines.Add(new OrderLine { SellerId = test.SellerId, OrderId = order.Id, ExternalId = "1", Title = "Mug", Quantity = 1 });
        db.Orders.Add(order);
        foreach (var (question, hoursLeft) in returns)
        {
            db.Set<OrderReturn>().Add(new OrderReturn
            {
                SellerId = test.SellerId, OrderId = order.Id, ConnectionId = order.ConnectionId, ExternalId = $"{Guid.NewGuid()}", Question = question, AnswerBy = hoursLeft is { } left ? now.AddHours(left) : null,
            });
        }

        await db.SaveChangesAsync(Cancel);
    }
}
