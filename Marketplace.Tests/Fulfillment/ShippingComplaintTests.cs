using Marketplace.Core.Fulfillment;
using Marketplace.Core.Fulfillment.Combining;
using Marketplace.Core.Fulfillment.Files;
using Marketplace.Core.Orders;
using Marketplace.Core.Platforms;
using Marketplace.Core.Spreadsheets;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Fulfillment;

/// <summary>What sellers complain of in other software when they ship; each test is named after what must not happen here.</summary>
public sealed class ShippingComplaintTests : IAsyncLifetime
{
    private FulfillmentRoom room = null!;

    public async ValueTask InitializeAsync() => room = await FulfillmentRoom.OpenAsync();

    public async ValueTask DisposeAsync() => await room.DisposeAsync();

    private TrackingFiles Files => room.Get<TrackingFiles>();

    [Fact]
    public async Task OrderThatWaitedLong_IsNeverHeldBackWithoutReason()
    {
        var order = await room.OrderAsync(o => o.ImportedAt = room.Time.GetUtcNow().AddDays(-3));
        await room.ShipAsync(new ShipRequest(order.Id, "OURS1", "UPS"));

        await room.WorkAsync();

        Assert.Equal(ShipmentState.Confirmed, Assert.Single(await room.ShipmentsAsync(order.Id)).State);
    }

    [Fact]
    public async Task SameFileUploadedTwice_NeverShipsTwice()
    {
        var order = await room.OrderAsync();
        for (var times = 0; times < 2; times++)
        {
            await SendAsync($"{order.ExternalId},BOX1,UPS\n");
        }

        Assert.Single(room.Marketplace.Stored);
        Assert.Single(await room.ShipmentsAsync(order.Id));
    }

    [Fact]
    public async Task OrdersInOneParcel_NoneIsEverLeftUnconfirmed()
    {
        var first = await room.OrderAsync();
        var second = await room.OrderAsync();

        await SendAsync($"{first.ExternalId},BOX1,UPS\n{second.ExternalId},BOX1,UPS\n");

        Assert.Equal([first.ExternalId, second.ExternalId], room.Marketplace.Stored.Select(s => s.ExternalOrderId).Order(StringComparer.Ordinal));
        foreach (var order in new[] { first, second })
        {
            Assert.Equal(ShipmentState.Confirmed, Assert.Single(await room.ShipmentsAsync(order.Id)).State);
        }
    }

