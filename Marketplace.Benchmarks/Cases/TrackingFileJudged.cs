using System.Runtime.CompilerServices;
using System.Text;
using Marketplace.Benchmarks.Beds;
using Marketplace.Benchmarks.Measuring;
using Marketplace.Core.Fulfillment;
using Marketplace.Core.Fulfillment.Files;

namespace Marketplace.Benchmarks.Cases;

/// <summary>A tracking file with a row for each of many open orders, from the upload until every row has its verdict.</summary>
internal sealed class TrackingFileJudged : IBenchmark
{
    private const long MostMemory = 500_000_000;

    public string Name => "tracking-file";

    public string About => "a tracking file of 100,000 rows: answered, and every row judged";

    public async IAsyncEnumerable<Figures> RunAsync(BenchmarkSettings settings, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var rows = settings.Pick(50, 10_000, 100_000);
        await using var bed = await FilledBed.MakeAsync(settings, cancellationToken);
        await ManyOrders.AddAsync(bed.App, bed.Store, rows, cancellationToken);
        var file = new StringBuilder("Order ID,Tracking Number,Carrier\n");
        for (var i = 0; i < rows; i++)
        {
            file.Append(ManyOrders.ExternalId(i)).Append(",94001000000000").Append(i.ToString("D8", System.Globalization.CultureInfo.InvariantCulture)).Append(",USPS\n");
        }

        using var content = new MemoryStream(Encoding.UTF8.GetBytes(file.ToString()));
        file.Clear();
        await using var meter = Meter.Start();
        var id = await bed.App.Get<TrackingFiles>().UploadAsync(bed.App.SellerId, "benchmark.csv", content, cancellationToken);
        var answered = meter.Elapsed;
        TrackingFileProgress? progress = null;
        await Bed.UntilAsync(
            async () =>
            {
                progress = await bed.App.Get<FulfillmentQueries>().FileAsync(bed.App.SellerId, id, cancellationToken);
                return progress is { File.State: TrackingFileState.Judged or TrackingFileState.Failed };
            },
            cancellationToken);
        var row = await meter.StopAsync(new Figures(Name, $"{progress!.File.ReadyCount:N0} of {rows:N0} rows ready"));
        yield return new Figures(Name, "upload answered") { Time = answered, Target = "< 1 s", Met = answered < TimeSpan.FromSeconds(1) };
        yield return row with { Items = rows, Target = "< 60 s, < 500 MB", Met = row is { Time.TotalSeconds: < 60, PeakMemory: < MostMemory } };
    }
}
