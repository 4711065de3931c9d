using Marketplace.Core.Common;
using Marketplace.Core.Fulfillment;
using Marketplace.Core.Insights.Analytics;
using Marketplace.Core.Orders;

namespace Marketplace.Tests.Insights;

public sealed class AnalyticsTests
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    private static readonly AnalyticsPeriod ReportPeriod = new(new(2026, 5, 4), new(2026, 5, 4), TimeZoneInfo.Utc);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void Period_DayOfTheClockChange_Has23Hours()
    {
        var period = new AnalyticsPeriod(new DateOnly(2026, 3, 29), new DateOnly(2026, 3, 29), Berlin);

        Assert.Equal(TimeSpan.FromHours(23), period.End - period.Start);
        Assert.Equal(new DateTimeOffset(2026, 3, 28, 23, 0, 0, TimeSpan.Zero), period.Start);
        Assert.Equal(new DateOnly(2026, 3, 28), period.Previous.To);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(0, 366)]
    public void Period_OutOfBounds_IsRefused(int from, int to)
    {
        var day = new DateOnly(2026, 1, 1);

        Assert.Throws<ArgumentException>(() => new AnalyticsPeriod(day.AddDays(from), day.AddDays(to), Berlin));
    }

    [Fact]
    public async Task Report_OrdersOfThreeDays_AreCountedByTheSellersDay()
    {
        await using var test = await TestDatabase.CreateAsync();

        // 23:30 in Berlin on the third of May, and half past midnight on the fourth.
        await AddAsync(test, Placed(new(2026, 5, 3, 21, 30, 0, TimeSpan.Zero)), Placed(new(2026, 5, 3, 22, 30, 0, TimeSpan.Zero)));

        var report = await ReportAsync(test, new AnalyticsPeriod(new(2026, 5, 4), new(2026, 5, 4), Berlin));

        Assert.Equal((1, 1), (report.Figures.Orders, report.Previous.Orders));
        Assert.Equal(new DateOnly(2026, 5, 4), Assert.Single(report.Days).Day);
    }

    [Fact]
    public async Task Report_CancelledAndForeignMoney_NeitherCountsNorMixes()
    {
        await using var test = await TestDatabase.CreateAsync();
        var time = new DateTimeOffset(2026, 5, 4, 8, 0, 0, TimeSpan.Zero);
        await AddAsync(
            test, Placed(time), Placed(time), Placed(time) with { Currency = "GBP", Total = 500 }, Placed(time) with { State = OrderState.Cancelled, Total = 99_999 });

        var report = await ReportAsync(test);

        Assert.Equal((4, 3, 1), (report.Figures.Orders, report.Figures.Items, report.Figures.Cancelled));
        Assert.Equal([new Money(2000, "USD"), new Money(500, "GBP")], report.Figures.Revenue);
    }

    [Fact]
    public async Task Report_ShippedOrders_TellSpeedAndPunctuality()
    {
        await using var test = await TestDatabase.CreateAsync();
        var time = new DateTimeOffset(2026, 5, 4, 0, 0, 0, TimeSpan.Zero);
        await AddAsync(
            test,
            Placed(time) with { Shipped = time.AddHours(1), ShipBy = time.AddHours(2), State = OrderState.Shipped },
            Placed(time) with { Shipped = time.AddHours(2), ShipBy = time.AddHours(2), State = OrderState.Shipped },
            Placed(time) with { Shipped = time.AddHours(8), ShipBy = time.AddHours(2), State = OrderState.Delivered },
            Placed(time) with { Shipped = time.AddHours(1), State = OrderState.Shipped, ByMarketplace = true });

        var figures = (await ReportAsync(test)).Figures;

        Assert.Equal((3, 2, 2.0, 8.0), (figures.Shipped, figures.OnTime, figures.MedianHoursToShip, figures.SlowestTenthHours));
        Assert.Equal(2 / 3.0, figures.OnTimeRate);
    }

    [Fact]
    public async Task Report_OneChannel_LeavesTheOthersOut()
    {
        await using var test = await TestDatabase.CreateAsync();
        var time = new DateTimeOffset(2026, 5, 4, 8, 0, 0, TimeSpan.Zero);
        await AddAsync(test, Placed(time), Placed(time) with { Marketplace = "amazon" });

        var report = await ReportAsync(test, marketplace: "amazon");

        Assert.Equal("amazon", Assert.Single(report.Days).Marketplace);
        Assert.Equal("SKU-amazon", Assert.Single(report.Skus).Sku);
    }

    [Fact]
    public async Task Report_Parcels_AreCountedByCarrierAndCause()
    {
        await using var test = await TestDatabase.CreateAsync();
        var time = new DateTimeOffset(2026, 5, 4, 8, 0, 0, TimeSpan.Zero);
        var orders = await AddAsync(test, Placed(time), Placed(time), Placed(time), Placed(time));
        await using (var db = test.Open())
        {
            foreach (var (order, i) in orders.Select((order, i) => (order, i)))
            {
                var shipment = new Shipment
                {
                    OrderId = order.Id,
                    ConnectionId = order.ConnectionId,
                    PackageNumber = 1,
                    TrackingNumber = $"BOX{i}",
                    CarrierName = i == 0 ? "UPS" : "DHL",
                    IdempotencyKey = $"{i}",
                    CreatedAt = time,
                    ConfirmedAt = i >= 2 ? null : time,
                };
                shipment.Move(i >= 2 ? ShipmentState.Failed : ShipmentState.Sent);
                if (i >= 2)
                {
                    shipment.Problem = $"The number BOX{i} is too long.";
                }
                else
                {
                    shipment.Move(ShipmentState.Confirmed);
                }

                db.Shipments.Add(shipment);
            }

            await db.SaveChangesAsync(Cancel);
        }

        var report = await ReportAsync(test);

        Assert.Equal([new CountOf("DHL", 1), new CountOf("UPS", 1)], report.Carriers);
        Assert.Equal([new CountOf("The number … is too long.", 2)], report.Failures);
    }

    [Fact]
    public async Task Report_TwoChannels_EachStandsBesideItsOwnPeriodBefore()
    {
        await using var test = await TestDatabase.CreateAsync();
        var time = new DateTimeOffset(2026, 5, 4, 8, 0, 0, TimeSpan.Zero);
        var before = ReportPeriod.Previous.Start.AddHours(8);
        await AddAsync(
            test, Placed(time) with { Shipped = time.AddHours(3), ShipBy = time.AddHours(4), State = OrderState.Shipped }, Placed(time),
            Placed(time) with { Marketplace = "amazon" }, Placed(before) with { Marketplace = "amazon" }, Placed(before) with { Marketplace = "amazon" });

        var report = await ReportAsync(test, ReportPeriod);

        Assert.Equal([("ebay", 2, 0), ("amazon", 1, 2)], report.Channels.Select(c => (c.Marketplace, c.Figures.Orders, c.Previous.Orders)));
        Assert.Equal((1.0, 3.0), (report.Channels[0].Figures.OnTimeRate, report.Channels[0].Figures.MedianHoursToShip));
        Assert.Null(report.Channels[1].Figures.OnTimeRate);
        Assert.Equal(report.Figures.Orders, report.Channels.Sum(c => c.Figures.Orders));
    }

    [Fact]
    public async Task ListsCsv_TitleThatLooksLikeAFormula_IsShownAsItIs()
    {
        await using var test = await TestDatabase.CreateAsync();
        await AddAsync(test, Placed(new(2026, 5, 4, 8, 0, 0, TimeSpan.Zero)));
        var report = (await ReportAsync(test)) with { Skus = [new SkuFigures("A-1", "=HYPERLINK(\"x\")", 2)], Failures = [new CountOf("No, never.", 3)] };

        Assert.Equal(
            "list,sku,name,count\r\nitems,\"A-1\",\"'=HYPERLINK(\"\"x\"\")\",2\r\nrefusals,,\"No, never.\",3\r\n",
            AnalyticsTable.ListsCsv(report));
    }

    [Fact]
    public async Task Report_OfAnotherSeller_IsEmpty()
    {
        await using var test = await TestDatabase.CreateAsync();
        await AddAsync(test, Placed(new(2026, 5, 4, 8, 0, 0, TimeSpan.Zero)));

        var report = await test.Get<AnalyticsQueries>().ReportAsync(Guid.CreateVersion7(), AnalyticsPeriod.Last(7, test.Clock.GetUtcNow(), TimeZoneInfo.Utc), null, Cancel);

        Assert.Equal((0, 0), (report.Figures.Orders, report.Days.Count));
    }

    [Fact]
    public async Task Csv_TwoCurrenciesOnADay_CountsOrdersOnce()
    {
        await using var test = await TestDatabase.CreateAsync();
        var time = new DateTimeOffset(2026, 5, 4, 8, 0, 0, TimeSpan.Zero);
        await AddAsync(test, Placed(time), Placed(time) with { Currency = "GBP", Total = 500 });

        var rows = AnalyticsTable.Csv(await ReportAsync(test)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(["day,channel,orders,cancelled,items,currency,revenue", "2026-05-04,ebay,2,0,2,USD,10.00", "2026-05-04,ebay,,,,GBP,5.00"], rows);
    }

    private static Sale Placed(DateTimeOffset at) => new(at);

    private static Task<FulfillmentReport> ReportAsync(TestDatabase test, AnalyticsPeriod? period = null, string? marketplace = null) =>
        test.Get<AnalyticsQueries>().ReportAsync(test.SellerId, period ?? AnalyticsPeriod.Last(7, test.Clock.GetUtcNow(), TimeZoneInfo.Utc), marketplace, Cancel);

    private static async Task<IReadOnlyList<Order>> AddAsync(TestDatabase test, params Sale[] sales)
    {
        var store = await test.AddConnectionAsync();
        await using var db = test.Open();
        var orders = sales.Select((sale, i) => sale.ToOrder(store.Id, $"order-{i}")).ToList();
        db.Orders.AddRange(orders);
        await db.SaveChangesAsync(Cancel);
        return orders;
    }

    private sealed record Sale(DateTimeOffset PlacedAt)
    {
        public string Marketplace { get; init; } = "ebay";

        public OrderState State { get; init; } = OrderState.ToShip;

        public string Currency { get; init; } = "USD";

        public long Total { get; init; } = 1000;

        public DateTimeOffset? Shipped { get; init; }

        public DateTimeOffset ShipBy { get; init; } = Order.NoShipBy;

        public bool ByMarketplace { get; init; }

        public Order ToOrder(Guid store, string id)
        {
            var order = new Order
            {
                ConnectionId = store,
                Marketplace = Marketplace,
                ExternalId = id,
                State = State,
                PlacedAt = PlacedAt,
                RemoteUpdatedAt = PlacedAt,
                ImportedAt = PlacedAt,
                ShipBy = ShipBy,
                ShippedAt = Shipped,
                FulfilledByMarketplace = ByMarketplace,
                Currency = Currency,
                TotalMinor = Total,
                ItemCount = 1,
            };
            order.Lines.Add(new OrderLine { ExternalId = "1", Sku = $"SKU-{Marketplace}", Title = "Mug", Quantity = 1 });
            return order;
        }
    }
}
