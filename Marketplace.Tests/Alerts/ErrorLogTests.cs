using Marketplace.Core.Alerts.Errors;
using Marketplace.Core.Platforms;

namespace Marketplace.Tests.Alerts;

/// <summary>Errors by their causes: counted, searched, resolved by people or by success, and open again when they come again.</summary>
public sealed class ErrorLogTests
{
    private static readonly MarketplaceKey Ebay = new("ebay");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Failures_OfOneCause_AreOneEntryWithTheirRequestIds(bool onPostgres)
    {
        await using var test = await TestDatabase.CreateAsync(onPostgres: onPostgres);
        var store = await test.AddConnectionAsync();
        foreach (var request in (string[])["r-1", "r-2"])
        {
            test.Get<ErrorLog>().Failed(store.Id, Ebay, Refusal("getOrders", "2002", request));
        }

        test.Get<ErrorLog>().Failed(store.Id, Ebay, Refusal("getOrders", "2003", "r-3"));
        test.Get<ErrorLog>().Failed(store.Id, Ebay, new ThrottledException("Later.", test.Clock.GetUtcNow()) { Operation = "getOrders" });
        await WriteAsync(test);

        var causes = await ListAsync(test, new ErrorFilter());
        Assert.Equal([("2002", 2, "r-2"), ("2003", 1, "r-3")], causes.Select(c => (c.Code!, c.Count, c.RequestId!)).Order());
        Assert.Equal("2002", Assert.Single(await ListAsync(test, new ErrorFilter(Search: "R-1"))).Code);
        Assert.Empty(await ListAsync(test, new ErrorFilter(Search: "nothing like it")));
        Assert.Equal(2, (await test.Get<ErrorQueries>().OccurrencesAsync(test.SellerId, causes.Single(c => c.Code == "2002").Id, Cancel)).Count);
        Assert.Empty((await test.Get<ErrorQueries>().ListAsync(Guid.NewGuid(), new ErrorFilter(), 0, 10, Cancel)).Items);
    }

    [Fact]
    public async Task Cause_ThatSucceeds_ResolvesItselfAndOpensAgainWhenItComesAgain()
    {
        await using var test = await TestDatabase.CreateAsync();
        var store = await test.AddConnectionAsync();
        var log = test.Get<ErrorLog>();
        log.Failed(store.Id, Ebay, Refusal("getOrders", "1", "r-1"));
        log.Succeeded(store.Id, Ebay, "getOffers");
        await WriteAsync(test);
        Assert.Single(await ListAsync(test, new ErrorFilter()));

        log.Succeeded(store.Id, Ebay, "getOrders");
        await WriteAsync(test);
        Assert.Contains("itself", Assert.Single(await ListAsync(test, new ErrorFilter(IsResolved: true))).ResolvedBy, StringComparison.Ordinal);

        log.Failed(store.Id, Ebay, Refusal("getOrders", "1", "r-2"));
        await WriteAsync(test);
        var again = Assert.Single(await ListAsync(test, new ErrorFilter()));
        Assert.Equal((1, null), (again.Count, again.ResolvedBy));
        Assert.True(await test.Get<ErrorQueries>().ResolveAsync(test.SellerId, again.Id, "Ada", Cancel));
        Assert.Equal("Ada", Assert.Single(await ListAsync(test, new ErrorFilter(IsResolved: true))).ResolvedBy);
        Assert.False(await test.Get<ErrorQueries>().ResolveAsync(Guid.NewGuid(), again.Id, "Eve", Cancel));
    }

    [Fact]
    public async Task Fault_OfTheApplication_KeepsNothingOfItsMessage()
    {
        await using var test = await TestDatabase.CreateAsync();
        var store = await test.AddConnectionAsync();
        test.Get<ErrorLog>().Unexpected(test.SellerId, store.Id, "order.refresh", new InvalidOperationException("1 Compiler Way, Arlington"), "w-1");
        await WriteAsync(test);

        var cause = Assert.Single(await ListAsync(test, new ErrorFilter()));
        Assert.Equal((ErrorKind.Unexpected, "order.refresh", "w-1"), (cause.Kind, cause.Operation, cause.RequestId));
        Assert.DoesNotContain("Compiler", cause.Message, StringComparison.Ordinal);
    }

    private static RejectedException Refusal(string operation, string code, string request) => new("The field is wrong.") { Operation = operation, RawCode = code, RequestId = request };

    private static async Task WriteAsync(TestDatabase test)
    {
        while (await test.Get<ErrorWriter>().WriteWaitingAsync(Cancel) > 0)
        {
        }
    }

    private static async Task<IReadOnlyList<ErrorCause>> ListAsync(TestDatabase test, ErrorFilter filter) =>
        (await test.Get<ErrorQueries>().ListAsync(test.SellerId, filter, 0, 50, Cancel)).Items;
}
