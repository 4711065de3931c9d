using Bunit;
using Marketplace.Core.Common;
using Marketplace.Core.Fulfillment;
using Marketplace.Core.Orders;
using Marketplace.Web.Components.Shared;
using Marketplace.Web.Features.Account;
using Marketplace.Web.Features.Orders;

namespace Marketplace.Tests.Web.Screens;

public sealed class StatusTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 4, 9, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(-30, "30 min late", StatusTone.Bad)]
    [InlineData(90, "1 h left", StatusTone.Caution)]
    [InlineData(24 * 60, "24 h left", StatusTone.Caution)]
    [InlineData(25 * 60, "Tue 5 May", StatusTone.Neutral)]
    public void Countdown_MinutesLeft_SaysHowPressingItIs(int minutes, string text, StatusTone tone)
    {
        var shipBy = Now.AddMinutes(minutes);

        Assert.Equal(new Countdown(text, tone), Countdown.Of(shipBy, Now, shipBy));
    }

    [Theory]
    [InlineData(OrderState.ToShip, null, "To ship")]
    [InlineData(OrderState.ToShip, ShipmentState.Queued, "Sending tracking")]
    [InlineData(OrderState.ToShip, ShipmentState.Failed, "Tracking refused")]
    [InlineData(OrderState.ToShip, ShipmentState.Confirmed, "To ship")]
    [InlineData(OrderState.Shipped, ShipmentState.Sent, "Shipped")]
    public void Of_OrderAndParcel_TellsTheUnfinishedOne(OrderState state, ShipmentState? shipment, string text) =>
        Assert.Equal(text, OrderStateWords.Of(state, shipment).Text);

    [Theory]
    [InlineData(1250, "USD", "$12.50")]
    [InlineData(-305, "GBP", "−£3.05")]
    [InlineData(1980, "JPY", "¥1,980")]
    [InlineData(123456, "CHF", "1,234.56 CHF")]
    public async Task Money_Amount_IsToldInItsCurrencysWay(long minor, string currency, string text)
    {
        await using var context = new ScreenContext();

        var shown = context.Bunit.Render<MoneyText>(p => p.Add(c => c.Amount, new Money(minor, currency)));

        Assert.Equal(text, shown.Find("span").TextContent);
    }

    [Fact]
    public async Task Chip_Tone_IsAlsoInWords()
    {
        await using var context = new ScreenContext();

        var chip = context.Bunit.Render<StatusChip>(p => p.Add(c => c.Text, "Refused").Add(c => c.Tone, StatusTone.Bad));

        Assert.Equal("Refused", chip.Find(".status-bad").TextContent.Trim());
    }

    [Theory]
    [InlineData("/orders?tab=all", "/orders?tab=all")]
    [InlineData("//evil.example", "/")]
    [InlineData("/\\evil.example", "/")]
    [InlineData("https://evil.example", "/")]
    [InlineData("/orders\r\nSet-Cookie: a=b", "/")]
    [InlineData(null, "/")]
    public void Or_Address_StaysInsideTheApplication(string? address, string result) => Assert.Equal(result, LocalAddress.Or(address, "/"));
}
