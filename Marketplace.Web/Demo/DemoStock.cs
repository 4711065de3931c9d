using Marketplace.Core.Inventory;
using Marketplace.Core.Inventory.Bundles;
using Marketplace.Core.Inventory.Incoming;
using Marketplace.Core.Inventory.Locations;

namespace Marketplace.Web.Demo;

/// <summary>
/// Gives the demo's stock what marketplaces know nothing of, once their listings have come in: a second location, a delivery that is
/// expected, and a bundle.
/// </summary>
internal sealed class DemoStock(
    InventoryQueries inventory, StockLedger ledger, LocationEditor locations, IncomingDesk desk, BundleEditor bundles, TimeProvider time, ILogger<DemoStock> logger)
{
    private const string Actor = "Demo";
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>Waits for the listings, and sets the stock up. A failure is logged: the demo works without.</summary>
    public async Task SetUpAsync(Guid sellerId, CancellationToken cancellationToken)
    {
        try
        {
            await WaitAsync(sellerId, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            logger.LogDebug("The demo stopped before its stock was set up");
        }
        catch (Exception exception)
        {
            logger.LogError(exception, "The demo's stock could not be set up");
        }
    }

    private async Task WaitAsync(Guid sellerId, CancellationToken cancellationToken)
    {
        var until = time.GetUtcNow() + Patience;
        while (time.GetUtcNow() < until)
        {
            var filter = new InventoryFilter { Sort = InventorySort.Available, Descending = true };
            var page = await inventory.ListAsync(sellerId, filter, 0, 8, cancellationToken);
            if (page.Items.Count == 8 && page.Items.All(row => row.Listings.Count > 0))
            {
                await SetUpAsync(sellerId, page.Items, cancellationToken);
                return;
            }

            await Task.Delay(Pause, time, cancellationToken);
        }

        logger.LogInformation("The demo's listings did not come in; its stock is left as it is");
    }

    private async Task SetUpAsync(Guid sellerId, IReadOnlyList<InventoryRow> rows, CancellationToken cancellationToken)
    {
        var (annex, _) = await locations.AddAsync(sellerId, "Harbour shop", cancellationToken);
        if (annex is null)
        {
            return;
        }

        await ledger.DoAsync(
            sellerId,
            [.. rows.Skip(2).Take(4).Select(row => new StockAct { VariantId = row.VariantId, Kind = StockActKind.Transfer, Items = Math.Max(1, row.Available / 4), ToLocationId = annex, Note = "For the shop window" })],
            Actor, cancellationToken);
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        await desk.ExpectAsync(sellerId, new IncomingWish(rows[3].VariantId, 40, "PO-1042", today.AddDays(6), null), Actor, cancellationToken);
        await desk.ExpectAsync(sellerId, new IncomingWish(rows[4].VariantId, 24, "PO-1043", today.AddDays(11), annex), Actor, cancellationToken);

        // The last of them, so that little stock is written off.
        await bundles.DefineAsync(sellerId, rows[^1].VariantId, [new BundlePartWish(rows[0].VariantId, 1), new BundlePartWish(rows[1].VariantId, 2)], Actor, cancellationToken);
    }
}
