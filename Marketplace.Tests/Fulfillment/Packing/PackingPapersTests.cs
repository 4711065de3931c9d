using Marketplace.Core.Catalog;
using Marketplace.Core.Data;
using Marketplace.Core.Fulfillment;
using Marketplace.Core.Fulfillment.Packing;
using Marketplace.Core.Inventory;
using Marketplace.Core.Inventory.Locations;
using Marketplace.Core.Orders;
using Marketplace.Core.Platforms;
using Marketplace.Core.Security;
using UglyToad.PdfPig;

namespace Marketplace.Tests.Fulfillment.Packing;

public sealed class PackingPapersTests
{
    [Fact]
    public async Task Slip_SaysWhatIsInTheParcel_AndItsBarcodesAreTheOrderAndTheItems()
    {
        await using var room = await FulfillmentRoom.OpenAsync();
        var order = await room.OrderAsync(o => Address(room, o, new RemoteBuyer { Name = "Grażyna Żółć", AddressLines = ["Ulica Długa 7"], City = "Kraków", PostalCode = "31-147", Country = "PL" }), 2, 1);

        using var pdf = await SlipsAsync(room, order.Id);

        var page = Assert.Single(pdf.GetPages());
        Assert.All(["Corner shop", "Grażyna Żółć", "Ulica Długa 7", "Thing 1", "3 items in all"], words => Assert.Contains(words, page.Text, StringComparison.Ordinal));
        Assert.DoesNotContain("EUR", page.Text, StringComparison.Ordinal);
        Assert.Equal([order.ExternalId, "SKU-1", "SKU-2"], Barcodes.Read(page));
    }

