using System.Runtime.CompilerServices;
using Marketplace.Benchmarks.Beds;
using Marketplace.Benchmarks.Measuring;
using Marketplace.Core.Fulfillment;
using Marketplace.Core.Orders;
using Marketplace.Core.Sync;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Benchmarks.Cases;

/// <summary>A parcel for each of many orders is entered at once; until every one is told to the marketplace, and seen there.</summary>
internal sealed class ConfirmShipments : IBenchmark
{
    public string Name => "confirm-shipments";

    public string About => "parcels of 5,000 orders, from entering them until each is seen on the marketplace";

    public async IAsyncEnumerable<Figures> RunAsync(BenchmarkSettings settings, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (listings, orders) = (settings.Pick(30, 300, 1_000), settings.Pick(12, 500, 5_000));
        foreach (var marketplace in Bed.Marketplaces)
        {
            await using var bed = await Bed.MakeAsync(settings, listings, orders, Rates.Unhurried, cancellationToken);
            var store = await bed.ConnectAsync(marketplace, cancellationToken);
            await bed.ImportListingsAsync(store, cancellationToken);
            await bed.RunAsync(store, SyncJob.Orders, cancellationToken);
            var requests = await ParcelsAsync(bed.App, cancellationToken);
            var before = await bed.Sandbox.CountsAsync(cancellationToken);
            await using var meter = Meter.Start();
            var verdicts = await bed.App.Get<ShipOrders>().ShipAsync(bed.App.SellerId, requests, "benchmark", cancellationToken);
            var entered = meter.Elapsed;
            var parcels = verdicts.Count(v => v.Outcome == ShipOutcome.Accepted);
            var confirmed = 0;
            await Bed.UntilAsync(
                async () =>
                {
                    await using var db = bed.App.OpenDatabase();
                    confirmed = await db.Shipments.CountAsync(s => s.State == ShipmentState.Confirmed, cancellationToken);
                    return !await db.Shipments.AnyAsync(s => s.State == ShipmentState.Queued || s.State == ShipmentState.Sent, cancellationToken);
                },
                cancellationToken);
            var row = await meter.StopAsync(new Figures(Name, $"{marketplace}, {confirmed:N0} of {parcels:N0} parcels until seen"));
            var after = await bed.Sandbox.CountsAsync(cancellationToken);
            yield return new Figures(Name, $"{marketplace}, {parcels:N0} parcels until stored") { Time = entered, Items = parcels };
            yield return row with
            {
                Items = confirmed,
                Calls = after.CallsSince(before, marketplace),
                FewestCalls = FewestCalls.OfShipments(marketplace, parcels),
                Throttled = after.ThrottledSince(before, marketplace),
                Target = "all confirmed, no 429s",
                Met = confirmed == parcels && after.ThrottledSince(before, marketplace) == 0,
            };
        }
    }

    private static async Task<List<ShipRequest>> ParcelsAsync(ProductApp app, CancellationToken cancellationToken)
    {
        await using var db = app.OpenDatabase();
        var ids = await db.Orders.Where(o => o.State == OrderState.ToShip && !o.FulfilledByMarketplace && !o.CancelRequested).Select(o => o.Id).ToListAsync(cancellationToken);
        return [.. ids.Select((id, i) => new ShipRequest(id, $"94001000000000{i:D8}", "USPS"))];
    }
}
