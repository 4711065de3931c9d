using CsCheck;
using Marketplace.Core.Common;
using Marketplace.Core.Orders;
using Marketplace.Core.Orders.Customers;
using Marketplace.Core.Orders.Erasure;
using Marketplace.Core.Platforms;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Orders.Customers;

public sealed class CustomersTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Import_SameBuyerOnTwoMarketplaces_IsOneCustomerWithSumsPerCurrency()
    {
        await using var test = await TestDatabase.CreateAsync();
        var (ebay, amazon) = (await TestShop.ConnectAsync(test), await TestShop.ConnectAsync(test, "amazon", "store-2"));
        await SellAsync(test, ebay, "E-1", Ann(user: "ann_lee"), 1500, "USD");
        test.Clock.Advance(TimeSpan.FromDays(1));
        await SellAsync(test, amazon, "A-1", Ann(mail: "x1@relay.example"), 900, "GBP");
        test.Clock.Advance(TimeSpan.FromDays(1));
        await SellAsync(test, amazon, "A-2", new RemoteBuyer { Name = "A. Lee", Email = "X1@relay.example" }, 100, "GBP");
        await SellAsync(test, ebay, "E-2", Ann(user: "ann_lee"), 700, "USD", RemoteOrderStatus.Cancelled);
        await SellAsync(test, ebay, "E-3", new RemoteBuyer { Name = "Bo", UserId = "bo" }, 1, "USD");

        var page = await test.Get<CustomerQueries>().ListAsync(test.SellerId, null, CustomerSort.Orders, 0, 10, Cancel);

        Assert.Equal(2, page.Total);
        var ann = page.Items[0];
        Assert.Equal((4, 1, 3, false), (ann.Orders, ann.Cancelled, ann.Items, ann.IsErased));
        Assert.Equal([new Money(1000, "GBP"), new Money(1500, "USD")], ann.Revenue);
        Assert.Equal(["amazon", "ebay"], ann.Marketplaces);
        Assert.Equal(TimeSpan.FromDays(2), ann.LastOrderAt - ann.FirstOrderAt);
        Assert.NotNull(ann.Name);
        Assert.Equal("Bo", page.Items[1].Name);
        var history = (await test.Get<CustomerQueries>().ReadAsync(test.SellerId, ann.Id, 3, Cancel))!;
        Assert.Equal(3, history.Latest.Count);
        Assert.Null(await test.Get<CustomerQueries>().ReadAsync(Guid.NewGuid(), ann.Id, 3, Cancel));
    }

    [Fact]
    public async Task Import_WhatLooksAlikeForMany_JoinsNobody()
    {
        await using var test = await TestDatabase.CreateAsync();
        var (ebay, tiktok) = (await TestShop.ConnectAsync(test), await TestShop.ConnectAsync(test, "tiktok", "store-2"));
        await SellAsync(test, ebay, "E-1", Ann(user: "ann") with { ShipToReference = "HUB-1", Email = "hub@relay.example" });
        await SellAsync(test, ebay, "E-2", Ann(user: "bo") with { ShipToReference = "HUB-2", Email = "hub@relay.example" });
        await SellAsync(test, tiktok, "T-1", new RemoteBuyer { Name = "J***", AddressLines = ["1 ***"], PostalCode = "4000", UserId = "ann" });
        await SellAsync(test, tiktok, "T-2", new RemoteBuyer { Name = "J***", AddressLines = ["1 ***"], PostalCode = "4000", UserId = "7002" });
        await SellAsync(test, tiktok, "T-3", new RemoteBuyer { Name = "John Smith", UserName = "John" });
        await SellAsync(test, tiktok, "T-4", new RemoteBuyer { Name = "John Smith", UserName = "John" });

        Assert.Equal(4, (await ListAsync(test)).Total);
        await using var db = test.Open();
        Assert.Equal(2, await db.Orders.CountAsync(o => o.CustomerId == null, Cancel));
        foreach (var text in await db.Orders.Select(o => o.RecipientKey + o.EmailKey + o.BuyerKey).ToListAsync(Cancel))
        {
            Assert.DoesNotContain("hub", text, StringComparison.OrdinalIgnoreCase);
        }
    }

    /// <summary>However orders come in, and in whatever groups, customers are the buyers that their keys connect.</summary>
    [Fact]
    public async Task Import_AnySequence_CustomersAreTheConnectedBuyers() => await Gen.Select(Gen.Int[0, 4], Gen.Int[0, 5], Gen.Int[0, 5], Gen.Int[1, 3]).Array[2, 12].SampleAsync(
        async sales =>
        {
            await using var test = await TestDatabase.CreateAsync();
            var shop = await TestShop.ConnectAsync(test);
            var orders = sales.Select((sale, i) => Order(test, $"O-{i}", new RemoteBuyer
            {
                Name = "Ann",
                UserId = sale.Item1 == 0 ? null : $"user-{sale.Item1}",
                Email = sale.Item2 == 0 ? null : $"mail-{sale.Item2}@example.org",
                PostalCode = sale.Item3 == 0 ? null : "4000",
                AddressLines = [$"{sale.Item3} Quay Street"],
            })).ToList();
            for (var at = 0; at < orders.Count; at += sales[at].Item4)
            {
                await shop.SellAsync([.. orders.Skip(at).Take(sales[at].Item4)]);
            }

            await using var db = test.Open();
            var found = await db.Orders.ToDictionaryAsync(o => int.Parse(o.ExternalId[2..], System.Globalization.CultureInfo.InvariantCulture), o => o.CustomerId, Cancel);
            var expected = Connected(sales.Select(s => new[] { s.Item1 == 0 ? null : $"u{s.Item1}", s.Item2 == 0 ? null : $"m{s.Item2}", s.Item3 == 0 ? null : $"a{s.Item3}" }.OfType<string>().ToArray()).ToList());
            for (var i = 0; i < sales.Length; i++)
            {
                for (var j = 0; j < i; j++)
                {
                    Assert.Equal(expected[i] is not null && expected[i] == expected[j], found[i] is not null && found[i] == found[j]);
                }
            }
        },
        iter: 12,
        threads: 1);

    [Fact]
    public async Task Erase_Customer_KeepsCountsAndRemovesTheDataForGood()
    {
        await using var test = await TestDatabase.CreateAsync();
        var shop = await TestShop.ConnectAsync(test);
        await SellAsync(test, shop, "E-1", Ann(user: "ann"), status: RemoteOrderStatus.Delivered);
        await SellAsync(test, shop, "E-2", Ann(user: "ann"), status: RemoteOrderStatus.Shipped);
        var before = (await ListAsync(test)).Items.Single();
        var erasure = test.Get<BuyerErasure>();

        Assert.Null(await erasure.EraseCustomerAsync(Guid.NewGuid(), before.Id, "eve", Cancel));
        Assert.Equal(new ErasureVerdict(2, null), await erasure.EraseCustomerAsync(test.SellerId, before.Id, "ann", Cancel));
        await SellAsync(test, shop, "E-1", Ann(user: "ann"), status: RemoteOrderStatus.Delivered);

        var after = (await ListAsync(test)).Items.Single();
        Assert.Equal((true, null, before.Orders, before.Items), (after.IsErased, after.Name, after.Orders, after.Items));
        Assert.Equal(before.Revenue, after.Revenue);
        Assert.NotEqual(before.Id, after.Id);
        await using var db = test.Open();
        Assert.All(await db.Orders.ToListAsync(Cancel), o => Assert.Null(o.ProtectedBuyer ?? o.RecipientKey ?? o.EmailKey ?? o.BuyerKey));
        await SellAsync(test, shop, "E-9", Ann(user: "ann"));
        Assert.Equal(2, (await ListAsync(test)).Total);
    }

    [Fact]
    public async Task Erase_CustomerWhoWaitsForAParcel_IsRefusedInWords()
    {
        await using var test = await TestDatabase.CreateAsync();
        var shop = await TestShop.ConnectAsync(test);
        await SellAsync(test, shop, "E-1", Ann(user: "ann"));
        var customer = (await ListAsync(test)).Items.Single();

        var verdict = await test.Get<BuyerErasure>().EraseCustomerAsync(test.SellerId, customer.Id, "ann", Cancel);

        Assert.Contains("Ship or cancel first", verdict!.Problem, StringComparison.Ordinal);
        Assert.NotNull((await shop.OrderAsync("E-1")).ProtectedBuyer);
    }

    [Fact]
    public async Task List_Search_FindsTheCustomerOfAnOrder_WithAllOrders()
    {
        await using var test = await TestDatabase.CreateAsync();
        var shop = await TestShop.ConnectAsync(test);
        await SellAsync(test, shop, "12-34567-89012", Ann(user: "ann"));
        await SellAsync(test, shop, "12-34567-89013", Ann(user: "ann"));
        await SellAsync(test, shop, "12-34567-89014", new RemoteBuyer { UserId = "bo", Name = "Bo" });

        var found = await test.Get<CustomerQueries>().ListAsync(test.SellerId, "12-34567-89013", CustomerSort.Latest, 0, 10, Cancel);

        Assert.Equal((1, 2), (found.Total, found.Items[0].Orders));
        Assert.Equal(2, (await test.Get<CustomerQueries>().ListAsync(test.SellerId, "12-34567-89013, 12-34567-89014", CustomerSort.Latest, 0, 10, Cancel)).Total);
        Assert.Equal(0, (await test.Get<CustomerQueries>().ListAsync(test.SellerId, "Lee", CustomerSort.Latest, 0, 10, Cancel)).Total);
        Assert.Equal(2, (await test.Get<OrderQueries>().ListAsync(test.SellerId, new OrderFilter { Tab = OrderTab.All, CustomerId = found.Items[0].Id }, 0, 10, Cancel)).Total);
    }

    private static Guid?[] Connected(List<string[]> keys)
    {
        var groups = new Guid?[keys.Count];
        for (var i = 0; i < keys.Count; i++)
        {
            if (keys[i].Length == 0 || groups[i] is not null)
            {
                continue;
            }

            var group = Guid.NewGuid();
            var reach = keys[i].ToHashSet();
            for (var grown = true; grown;)
            {
                grown = false;
                foreach (var at in Enumerable.Range(0, keys.Count).Where(k => groups[k] is null && keys[k].Any(reach.Contains)))
                {
                    groups[at] = group;
                    reach.UnionWith(keys[at]);
                    grown = true;
                }
            }
        }

        return groups;
    }

    private static Task<Page<CustomerRow>> ListAsync(TestDatabase test) => test.Get<CustomerQueries>().ListAsync(test.SellerId, null, CustomerSort.Latest, 0, 10, Cancel);

    private static RemoteBuyer Ann(string? user = null, string? mail = null) => new()
    {
        Name = "Ann Lee",
        AddressLines = ["12 Quay Street"],
        City = "Porto",
        PostalCode = "4000-001",
        Country = "PT",
        UserId = user,
        UserName = user,
        Email = mail,
    };

    private static RemoteOrder Order(TestDatabase test, string id, RemoteBuyer buyer, long total = 100, string currency = "USD", RemoteOrderStatus status = RemoteOrderStatus.ReadyToShip) => new()
    {
        ExternalId = id,
        Status = status,
        PlacedAt = test.Clock.GetUtcNow(),
        UpdatedAt = test.Clock.GetUtcNow(),
        Buyer = buyer,
        Subtotal = new Money(total, currency),
        Shipping = Money.Zero(currency),
        Tax = Money.Zero(currency),
        Total = new Money(total, currency),
        Lines = [new RemoteOrderLine { ExternalId = "1", Title = "Thing", Quantity = 1, UnitPrice = new Money(total, currency) }],
    };

    private static Task<ImportCounts> SellAsync(
        TestDatabase test, TestShop shop, string id, RemoteBuyer buyer, long total = 100, string currency = "USD", RemoteOrderStatus status = RemoteOrderStatus.ReadyToShip) =>
        shop.SellAsync(Order(test, id, buyer, total, currency, status));
}
