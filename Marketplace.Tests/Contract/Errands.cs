using Marketplace.Core.Platforms;
using Marketplace.Sandbox;
using Marketplace.Sandbox.Amazon;
using Marketplace.Sandbox.Ebay;

namespace Marketplace.Tests.Contract;

/// <summary>What a store's day holds beside its routine: labels, parcels that are split and combined, batches, reports, and buyers who ask to cancel.</summary>
internal sealed class Errands(ISandboxMarketplace sandbox, MarketplacePlatform platform, ConnectionContext connection)
{
    // One more than a search of Amazon's shows of listings that were created in one moment.
    private const int BulkUpload = 1_001;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Does them all, on orders that the routine has left.</summary>
    public async Task RunAsync()
    {
        await BuyLabelAsync();
        await CombineAsync();
        await ShipInPartsAsync();
        await AnswerBuyersAsync();
        await AnswerReturnsAsync();
        await MigrateAsync();
        await ReadBulkUploadAsync();
    }

    /// <summary>What is only worth its while at the marketplace's real limits: quantities and parcels by feed.</summary>
    public async Task RunBatchesAsync()
    {
        if (platform.Stock is IStockOutcomes outcomes)
        {
            var listings = (await Journey.AllAsync(platform.Listings!.ListAsync(connection, Cancel)))
                .Where(listing => !listing.FulfilledByMarketplace && listing.Sku is not null)
                .Select(listing => new ListingReference(listing.ExternalId, listing.Sku, listing.PlatformData)).Take(100).ToList();
            var verdicts = await platform.Stock.PushAsync(connection, [.. listings.Select(listing => new StockChange(listing, 9))], Cancel);
            var ticket = Assert.Single(verdicts.Select(verdict => verdict.Ticket).Distinct());
            Assert.NotNull(ticket);
            await Eventually.TrueAsync(async () => await outcomes.OutcomeAsync(connection, ticket, listings, Cancel) is { Count: 0 });
        }

        if (platform.BulkShipments is { } bulk)
        {
            var carrier = (await platform.Shipments!.CarriersAsync(connection, Cancel))[0];
            List<ShipmentNotice> notices = [.. (await OrdersToShip.ReadAsync(platform, connection)).Take(2).Select((order, i) => OrdersToShip.NoticeOf(order, order.Lines, carrier, $"1Z999AA1077777{i:0000}"))];
            var ticket = await bulk.ConfirmAsync(connection, notices, Cancel);
            IReadOnlyList<ShipmentVerdict>? verdicts = null;
            await Eventually.TrueAsync(async () => (verdicts = await bulk.VerdictsAsync(connection, ticket, notices, Cancel)) is not null);
            Assert.All(verdicts!, verdict => Assert.True(verdict.Accepted, verdict.Reason));
        }
    }

    private async Task BuyLabelAsync()
    {
        if (platform.Labels is not { } labels)
        {
            return;
        }

        var order = (await OrdersToShip.ReadLabelledAsync(platform, connection))[0];
        var request = new LabelRequest
        {
            ExternalOrderId = order.ExternalId,
            OrderPlatformData = order.PlatformData,
            Lines = OrdersToShip.Lines(order.Lines),
            WeightGrams = 400,
            SizeMillimetres = (300, 200, 50),
        };
        var offers = await labels.OffersAsync(connection, request, Cancel);
        var handover = await labels.HandoverAsync(connection, request, Cancel);
        var label = await labels.BuyAsync(connection, request with { OfferId = offers.Select(offer => offer.Id).LastOrDefault(), Pickup = handover.Pickups.Count > 0 ? handover.Pickups[0] : null }, Cancel);
        Assert.Equal(label.TrackingNumber, (await labels.DocumentAsync(connection, label.ExternalShipmentId!, Cancel)).TrackingNumber);
        try
        {
            await labels.VoidAsync(connection, label.ExternalShipmentId!, Cancel);
        }
        catch (RejectedException refusal)
        {
            Assert.Contains("takes no label back", refusal.Message, StringComparison.Ordinal);
        }
    }

