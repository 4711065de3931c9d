using System.Text.Json;
using Marketplace.Core.Data;
using Marketplace.Core.Work;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Fulfillment.Labels;

/// <summary>Throws away the papers of labels whose buyers were erased: name and address stand on them. The payload is JSON of order ids.</summary>
internal sealed class EraseLabelsHandler(MarketplaceDb database) : IWorkHandler
{
    /// <inheritdoc />
    public string Kind => WorkKinds.EraseLabels;

    /// <inheritdoc />
    public async Task<WorkOutcome> HandleAsync(WorkItem item, CancellationToken cancellationToken)
    {
        var orders = JsonSerializer.Deserialize<List<Guid>>(item.Payload) ?? [];
        await using var db = database.Open(item.SellerId);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var labels = db.Set<ShippingLabel>().Where(l => orders.Contains(l.OrderId));
        await db.Set<LabelPaper>().Where(p => labels.Any(l => l.Id == p.LabelId)).ExecuteDeleteAsync(cancellationToken);
        await labels.ExecuteUpdateAsync(set => set.SetProperty(l => l.MediaType, (string?)null), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return WorkOutcome.Done;
    }
}
