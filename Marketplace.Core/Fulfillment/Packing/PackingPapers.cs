using System.Security.Cryptography;
using Marketplace.Core.Data;
using Marketplace.Core.Orders;
using Marketplace.Core.Platforms;
using Marketplace.Core.Security;

namespace Marketplace.Core.Fulfillment.Packing;

/// <summary>A PDF for printing.</summary>
/// <param name="Content">The document.</param>
/// <param name="Orders">Orders in it.</param>
/// <param name="Sheets">Sheets of paper.</param>
public sealed record PrintedPaper(byte[] Content, int Orders, int Sheets);

/// <summary>Makes packing slips and pick lists, for one order or a selection, to their seller alone. Nothing of them is stored.</summary>
public sealed class PackingPapers(MarketplaceDb database, PlatformCatalog platforms, PersonalDataProtector protector, TimeProvider time)
{
    /// <summary>Most orders in one document.</summary>
    public const int MostOrders = 500;

    /// <summary>The packing slips of orders as one document, in the order of the ids; null when none of them is the seller's.</summary>
    /// <param name="sellerId">Whose.</param>
    /// <param name="orderIds">The orders; those beyond <see cref="MostOrders"/> are left out.</param>
    /// <param name="format">Sheet; null takes Letter for orders in dollars of North America, and A4 for all others.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task<PrintedPaper?> SlipsAsync(Guid sellerId, IReadOnlyList<Guid> orderIds, PaperFormat? format, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        var orders = await LoadAsync(db, orderIds, cancellationToken);
        if (orders.Count == 0)
        {
            return null;
        }

        var variantIds = orders.SelectMany(o => o.Order.Lines).Select(l => l.VariantId).OfType<Guid>().Distinct().ToList();
        var codes = await ItemCodes.OfVariantsAsync(db, variantIds, cancellationToken);
        using var paper = new PaperDocument(format ?? UsualFormat(orders), "Packing slips");
        var layout = new PackingSlipLayout(paper);
        var sheets = 0;
        foreach (var order in orders)
        {
            cancellationToken.ThrowIfCancellationRequested();
            sheets += layout.Draw(SlipOf(order, codes));
        }

        return new PrintedPaper(paper.Finish(), orders.Count, sheets);
    }

    /// <summary>What must be fetched for those of the orders that have something left to ship.</summary>
    public async Task<PickList> PickListAsync(Guid sellerId, IReadOnlyList<Guid> orderIds, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        return await PickListReader.ReadAsync(db, await LoadAsync(db, orderIds, cancellationToken), cancellationToken);
    }

    /// <summary>The pick list of orders as a document; null when nothing of them is left to ship.</summary>
    /// <param name="sellerId">Whose.</param>
    /// <param name="orderIds">The orders; those beyond <see cref="MostOrders"/> are left out.</param>
    /// <param name="format">Sheet; null takes the usual one as in <see cref="SlipsAsync"/>.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task<PrintedPaper?> PrintPickListAsync(Guid sellerId, IReadOnlyList<Guid> orderIds, PaperFormat? format, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        var orders = await LoadAsync(db, orderIds, cancellationToken);
        var list = await PickListReader.ReadAsync(db, orders, cancellationToken);
        if (list.Orders.Count == 0)
        {
            return null;
        }

        using var paper = new PaperDocument(format ?? UsualFormat(orders), "Pick list");
        new PickListLayout(paper).Draw(list, time.GetUtcNow());
        return new PrintedPaper(paper.Finish(), list.Orders.Count, paper.Sheets);
    }

    private static async Task<List<ShippableOrder>> LoadAsync(MarketplaceDbContext db, IReadOnlyList<Guid> orderIds, CancellationToken cancellationToken)
    {
        var wanted = orderIds.Distinct().Take(MostOrders).ToList();
        var found = await ShippableOrders.LoadAsync(db, wanted, cancellationToken);
        return [.. wanted.Where(found.ContainsKey).Select(id => found[id])];
    }

    private static PaperFormat UsualFormat(List<ShippableOrder> orders) => orders[0].Order.Currency is "USD" or "CAD" or "MXN" ? PaperFormat.Letter : PaperFormat.A4;

    private PackingSlip SlipOf(ShippableOrder shippable, ILookup<Guid, string> codes)
    {
        var order = shippable.Order;

        // Once everything is in parcels, a slip that is printed again says what they hold together.
        var isPartial = shippable.AllLeft().Count > 0;
        return new PackingSlip
        {
            OrderId = order.Id,
            ExternalId = order.ExternalId,
            StoreName = shippable.StoreName,
            MarketplaceName = platforms.TryGet(order.Marketplace, out var platform) ? platform.Descriptor.Name : order.Marketplace,
            PlacedAt = order.PlacedAt,
            ShipBy = order.ShipBy == Order.NoShipBy ? null : order.ShipBy,
            ShippingService = order.ShippingService,
            Buyer = BuyerOf(order),
            Lines =
            [
                .. from line in order.Lines
                   let quantity = isPartial ? shippable.Left(line) : line.Quantity
                   where quantity > 0
                   select new PackingSlipLine(
                       quantity, line.Quantity, line.VariationTitle is null ? line.Title : $"{line.Title} ({line.VariationTitle})", line.Sku,
                       ItemCodes.Payload(line.VariantId is { } id ? codes[id] : [], line.Sku)),
            ],
        };
    }

    private RemoteBuyer? BuyerOf(Order order)
    {
        try
        {
            return protector.Unprotect<RemoteBuyer>(order.ProtectedBuyer);
        }
        catch (CryptographicException)
        {
            // The order's panel says that the keys are missing; the slip says that it has no address.
            return null;
        }
    }
}