    private async Task CombineAsync()
    {
        if (platform.Combining is not { } combining)
        {
            return;
        }

        CombinableOrders? first = null;
        await foreach (var group in combining.CombinableAsync(connection, Cancel))
        {
            first ??= group;
        }

        // In markets that lay out packages only when they are shipped there is nothing to combine.
        if (first is not null)
        {
            var parcel = await combining.CombineAsync(connection, first, Cancel);
            await combining.SeparateAsync(connection, parcel, first.ExternalOrderIds, Cancel);
        }
    }

    private async Task ShipInPartsAsync()
    {
        var order = (await OrdersToShip.ReadAsync(platform, connection)).Find(order => order.Lines.Count > 1);
        if (order is not null)
        {
            var carrier = (await platform.Shipments!.CarriersAsync(connection, Cancel))[0];
            await platform.Shipments.ConfirmAsync(connection, OrdersToShip.NoticeOf(order, [order.Lines[0]], carrier, "1Z999AA1055555001"), Cancel);
            var seen = await platform.Shipments.ReadAsync(connection, order.ExternalId, order.PlatformData, Cancel);
            Assert.Equal([order.Lines[0].ExternalId], Assert.Single(seen).Lines.Keys);
        }
    }

    private async Task AnswerBuyersAsync()
    {
        if (platform.Cancellations is not { } cancellations)
        {
            return;
        }

        foreach (var (accept, order) in new[] { true, false }.Zip((await OrdersToShip.ReadAsync(platform, connection)).TakeLast(2)))
        {
            switch (sandbox)
            {
                case AmazonSandbox amazon:
                    Assert.True(amazon.RequestCancellation(order.ExternalId, "Ordered by mistake"));
                    break;
                case EbaySandbox ebay:
                    ebay.ChangeOrder(order.ExternalId, cancelState: "IN_PROGRESS");
                    break;
            }

            await cancellations.AnswerAsync(connection, order.ExternalId, accept, Cancel);
        }

        // On TikTok Shop some buyers have asked from the beginning.
        var asked = (await Journey.AllAsync(platform.Orders!.ListAsync(connection, null, Cancel))).Where(order => order is { CancelRequested: true, FulfilledByMarketplace: false }).ToList();
        foreach (var (accept, order) in new[] { true, false }.Zip(asked))
        {
            await cancellations.AnswerAsync(connection, order.ExternalId, accept, Cancel);
        }
    }

    private async Task AnswerReturnsAsync()
    {
        if (platform.Returns is not { } desk)
        {
            return;
        }

        var since = TimeProvider.System.GetUtcNow().AddDays(-1);
        var left = (await Journey.AllAsync(platform.Orders!.ListAsync(connection, since, Cancel))).Where(order => order.Status == RemoteOrderStatus.Shipped && !order.FulfilledByMarketplace);
        foreach (var (accept, order) in new[] { true, false }.Zip(left))
        {
            Assert.NotNull(sandbox.AskForReturn(order.ExternalId, sendsBack: accept));
            var asked = (await desk.ReadAsync(connection, [order.ExternalId], Cancel))[^1];
            var reason = accept ? null : (await desk.RefusalReasonsAsync(connection, asked.ExternalId, Cancel))[0].Name;
            await desk.AnswerAsync(connection, new RemoteReturnAnswer(asked.ExternalId, asked.Question!.Value, accept, reason, null), Cancel);
        }

        var changed = new List<RemoteReturn>();
        await foreach (var page in desk.ReadChangedAsync(connection, since, Cancel))
        {
            changed.AddRange(page);
        }

        Assert.Equal(2, changed.Count);
    }

    private async Task MigrateAsync()
    {
        if (platform.Migration is { } migration)
        {
            var listings = (await Journey.AllAsync(platform.Listings!.ListAsync(connection, Cancel))).Select(listing => new ListingReference(listing.ExternalId, listing.Sku, listing.PlatformData));
            Assert.All(await migration.MigrateAsync(connection, [.. listings.Where(migration.CanMigrate).Take(1)], Cancel), verdict => Assert.True(verdict.Moved, verdict.Reason));
        }
    }

    private async Task ReadBulkUploadAsync()
    {
        if (sandbox is AmazonSandbox amazon)
        {
            amazon.CreateListings(BulkUpload);
            Assert.InRange((await Journey.AllAsync(platform.Listings!.ListAsync(connection, Cancel))).Count, BulkUpload, int.MaxValue);
        }
    }
}
