using System.Text;
using Marketplace.Core.Data;
using Marketplace.Core.Fulfillment;
using Marketplace.Core.Fulfillment.Files;
using Marketplace.Core.Inventory;
using Marketplace.Core.Orders;
using Marketplace.Core.Platforms;
using Marketplace.Core.Sync;
using Marketplace.Sandbox.Faults;
using Marketplace.Tests.Connections;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Tests.Chaos;

/// <summary>
/// A seller's day while marketplaces misbehave: connecting, the first import, new sales, a count of stock, and a tracking file for
/// every open order. Time runs fast, so that what waits for minutes is seen to its end.
/// </summary>
internal sealed class Storm : IAsyncDisposable
{
    private const double Speed = 20;
    private const int Listings = 24;
    private const int Orders = 8;
    private const int SoldLater = 3;
    private const int ConsentTries = 6;
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(240);

    private static readonly Dictionary<string, string?> Settings = new()
    {
        ["Sandbox:Listings"] = $"{Listings}",
        ["Sandbox:Orders"] = $"{Orders}",

        // A lease is about dead processes, of which there are none here; at this speed a busy machine would lose it.
        ["Work:LeaseSeconds"] = "600",
        ["Work:MaxBackoffSeconds"] = "60",
    };

    private readonly TestApp app = TestApp.Start(Settings, time: new HurriedTime(Speed));
    private readonly IReadOnlyList<string> marketplaces;

    private Storm(IReadOnlyList<string> marketplaces) => this.marketplaces = marketplaces;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>The application, to look at afterwards.</summary>
    public TestApp App => app;

    /// <summary>The seller.</summary>
    public Guid Seller { get; private set; }

    /// <summary>Goes through the day with these faults armed from its start.</summary>
    /// <param name="marketplaces">Marketplaces with a store.</param>
    /// <param name="arm">Arms faults.</param>
    public static async Task<Storm> WeatherAsync(IReadOnlyList<string> marketplaces, Action<FaultBox> arm)
    {
        var storm = new Storm(marketplaces);
        try
        {
            storm.Seller = await storm.app.SellerIdAsync();
            arm(storm.app.Faults);
            await storm.LiveAsync();
            return storm;
        }
        catch
        {
            await storm.DisposeAsync();
            throw;
        }
    }

    /// <summary>A context in the seller's name.</summary>
    public MarketplaceDbContext Open() => app.Services.GetRequiredService<MarketplaceDb>().Open(Seller);

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task LiveAsync()
    {
        foreach (var marketplace in marketplaces)
        {
            var store = await ConnectAsync(marketplace);
            await app.Services.GetRequiredService<SyncStarter>().StartForConnectionAsync(Seller, store, SyncJob.Products, "connect", Cancel);
        }

        await UntilAsync("the orders are read", async db => await db.SyncCursors.CountAsync(c => c.Job == SyncJob.Orders, Cancel) == marketplaces.Count, SyncJob.Products);
        foreach (var marketplace in marketplaces)
        {
            app.Marketplace(marketplace).CreateOrders(SoldLater, null, 1);
        }

        await UntilAsync("the new orders are here", async db => await db.Orders.CountAsync(Cancel) >= marketplaces.Count * (Orders + SoldLater), SyncJob.Orders);
        await CountStockAsync();
        await ShipAsync();
        await UntilAsync("all parcels are confirmed", db => NoneAsync(db.Shipments.Where(s => s.State == ShipmentState.Queued || s.State == ShipmentState.Sent)));
        app.Faults.Clear();
        await SendRefusedAgainAsync();
        await SettleAsync();
    }

