using System.Runtime.CompilerServices;
using Marketplace.Benchmarks.Beds;
using Marketplace.Benchmarks.Measuring;
using Marketplace.Core.Fulfillment.Actions;
using Marketplace.Core.Fulfillment.Labels;
using Marketplace.Core.Fulfillment.Packing;
using Marketplace.Core.Orders;
using Marketplace.Core.Security;
using Microsoft.EntityFrameworkCore;
using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.Core;
using UglyToad.PdfPig.Fonts.Standard14Fonts;
using UglyToad.PdfPig.Writer;

namespace Marketplace.Benchmarks.Cases;

/// <summary>The papers of a busy morning: stored labels merged into one PDF, packing slips, and the pick list, each of one document.</summary>
internal sealed class PackingDocuments : IBenchmark
{
    public string Name => "packing-documents";

    public string About => "label PDFs, packing slips and pick list of 500 orders, each as one document";

    public async IAsyncEnumerable<Figures> RunAsync(BenchmarkSettings settings, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var count = settings.Pick(5, 100, PackingPapers.MostOrders);
        await using var bed = await FilledBed.MakeAsync(settings, cancellationToken);
        await ManyOrders.AddAsync(bed.App, bed.Store, count, cancellationToken);
        var orders = await AddLabelsAsync(bed, cancellationToken);
        var papers = bed.App.Get<PackingPapers>();
        yield return await MeasureAsync($"labels of {count} orders merged", count, async () =>
            (await bed.App.Get<LabelPapers>().MergeAsync(bed.App.SellerId, orders, cancellationToken))!.Content.Length);
        yield return await MeasureAsync($"packing slips of {count} orders", count, async () => (await papers.SlipsAsync(bed.App.SellerId, orders, null, cancellationToken))!.Content.Length);
        yield return await MeasureAsync($"pick list of {count} orders", count, async () => (await papers.PrintPickListAsync(bed.App.SellerId, orders, null, cancellationToken))!.Content.Length);
    }

    private async Task<Figures> MeasureAsync(string what, int count, Func<Task<int>> make)
    {
        await using var meter = Meter.Start();
        var bytes = await make();
        var row = await meter.StopAsync(new Figures(Name, FormattableString.Invariant($"{what}, {bytes / 1_000_000.0:0.0} MB")));
        return row with { Items = count, Target = "< 10 s", Met = row.Time < TimeSpan.FromSeconds(10) };
    }

    private static async Task<List<Guid>> AddLabelsAsync(FilledBed bed, CancellationToken cancellationToken)
    {
        await using var db = bed.App.OpenDatabase();
        var orders = await db.Set<Order>().AsNoTracking().OrderBy(o => o.ShipBy).ThenBy(o => o.Id).Select(o => o.Id).ToListAsync(cancellationToken);
        var protector = bed.App.Get<PersonalDataProtector>();
        foreach (var id in orders)
        {
            var label = new ShippingLabel { SellerId = bed.Store.SellerId, OrderId = id, ConnectionId = bed.Store.Id, CreatedAt = TimeProvider.System.GetUtcNow(), MediaType = "application/pdf" };
            label.Move(ActionState.Done);
            db.AddRange(label, new LabelPaper { SellerId = bed.Store.SellerId, LabelId = label.Id, Content = protector.Protect(Label(id)) });
        }

        await db.SaveChangesAsync(cancellationToken);
        return orders;
    }

    // As large as carriers' labels are: the picture of a barcode, and some words.
    private static byte[] Label(Guid id)
    {
        using var builder = new PdfDocumentBuilder();
        var font = builder.AddStandard14Font(Standard14Font.Helvetica);
        var page = builder.AddPage(288, 432);
        page.AddText($"Parcel {id:N}", 8, new PdfPoint(20, 400), font);
        for (var i = 0; i < 400; i++)
        {
            page.DrawRectangle(new PdfPoint(20 + (i % 100 * 2.4), 60 + (i / 100 * 70)), 0.8 + (i % 3 * 0.4), 60, 0, true);
        }

        return builder.Build();
    }
}