    [Theory]
    [InlineData("田中太郎")]
    [InlineData("김철수")]
    [InlineData("Нина Сергеевна")]
    [InlineData("สมชาย ใจดี")]
    [InlineData("Nguyễn Thị Ánh")]
    public async Task Slip_NamesOfOtherScripts_AreReadBackAsTheyAre(string name)
    {
        await using var room = await FulfillmentRoom.OpenAsync();
        var order = await room.OrderAsync(o => Address(room, o, new RemoteBuyer { Name = name }));

        using var pdf = await SlipsAsync(room, order.Id);

        Assert.Contains(name, pdf.GetPage(1).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("stands for characters", pdf.GetPage(1).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Slip_NameThatNoFontHas_IsReplacedAndTheSlipSaysSo()
    {
        await using var room = await FulfillmentRoom.OpenAsync();
        var order = await room.OrderAsync(o => Address(room, o, new RemoteBuyer { Name = "محمد Malik" }));

        using var pdf = await SlipsAsync(room, order.Id);

        Assert.Contains("???? Malik", pdf.GetPage(1).Text, StringComparison.Ordinal);
        Assert.Contains("stands for characters", pdf.GetPage(1).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Slips_OfASelection_AreOneDocumentInItsOrder_ForItsSellerAlone()
    {
        await using var room = await FulfillmentRoom.OpenAsync();
        var (first, second) = (await room.OrderAsync(), await room.OrderAsync(null, [.. Enumerable.Repeat(1, 20)]));

        using var pdf = await SlipsAsync(room, second.Id, first.Id, second.Id);

        Assert.Equal([second.ExternalId, second.ExternalId, first.ExternalId], pdf.GetPages().Select(page => Barcodes.Read(page)[0]));
        Assert.Contains("Goes on overleaf", pdf.GetPage(1).Text, StringComparison.Ordinal);
        Assert.Contains("20 items in all", pdf.GetPage(2).Text, StringComparison.Ordinal);
        Assert.Null(await room.Get<PackingPapers>().SlipsAsync(Guid.NewGuid(), [first.Id], null, CancellationToken.None));
    }

    [Fact]
    public async Task Slip_OfWhatIsLeft_LeavesOutWhatIsInAParcelAlready()
    {
        await using var room = await FulfillmentRoom.OpenAsync();
        var order = await room.OrderAsync(null, 5, 1);
        await room.ShipAsync(new ShipRequest(order.Id, "TRACK1", "UPS", Lines: [new ShipRequestLine(order.Lines[0].Id, 2), new ShipRequestLine(order.Lines[1].Id, 1)]));

        using var pdf = await SlipsAsync(room, order.Id);

        Assert.Contains("of 5", pdf.GetPage(1).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Thing 2", pdf.GetPage(1).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PickList_TakesFromTheDefaultLocationFirst_AndSaysWhatLiesNowhere()
    {
        await using var room = await FulfillmentRoom.OpenAsync();
        var mug = await StockAsync(room, "MUG", "4006381333931", ("Shed", true, 2), ("Barn", false, 3));
        var orders = new[] { await OrderOfAsync(room, mug, 4), await OrderOfAsync(room, mug, 3), await room.OrderAsync(o => o.Lines[0].Sku = "LOOSE") };

        var list = await room.Get<PackingPapers>().PickListAsync(room.SellerId, [.. orders.Select(o => o.Id)], CancellationToken.None);

        Assert.Equal(["Shed", "Barn", "Not in stock anywhere", "Not linked to stock"], list.Places.Select(p => p.Name));
        Assert.Equal([2, 3, 2, 1], list.Places.Select(p => p.Lines.Single().Quantity));
        Assert.Equal(("MUG", "4006381333931", 2), (list.Places[1].Lines[0].Sku, list.Places[1].Lines[0].Code, list.Places[1].Lines[0].Orders));
    }

    [Fact]
    public async Task PickList_Printed_HasBarcodesOfItemsAndOrders_AndNothingOfShippedOnes()
    {
        await using var room = await FulfillmentRoom.OpenAsync();
        var mug = await StockAsync(room, "MUG", "4006381333931", ("Shed", true, 9));
        var (order, shipped) = (await OrderOfAsync(room, mug, 1), await room.OrderAsync(o => o.State = OrderState.Shipped));
        await room.ShipAsync(new ShipRequest(shipped.Id, "TRACK1", "UPS"));

        var paper = (await room.Get<PackingPapers>().PrintPickListAsync(room.SellerId, [order.Id], null, CancellationToken.None))!;

        using var pdf = PdfDocument.Open(paper.Content);
        Assert.Equal((1, 1), (paper.Orders, pdf.NumberOfPages));
        Assert.Equal(["4006381333931", order.ExternalId], Barcodes.Read(pdf.GetPage(1)));
        Assert.Null(await room.Get<PackingPapers>().PrintPickListAsync(Guid.NewGuid(), [order.Id], null, CancellationToken.None));
    }

    private static async Task<PdfDocument> SlipsAsync(FulfillmentRoom room, params Guid[] orderIds)
    {
        var paper = (await room.Get<PackingPapers>().SlipsAsync(room.SellerId, orderIds, null, CancellationToken.None))!;
        var pdf = PdfDocument.Open(paper.Content);
        Assert.Equal(paper.Sheets, pdf.NumberOfPages);
        return pdf;
    }

    private static void Address(FulfillmentRoom room, Order order, RemoteBuyer buyer) => order.ProtectedBuyer = room.Get<PersonalDataProtector>().Protect(buyer);

    private static Task<Order> OrderOfAsync(FulfillmentRoom room, Variant variant, int quantity) =>
        room.OrderAsync(order => (order.Lines[0].VariantId, order.Lines[0].Quantity) = (variant.Id, quantity));

    private static async Task<Variant> StockAsync(FulfillmentRoom room, string sku, string ean, params (string Name, bool IsDefault, int OnHand)[] shelves)
    {
        var product = new Product { Title = sku };
        var variant = new Variant { ProductId = product.Id, Sku = sku, SkuKey = sku, Title = $"{sku}, blue" };
        await using var db = room.Database.Open(room.SellerId);
        db.AddRange(product, variant, new VariantCode { VariantId = variant.Id, Code = ProductCode.Normalize("EAN", ean)! });
        foreach (var shelf in shelves)
        {
            var place = new StockLocation { Name = shelf.Name, NameKey = shelf.Name.ToUpperInvariant(), IsDefault = shelf.IsDefault };
            db.AddRange(place, new LocationStock { VariantId = variant.Id, LocationId = place.Id, OnHand = shelf.OnHand });
        }

        await db.SaveChangesAsync();
        return variant;
    }
}
