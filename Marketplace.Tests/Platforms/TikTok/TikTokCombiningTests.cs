using Marketplace.Core.Platforms;
using Marketplace.Sandbox.Faults;

namespace Marketplace.Tests.Platforms.TikTok;

public class TikTokCombiningTests
{
    [Theory]
    [InlineData(null)]
    [InlineData(FaultKind.Reset)]
    public async Task Combine_OrdersOfOneRecipient_LeaveInOneParcelWithOneNumber(FaultKind? fault)
    {
        await using var store = await ConnectAsync();
        var group = await FirstAsync(store);
        if (fault is { } kind)
        {
            store.Faults.Arm("tiktok", "CombinePackage", kind, 1, null);
        }

        var parcel = await store.Platform.Combining!.CombineAsync(store.Connection, group, CancellationToken.None);

        foreach (var id in group.ExternalOrderIds)
        {
            var order = (await store.Platform.Orders!.GetAsync(store.Connection, id, CancellationToken.None))!;
            var receipt = await store.Platform.Shipments!.ConfirmAsync(store.Connection, Notice(order), CancellationToken.None);
            Assert.Equal(parcel, receipt.ExternalShipmentId);
        }

        Assert.Single(store.Log.Calls, call => call is { Operation: "ShipPackage", Status: 200 });
    }

    [Fact]
    public async Task Separate_CombinedOrders_HaveParcelsOfTheirOwnAgain()
    {
        await using var store = await ConnectAsync();
        var group = await FirstAsync(store);
        var parcel = await store.Platform.Combining!.CombineAsync(store.Connection, group, CancellationToken.None);

        await store.Platform.Combining!.SeparateAsync(store.Connection, parcel, group.ExternalOrderIds, CancellationToken.None);

        Assert.Equal(group.ExternalOrderIds.Order(), (await FirstAsync(store, group.Id)).ExternalOrderIds.Order());
    }

    [Fact]
    public async Task Combine_StaleProposal_IsRefusedInPlainWords()
    {
        await using var store = await ConnectAsync();
        var group = await FirstAsync(store);

        var failure = await Assert.ThrowsAsync<RejectedException>(() => store.Platform.Combining!.CombineAsync(store.Connection, group with { Id = "1" }, CancellationToken.None));

        Assert.Equal("21011028", failure.RawCode);
    }

    private static Task<TikTokTestStore> ConnectAsync() => TikTokTestStore.ConnectAsync(options => (options.Orders, options.TikTok.Markets) = (200, "TH"));

    private static async Task<CombinableOrders> FirstAsync(TikTokTestStore store, string? id = null)
    {
        await foreach (var group in store.Platform.Combining!.CombinableAsync(store.Connection, CancellationToken.None))
        {
            if (id is null || group.Id == id)
            {
                return group;
            }
        }

        throw new InvalidOperationException("The sandbox has no such group of orders.");
    }

    private static ShipmentNotice Notice(RemoteOrder order) => new()
    {
        ExternalOrderId = order.ExternalId,
        OrderPlatformData = order.PlatformData,
        PackageNumber = 1,
        TrackingNumber = "TRACK0001",
        CarrierName = "J&T Express",
        ShippedAt = TimeProvider.System.GetUtcNow(),
        Lines = [.. order.Lines.Select(line => new ShipmentNoticeLine(line.ExternalId, line.Quantity, line.PlatformData))],
    };
}
