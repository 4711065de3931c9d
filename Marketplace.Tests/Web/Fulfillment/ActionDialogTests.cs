using Bunit;
using Marketplace.Core.Fulfillment;
using Marketplace.Core.Fulfillment.Returns;
using Marketplace.Core.Orders;
using Marketplace.Web.Features.Fulfillment;
using Marketplace.Web.Features.Orders;

namespace Marketplace.Tests.Web.Fulfillment;

public sealed class ActionDialogTests : IAsyncLifetime
{
    private RoomScreen screen = null!;

    // What is read from a server comes after the first picture of a dialog.
    private static TimeSpan Soon => TimeSpan.FromSeconds(10);

    public async ValueTask InitializeAsync() => screen = await RoomScreen.OpenAsync();

    public async ValueTask DisposeAsync() => await screen.DisposeAsync();

    [Fact]
    public async Task Cancel_SomeItems_SendsThemWithTheReason()
    {
        var order = await screen.Room.OrderAsync(null, 2, 1);
        var dialog = await screen.DialogAsync(d => CancelDialog.ShowAsync(d, order.Id), "[data-testid=cancel-send]");
        dialog.WaitForAssertion(() => Assert.Contains("taken out of stock", dialog.Markup, StringComparison.Ordinal), Soon);

        dialog.Find("input[data-testid='count-SKU-1']").Change("1");
        dialog.Find("input[data-testid='count-SKU-2']").Change("0");
        dialog.WaitForAssertion(() => Assert.Contains("Cancel 1 item", dialog.Find("button[data-testid=cancel-send]").TextContent, StringComparison.Ordinal), Soon);
        await dialog.Find("button[data-testid=cancel-send]").ClickAsync();
        await screen.Room.WorkAsync(most: 1);

        var line = Assert.Single(Assert.Single(screen.Room.Aftercare.Cancelled).Lines);
        Assert.Equal(("L1", 1), (line.ExternalLineId, line.Quantity));
    }

    [Fact]
    public async Task Refund_Amount_IsSentInMinorUnits()
    {
        var order = await screen.Room.OrderAsync(o => (o.State, o.TotalMinor) = (OrderState.Shipped, 3000));
        var dialog = await screen.DialogAsync(d => RefundDialog.ShowAsync(d, order.Id), "input[data-testid=refund-amount]");

        dialog.Find("input[data-testid=refund-amount]").Input("12.34");
        dialog.WaitForAssertion(() => Assert.Contains("Refund 12.34 EUR", dialog.Find("button[data-testid=refund-send]").TextContent, StringComparison.Ordinal), Soon);
        await dialog.Find("button[data-testid=refund-send]").ClickAsync();
        await screen.Room.WorkAsync();

        Assert.Equal(1234, Assert.Single(screen.Room.Aftercare.Paid).Amount.Minor);
    }

    [Fact]
    public async Task GoodsBack_CountedItems_AreTakenBack()
    {
        var order = await screen.Room.OrderAsync(o => (o.State, o.Lines[0].QuantityShipped) = (OrderState.Shipped, 2), 2);
        var dialog = await screen.DialogAsync(d => GoodsBackDialog.ShowAsync(d, order.Id), "input[data-testid='count-SKU-1']");
        Assert.True(dialog.Find("button[data-testid=goods-back-send]").HasAttribute("disabled"));

        dialog.Find("input[data-testid='count-SKU-1']").Change("1");
        dialog.WaitForAssertion(() => Assert.Contains("Put 1 item into stock", dialog.Find("button[data-testid=goods-back-send]").TextContent, StringComparison.Ordinal), Soon);
        await dialog.Find("button[data-testid=goods-back-send]").ClickAsync();

        var left = await screen.Room.Get<GoodsBack>().ChoicesAsync(screen.Room.SellerId, order.Id, CancellationToken.None);
        Assert.Equal(1, Assert.Single(left!.Lines).Left);
    }

    [Fact]
    public async Task Ship_WhileTheBuyerAsksToCancel_AsksFirst()
    {
        var order = await screen.Room.OrderAsync(o => o.CancelRequested = true);
        var dialog = await screen.DialogAsync(d => ShipDialog.ShowAsync(d, [order.Id]), "[data-testid=ship-entry]");

        dialog.Find($"input[data-testid='tracking-{order.ExternalId}']").Input("1Z999AA10123456784");
        var asking = dialog.Find("button[data-testid=ship-send]").ClickAsync();
        dialog.WaitForElement("button[data-testid=confirm]", TimeSpan.FromSeconds(20));
        Assert.Empty(await screen.Room.ShipmentsAsync(order.Id));
        await dialog.Find("button[data-testid=confirm]").ClickAsync();
        await asking;
        dialog.WaitForElement("[data-testid=ship-verdict]", TimeSpan.FromSeconds(20));

        Assert.Single(await screen.Room.ShipmentsAsync(order.Id));
    }

    [Fact]
    public async Task Ship_Together_SendsOneNumberForEachOrder()
    {
        var first = await screen.Room.OrderAsync();
        var second = await screen.Room.OrderAsync();
        var dialog = await screen.DialogAsync(d => ShipDialog.ShowAsync(d, [first.Id, second.Id], together: true), "[data-testid=ship-entry]");

        Assert.Empty(dialog.FindAll($"input[data-testid='tracking-{second.ExternalId}']"));
        dialog.Find($"input[data-testid='tracking-{first.ExternalId}']").Input("1Z999AA10123456784");
        await dialog.Find("button[data-testid=ship-send]").ClickAsync();
        dialog.WaitForAssertion(() => Assert.Equal(2, dialog.FindAll("[data-testid=ship-verdict]").Count), TimeSpan.FromSeconds(20));
        await screen.Room.WorkAsync();

        Assert.Equal([first.ExternalId, second.ExternalId], screen.Room.Marketplace.Stored.Where(s => s.TrackingNumber == "1Z999AA10123456784").Select(s => s.ExternalOrderId).Order());
    }
}
