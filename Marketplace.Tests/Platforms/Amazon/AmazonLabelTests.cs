using System.Text;
using System.Text.Json;
using Marketplace.Core.Platforms;
using Marketplace.Sandbox.Faults;

namespace Marketplace.Tests.Platforms.Amazon;

public sealed class AmazonLabelTests
{
    internal static readonly Dictionary<string, string?> Sender = new()
    {
        ["Platforms:Amazon:ShipFrom:Name"] = "Harbour & Pine",
        ["Platforms:Amazon:ShipFrom:AddressLine1"] = "1 Quay",
        ["Platforms:Amazon:ShipFrom:City"] = "Portland",
        ["Platforms:Amazon:ShipFrom:StateOrProvinceCode"] = "OR",
        ["Platforms:Amazon:ShipFrom:PostalCode"] = "97201",
        ["Platforms:Amazon:ShipFrom:CountryCode"] = "US",
        ["Platforms:Amazon:ShipFrom:Phone"] = "555-0100",
        ["Platforms:Amazon:ShipFrom:Email"] = "shed@example.com",
    };

    private static async Task<(ConnectionContext Connection, LabelRequest Request)> SaleAsync(AmazonBed bed)
    {
        var connection = await bed.ConnectAsync();
        var order = (await bed.Platform.Orders!.GetAsync(connection, bed.Amazon.CreateOrders(1, null, 2)[0], CancellationToken.None))!;
        return (connection, new LabelRequest
        {
            ExternalOrderId = order.ExternalId,
            OrderPlatformData = order.PlatformData,
            Lines = [.. order.Lines.Select(l => new ShipmentNoticeLine(l.ExternalId, l.Quantity, null))],
            WeightGrams = 750,
            SizeMillimetres = (200, 150, 100),
        });
    }

    [Fact]
    public async Task Buy_ChosenOffer_ShipsTheOrderAndGivesAPdf()
    {
        await using var bed = await AmazonBed.StartAsync(settings: Sender);
        var (connection, request) = await SaleAsync(bed);
        var offers = await bed.Platform.Labels!.OffersAsync(connection, request, CancellationToken.None);
        Assert.Equal(["USPS_PTP_GND_ADV", "UPS_PTP_GND", "UPS_PTP_NEXT_DAY_AIR_SAVER"], offers.Select(o => o.Id));

        var label = await bed.Platform.Labels.BuyAsync(connection, request with { OfferId = "UPS_PTP_GND" }, CancellationToken.None);
        Assert.Equal(("UPS", offers[1].Price), (label.Carrier, label.Price));
        var document = await bed.Platform.Labels.DocumentAsync(connection, label.ExternalShipmentId!, CancellationToken.None);
        Assert.Equal(label.TrackingNumber, document.TrackingNumber);
        var pdf = Convert.FromBase64String(document.Address.OriginalString["data:application/pdf;base64,".Length..]);
        Assert.StartsWith("%PDF-", Encoding.ASCII.GetString(pdf), StringComparison.Ordinal);
        Assert.Equal("SHIPPED", JsonSerializer.SerializeToElement(bed.Amazon.DescribeOrder(request.ExternalOrderId)).GetProperty("status").GetString());
    }

    [Theory]
    [InlineData(FaultKind.Reset)]
    [InlineData(FaultKind.Timeout)]
    public async Task Buy_AnswerLost_BuysNoSecondLabel(FaultKind fault)
    {
        await using var bed = await AmazonBed.StartAsync(settings: new(Sender) { ["Platforms:Http:TimeoutSeconds"] = "1" });
        var (connection, request) = await SaleAsync(bed);
        bed.Faults.Arm("amazon", "createShipment", fault, 1, null);

        var lost = await Assert.ThrowsAsync<TransientException>(() => bed.Platform.Labels!.BuyAsync(connection, request, CancellationToken.None));
        Assert.True(lost.OutcomeUnknown);
        var refused = await Assert.ThrowsAsync<RejectedException>(() => bed.Platform.Labels!.BuyAsync(connection, request, CancellationToken.None));
        Assert.Contains("already have a parcel", refused.Message, StringComparison.Ordinal);
        var found = await bed.Platform.Labels!.BuyAsync(connection, request with { MayBeBought = true }, CancellationToken.None);
        Assert.Equal((true, true, 1), (found.ExternalShipmentId is null, found.TrackingNumber is { Length: > 0 }, bed.Calls("createShipment")));
    }

    [Fact]
    public async Task Void_UnusedLabel_LetsTheOrderWaitAgainAndMayBeRepeated()
    {
        await using var bed = await AmazonBed.StartAsync(settings: Sender);
        var (connection, request) = await SaleAsync(bed);
        var label = await bed.Platform.Labels!.BuyAsync(connection, request, CancellationToken.None);

        await bed.Platform.Labels.VoidAsync(connection, label.ExternalShipmentId!, CancellationToken.None);
        await bed.Platform.Labels.VoidAsync(connection, label.ExternalShipmentId!, CancellationToken.None);
        Assert.Equal("UNSHIPPED", JsonSerializer.SerializeToElement(bed.Amazon.DescribeOrder(request.ExternalOrderId)).GetProperty("status").GetString());

        var second = await bed.Platform.Labels.BuyAsync(connection, request, CancellationToken.None);
        Assert.NotEqual(label.ExternalShipmentId, second.ExternalShipmentId);
    }

    [Theory]
    [InlineData(FaultKind.Partial)]
    [InlineData(FaultKind.Ignored)]
    public async Task Void_LabelThatAmazonKeeps_IsRejectedWithWhatToDo(FaultKind fault)
    {
        await using var bed = await AmazonBed.StartAsync(settings: Sender);
        var (connection, request) = await SaleAsync(bed);
        var label = await bed.Platform.Labels!.BuyAsync(connection, request, CancellationToken.None);
        bed.Faults.Arm("amazon", "cancelShipment", fault, 1, null);

        var refused = await Assert.ThrowsAsync<RejectedException>(() => bed.Platform.Labels.VoidAsync(connection, label.ExternalShipmentId!, CancellationToken.None));
        Assert.Contains("Seller Central", refused.Message, StringComparison.Ordinal);
        Assert.Equal("SHIPPED", JsonSerializer.SerializeToElement(bed.Amazon.DescribeOrder(request.ExternalOrderId)).GetProperty("status").GetString());
    }

    [Fact]
    public async Task Buy_WithoutSender_NamesTheSetting()
    {
        await using var bed = await AmazonBed.StartAsync();
        var (connection, request) = await SaleAsync(bed);
        var refused = await Assert.ThrowsAsync<RejectedException>(() => bed.Platform.Labels!.BuyAsync(connection, request, CancellationToken.None));
        Assert.Contains("Platforms:Amazon:ShipFrom:Name", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Offers_WithoutWeight_SayWhatIsMissing()
    {
        await using var bed = await AmazonBed.StartAsync(settings: Sender);
        var (connection, request) = await SaleAsync(bed);
        await Assert.ThrowsAsync<RejectedException>(() => bed.Platform.Labels!.OffersAsync(connection, request with { WeightGrams = null }, CancellationToken.None));
    }
}
