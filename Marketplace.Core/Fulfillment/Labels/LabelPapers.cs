using Marketplace.Core.Data;
using Marketplace.Core.Fulfillment.Actions;
using Marketplace.Core.Security;
using Microsoft.EntityFrameworkCore;
using UglyToad.PdfPig.Core;
using UglyToad.PdfPig.Writer;

namespace Marketplace.Core.Fulfillment.Labels;

/// <summary>Hands out stored labels for printing, to their seller alone; one, or those of a selection as one document.</summary>
public sealed class LabelPapers(MarketplaceDb database, PersonalDataProtector protector, ActionSteps steps, TimeProvider time)
{
    /// <summary>Most labels in one document.</summary>
    public const int MostLabels = 500;

    private const string Pdf = "application/pdf";

    /// <summary>One label; null when the seller has none stored under this id.</summary>
    public async Task<PrintedLabel?> ReadAsync(Guid sellerId, Guid labelId, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        var found = await (
            from label in db.Set<ShippingLabel>()
            join paper in db.Set<LabelPaper>() on label.Id equals paper.LabelId
            where label.Id == labelId
            select new { label.OrderId, label.MediaType, label.TrackingNumber, paper.Content }).SingleOrDefaultAsync(cancellationToken);
        if (found is null)
        {
            return null;
        }

        await NotePrintedAsync(db, [labelId], cancellationToken);
        steps.Announce(sellerId, found.OrderId);
        return new PrintedLabel(protector.Unprotect(found.Content), found.MediaType ?? Pdf, 1, 0);
    }

    /// <summary>The stored labels of orders as one PDF, in the order of the ids; null when there is none.</summary>
    /// <param name="sellerId">Whose.</param>
    /// <param name="orderIds">The orders.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task<PrintedLabel?> MergeAsync(Guid sellerId, IReadOnlyList<Guid> orderIds, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        var labels = await (
            from label in db.Set<ShippingLabel>().IgnoreAutoIncludes()
            join paper in db.Set<LabelPaper>() on label.Id equals paper.LabelId
            where orderIds.Contains(label.OrderId)
            orderby label.CreatedAt
            select new { label.Id, label.OrderId, label.MediaType, paper.Content }).Take(MostLabels).ToListAsync(cancellationToken);
        var byOrder = labels.ToLookup(l => l.OrderId);
        var pages = orderIds.Distinct().SelectMany(id => byOrder[id]).Where(l => l.MediaType is null or Pdf).ToList();
        if (pages.Count == 0)
        {
            return null;
        }

        var merged = Merge([.. pages.Select(p => protector.Unprotect(p.Content))]);
        await NotePrintedAsync(db, [.. pages.Select(p => p.Id)], cancellationToken);
        steps.Announce(sellerId, null);
        return new PrintedLabel(merged, Pdf, pages.Count, labels.Count - pages.Count);
    }

    private static byte[] Merge(IReadOnlyList<byte[]> papers)
    {
        try
        {
            return papers.Count == 1 ? papers[0] : PdfMerger.Merge(papers);
        }
        catch (PdfDocumentFormatException broken)
        {
            throw new InvalidDataException("One of the labels is no sound PDF. Print the labels of this selection one by one.", broken);
        }
    }

    private async Task NotePrintedAsync(MarketplaceDbContext db, Guid[] labelIds, CancellationToken cancellationToken)
    {
        DateTimeOffset? now = time.GetUtcNow();
        await db.Set<ShippingLabel>().Where(l => labelIds.Contains(l.Id)).ExecuteUpdateAsync(set => set.SetProperty(l => l.PrintedAt, now), cancellationToken);
    }
}

/// <summary>Labels for printing.</summary>
/// <param name="Content">The document.</param>
/// <param name="MediaType">What it is.</param>
/// <param name="Count">Labels in it.</param>
/// <param name="LeftOut">Labels that are no PDF, and so must be printed one by one.</param>
public sealed record PrintedLabel(byte[] Content, string MediaType, int Count, int LeftOut);
