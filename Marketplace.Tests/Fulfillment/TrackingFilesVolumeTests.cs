using System.Diagnostics;
using System.Text;
using Marketplace.Core.Fulfillment;
using Marketplace.Core.Fulfillment.Files;
using Marketplace.Core.Orders;

namespace Marketplace.Tests.Fulfillment;

/// <summary>A file of a hundred thousand rows; takes a minute or two, so it runs only where it is asked for.</summary>
public sealed class TrackingFilesVolumeTests(ITestOutputHelper output)
{
    private const string Flag = "MARKETPLACE_VOLUME";
    private const int Rows = 100_000;

    [Fact]
    public async Task Upload_HundredThousandRows_AreJudgedWithinAMinute()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable(Flag) == "1", $"Set {Flag}=1 to judge a file of {Rows:N0} rows.");
        await using var room = await FulfillmentRoom.OpenAsync();
        await OrdersAsync(room);
        var file = new StringBuilder("Order ID,Tracking Number,Carrier\n");
        for (var i = 0; i < Rows; i++)
        {
            file.Append("V-").Append(i).Append(",TRACK").Append(i).Append(",UPS\n");
        }

        var answered = Stopwatch.StartNew();
        var id = await room.Get<TrackingFiles>().UploadAsync(room.SellerId, "volume.csv", Sheets.Text(file.ToString()), CancellationToken.None);
        answered.Stop();
        var judged = Stopwatch.StartNew();
        await room.WorkAsync();
        judged.Stop();

        var progress = (await room.Get<FulfillmentQueries>().FileAsync(room.SellerId, id, CancellationToken.None))!;
        using var process = Process.GetCurrentProcess();
        output.WriteLine($"answered {answered.Elapsed}, judged {judged.Elapsed}, peak {process.PeakWorkingSet64 / 1024 / 1024} MB");
        Assert.Equal((TrackingFileState.Judged, Rows), (progress.File.State, progress.File.ReadyCount));
        Assert.InRange(answered.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(1));
        Assert.InRange(judged.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(60));
    }

    private static async Task OrdersAsync(FulfillmentRoom room)
    {
        foreach (var some in Enumerable.Range(0, Rows).Chunk(5_000))
        {
            await using var db = room.Database.Open(room.SellerId);
            db.Orders.AddRange(some.Select(i =>
            {
                var order = new Order { ConnectionId = room.ConnectionId, Marketplace = "bazaar", ExternalId = $"V-{i}", State = OrderState.ToShip, PlacedAt = room.Time.GetUtcNow(), Currency = "EUR" };
                order.Lines.Add(new OrderLine { ExternalId = "1", Sku = "SKU-1", Title = "Thing", Quantity = 1 });
                return order;
            }));
            await db.SaveChangesAsync();
        }
    }
}