    [Fact]
    public async Task ParcelThatTheMarketplaceDropped_IsNeverCalledConfirmed()
    {
        var order = await room.OrderAsync();
        room.Marketplace.DropsTracking = true;

        await SendAsync($"{order.ExternalId},BOX1,UPS\n");

        var parcel = Assert.Single(await room.ShipmentsAsync(order.Id));
        Assert.Equal(ShipmentState.Failed, parcel.State);
        Assert.Contains("dropped its tracking number", parcel.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RefusedRow_NeverLeavesTheReasonToGuess()
    {
        var order = await room.OrderAsync(null, 1, 2);

        var rows = await JudgeAsync($"{order.ExternalId},,BOX1,Zeppelin\n{order.ExternalId},SKU-9,BOX1,UPS\nNOBODYS,,BOX1,UPS\n{order.ExternalId},,9.4E+21,UPS\n", "Order ID,SKU,Tracking Number,Carrier");

        Assert.All(rows.Zip(["Zeppelin", "SKU-9", "No order has this number", "9.4E+21"]), pair =>
        {
            Assert.Equal(RowVerdict.Refused, pair.First.Verdict);
            Assert.Contains(pair.Second, pair.First.Message, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task ParcelNumber_IsNeverMissingOrZero()
    {
        var order = await room.OrderAsync(null, 1, 2);

        await SendAsync($"{order.ExternalId},SKU-1,BOX1,UPS\n{order.ExternalId},SKU-2,BOX2,UPS\n", "Order ID,SKU,Tracking Number,Carrier");

        Assert.Equal([1, 2], room.Marketplace.Stored.Select(s => s.PackageNumber).Order());
    }

    [Theory]
    [InlineData("u.p.s.", "UPS_B")]
    [InlineData("Fed Ex Ground", "FEDEX")]
    [InlineData("ROYAL-MAIL tracked 24", "RoyalMail")]
    public async Task CarrierInAnySpelling_NeverReachesTheMarketplaceInAnyButItsOwn(string written, string code)
    {
        var order = await room.OrderAsync();

        await SendAsync($"{order.ExternalId},BOX1,{written}\n");

        Assert.Equal(code, Assert.Single(room.Marketplace.Stored).CarrierCode);
    }

    [Fact]
    public async Task OneRefusedParcel_NeverFailsTheOthers()
    {
        var orders = new[] { await room.OrderAsync(), await room.OrderAsync(), await room.OrderAsync() };
        room.Marketplace.FailNext(new RejectedException("No such item."));

        await SendAsync(string.Concat(orders.Select((o, i) => $"{o.ExternalId},BOX{i},UPS\n")));

        var states = new List<ShipmentState>();
        foreach (var order in orders)
        {
            states.Add((await room.ShipmentsAsync(order.Id)).Single().State);
        }

        Assert.Equal([ShipmentState.Confirmed, ShipmentState.Confirmed, ShipmentState.Failed], states.Order());
    }

    [Fact]
    public async Task MissingCarrier_IsNeverTriedForEver()
    {
        var order = await room.OrderAsync();

        var row = Assert.Single(await JudgeAsync($"{order.ExternalId},BOX1,\n"));

        Assert.Equal((RowVerdict.Refused, 0), (row.Verdict, room.Marketplace.Calls));
        Assert.StartsWith("Name the carrier", row.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PassingFailure_NeverNeedsAPersonToPressAgain()
    {
        var order = await room.OrderAsync();
        room.Marketplace.FailNext(new TransientException("An unknown error occurred."));
        room.Marketplace.FailNext(new ThrottledException("Too many calls.", room.Time.GetUtcNow().AddSeconds(1)));

        await SendAsync($"{order.ExternalId},BOX1,UPS\n");

        Assert.Equal(ShipmentState.Confirmed, Assert.Single(await room.ShipmentsAsync(order.Id)).State);
    }

    [Fact]
    public async Task SplitOrderInAFile_IsNeverRefused()
    {
        var order = await room.OrderAsync(null, 3);

        await SendAsync($"{order.ExternalId},2,BOX1,UPS\n{order.ExternalId},1,BOX2,Royal Mail\n", "Order ID,Quantity,Tracking Number,Carrier");

        Assert.Equal([("BOX1", 2), ("BOX2", 1)], room.Marketplace.Stored.Select(s => (s.TrackingNumber, s.Lines.Sum(l => l.Quantity))).Order());
    }

    [Fact]
    public async Task CarrierThatTheMarketplaceLacks_NeverFailsThereFirst()
    {
        var order = await room.OrderAsync();
        var text = $"{order.ExternalId},BOX1,Evri Next Day\n";
        Assert.Contains("does not know the carrier “Evri Next Day”", Assert.Single(await JudgeAsync(text)).Message, StringComparison.Ordinal);

        await room.Get<CarrierAliases>().SetAsync(room.SellerId, "bazaar", "evri next day", "Royal Mail", CancellationToken.None);

        Assert.Equal(RowVerdict.Ready, Assert.Single(await JudgeAsync(text)).Verdict);
    }

    [Fact]
    public async Task TrackingOfAnotherTime_IsNeverSentUnquestioned()
    {
        var order = await room.OrderAsync();

        var row = Assert.Single(await JudgeAsync($"{order.ExternalId},BOX1,UPS,2025-01-01\n", "Order ID,Tracking Number,Carrier,Ship Date"));

        Assert.Equal(RowVerdict.Refused, row.Verdict);
    }

    [Fact]
    public async Task OrderInItsCancellationWindow_IsNeverShippedByAFile()
    {
        var order = await room.OrderAsync(o => (o.HoldUntil, o.HoldReason) = (room.Time.GetUtcNow().AddHours(1), "The buyer may still cancel."));

        Assert.Equal(RowVerdict.Refused, Assert.Single(await JudgeAsync($"{order.ExternalId},BOX1,UPS\n")).Verdict);
    }

    [Fact]
    public async Task LargeFile_NeverMakesTheSellerWait_NorEndsWithoutAWord()
    {
        var text = "Order ID,Tracking Number,Carrier\n" + string.Concat(Enumerable.Range(0, 30_000).Select(i => $"NOBODYS-{i},BOX{i},UPS\n"));

        var id = await Files.UploadAsync(room.SellerId, "large.csv", Sheets.Text(text), CancellationToken.None);
        Assert.Equal(TrackingFileState.Reading, (await FileAsync(id)).State);
        await room.WorkAsync();

        Assert.Equal((TrackingFileState.Judged, 30_000, 30_000), ((await FileAsync(id)).State, (await FileAsync(id)).RowCount, (await FileAsync(id)).RefusedCount));
    }

    [Fact]
    public async Task FileBeyondTheCap_IsNeverCutInSilence()
    {
        Assert.InRange(FileLimits.Rows, 100_000, int.MaxValue);
        var text = "Order ID,Tracking Number\n" + string.Concat(Enumerable.Repeat("A,B1\n", FileLimits.Rows + 1));

        var id = await Files.UploadAsync(room.SellerId, "larger.csv", Sheets.Text(text), CancellationToken.None);
        await room.WorkAsync();

        Assert.Equal((TrackingFileState.Failed, 0), ((await FileAsync(id)).State, (await FileAsync(id)).RowCount));
        Assert.StartsWith("This file has more than 200,000 rows.", (await FileAsync(id)).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RefusedParcel_IsNeverBeyondCorrection()
    {
        var order = await room.OrderAsync();
        room.Marketplace.FailNext(new RejectedException("Unknown number."));
        await SendAsync($"{order.ExternalId},BOX1,UPS\n");
        var parcel = Assert.Single(await room.ShipmentsAsync(order.Id));
        Assert.Equal(ShipmentState.Failed, parcel.State);

        await room.Get<ShipmentRetry>().RetryAsync(room.SellerId, parcel.Id, "BOX2", null, "ann", CancellationToken.None);
        await room.WorkAsync();

        Assert.Equal("BOX2", Assert.Single(room.Marketplace.Stored).TrackingNumber);
    }

    [Fact]
    public async Task CombinedOrders_NeverVanishFromTheQueue_NorAreLeftUnshipped()
    {
        var orders = new[] { await room.OrderAsync(o => o.RecipientKey = "R1"), await room.OrderAsync(o => o.RecipientKey = "R1") };
        await room.Get<CombineOrders>().AcceptAsync(room.SellerId, [.. orders.Select(o => o.Id)], null, "ann", CancellationToken.None);

        var queue = await room.Get<OrderQueries>().ListAsync(room.SellerId, new OrderFilter(), 0, 10, CancellationToken.None);
        Assert.Equal(orders.Select(o => o.Id).Order(), queue.Items.Select(row => row.Id).Order());
        var groups = await room.Get<ParcelSuggestions>().OfOrdersAsync(room.SellerId, [.. orders.Select(o => o.Id)], CancellationToken.None);
        Assert.Equal(groups[orders[0].Id].Id, groups[orders[1].Id].Id);

        await SendAsync(string.Concat(orders.Select(o => $"{o.ExternalId},BOX1,UPS\n")));
        Assert.All(orders, o => Assert.Contains(room.Marketplace.Stored, s => s.ExternalOrderId == o.ExternalId));
    }

    [Fact]
    public async Task OrderMarkedShippedThereMeanwhile_NeverLosesItsTracking()
    {
        var order = await room.OrderAsync();
        await room.ShipAsync(new ShipRequest(order.Id, "BOX1", "UPS"));
        await using (var db = room.Database.Open(room.SellerId))
        {
            (await db.Orders.SingleAsync(o => o.Id == order.Id)).State = OrderState.Shipped;
            await db.SaveChangesAsync();
        }

        await room.WorkAsync();

        Assert.Equal("BOX1", Assert.Single(room.Marketplace.Stored).TrackingNumber);
        Assert.Equal(ShipmentState.Confirmed, Assert.Single(await room.ShipmentsAsync(order.Id)).State);
    }

    [Fact]
    public async Task SameOrderTwice_NeverReachesTheShippingTableUnmarked()
    {
        var first = await room.OrderAsync(o => (o.RecipientKey, o.Summary, o.TotalMinor) = ("R1", "Mug", 900));
        var second = await room.OrderAsync(o => (o.RecipientKey, o.Summary, o.TotalMinor) = ("R1", "Mug", 900));
        var other = await room.OrderAsync(o => (o.RecipientKey, o.Summary, o.TotalMinor) = ("R1", "Cup", 900));

        var candidates = await room.Get<ShipCandidates>().LoadAsync(room.SellerId, [first.Id, second.Id, other.Id], CancellationToken.None);

        Assert.Equal([second.ExternalId, first.ExternalId, null], candidates.Select(c => c.Resembles));
    }

    private async Task<Guid> UploadAsync(string rows, string header = "Order ID,Tracking Number,Carrier")
    {
        var id = await Files.UploadAsync(room.SellerId, "orders.csv", Sheets.Text($"{header}\n{rows}"), CancellationToken.None);
        await room.WorkAsync();
        return id;
    }

    private async Task<List<TrackingFileRow>> JudgeAsync(string rows, string header = "Order ID,Tracking Number,Carrier") =>
        [.. (await room.Get<FulfillmentQueries>().RowsAsync(room.SellerId, await UploadAsync(rows, header), RowFilter.All, 0, 100, CancellationToken.None)).Items.Select(v => v.Row)];

    private async Task SendAsync(string rows, string header = "Order ID,Tracking Number,Carrier")
    {
        await Files.SendAsync(room.SellerId, await UploadAsync(rows, header), "ann", CancellationToken.None);
        await room.WorkAsync();
    }

    private async Task<TrackingFile> FileAsync(Guid id) => (await room.Get<FulfillmentQueries>().FileAsync(room.SellerId, id, CancellationToken.None))!.File;
}