    // A person whose consent fails presses the button again.
    private async Task<Guid> ConnectAsync(string marketplace)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await TestStore.ConnectAsync(app, marketplace);
            }
            catch (Exception exception) when (attempt < ConsentTries && exception is PlatformException or HttpRequestException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), Cancel);
            }
        }
    }

    private async Task CountStockAsync()
    {
        await using var db = Open();
        foreach (var level in await db.StockLevels.AsNoTracking().OrderBy(s => s.VariantId).ToListAsync(Cancel))
        {
            await app.Services.GetRequiredService<StockLedger>().SetOnHandAsync(Seller, level.VariantId, level.OnHand + 5, "storm", null, Cancel);
        }
    }

    private async Task ShipAsync()
    {
        await using var db = Open();
        var open = await db.Orders.AsNoTracking()
            .Where(o => o.State == OrderState.ToShip && !o.FulfilledByMarketplace && !o.CancelRequested).OrderBy(o => o.Id).ToListAsync(Cancel);
        Assert.True(open.Count >= marketplaces.Count * SoldLater, $"Only {open.Count} orders can be shipped.");
        var file = new StringBuilder("Order ID,Tracking Number,Carrier\n");
        for (var i = 0; i < open.Count; i++)
        {
            file.Append(open[i].ExternalId).Append(',').Append(StormTruth.TrackingOf(i)).Append(",USPS\n");
        }

        var files = app.Services.GetRequiredService<TrackingFiles>();
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(file.ToString()));
        var id = await files.UploadAsync(Seller, "storm.csv", content, Cancel);
        await UntilAsync("the file is judged", _db => _db.TrackingFiles.AnyAsync(f => f.Id == id && f.State == TrackingFileState.Judged, Cancel));
        Assert.True(await files.SendAsync(Seller, id, "storm", Cancel));
        await UntilAsync("the file is sent", _db => _db.TrackingFiles.AnyAsync(f => f.Id == id && f.State == TrackingFileState.Sent, Cancel));
    }

    // A refusal is final and names its reason; the seller reads it and sends the parcel again.
    private async Task SendRefusedAgainAsync()
    {
        await using var db = Open();
        foreach (var refused in await db.Shipments.AsNoTracking().Where(s => s.State == ShipmentState.Failed).ToListAsync(Cancel))
        {
            Assert.False(string.IsNullOrEmpty(refused.Problem), $"Parcel {refused.TrackingNumber} was refused without a reason.");
            var verdict = await app.Services.GetRequiredService<ShipmentRetry>().RetryAsync(Seller, refused.Id, null, null, "storm", Cancel);
            Assert.Equal(ShipOutcome.Accepted, verdict?.Outcome);
        }

        await UntilAsync("what was refused is confirmed", async _db => await _db.Shipments.AllAsync(s => s.State == ShipmentState.Confirmed, Cancel));
    }

    // The next readings on the schedule, in fair weather: whatever got lost must be found by them.
    private async Task SettleAsync()
    {
        foreach (var job in new[] { SyncJob.Orders, SyncJob.Inventory, SyncJob.Orders })
        {
            await app.Services.GetRequiredService<SyncStarter>().StartAsync(Seller, job, null, "storm", Cancel);
            await UntilAsync($"{job} are read again", db => NoneAsync(db.SyncRuns.Where(r => r.FinishedAt == null)));
        }

        await UntilAsync("every quantity is accepted and seen", db => NoneAsync(db.ListingStocks.Where(s => s.Wanted != null && (s.IsDue || s.Seen != s.Wanted))), SyncJob.Inventory);
    }

    // Now and then the job runs again, as it would by the schedule.
    private async Task UntilAsync(string what, Func<MarketplaceDbContext, Task<bool>> holds, SyncJob? again = null)
    {
        var started = TimeProvider.System.GetTimestamp();
        var asked = started;
        while (true)
        {
            await using (var db = Open())
            {
                if (await holds(db))
                {
                    return;
                }
            }

            Assert.True(TimeProvider.System.GetElapsedTime(started) < Bound, $"{what}: not within {Bound}. {await StormTruth.DescribeAsync(Open)}");
            if (again is { } job && TimeProvider.System.GetElapsedTime(asked) > TimeSpan.FromSeconds(5))
            {
                asked = TimeProvider.System.GetTimestamp();
                await app.Services.GetRequiredService<SyncStarter>().StartAsync(Seller, job, null, "storm", Cancel);
            }

            await Task.Delay(20, Cancel);
        }
    }

    private static async Task<bool> NoneAsync<T>(IQueryable<T> rows) => !await rows.AnyAsync(Cancel);
}
