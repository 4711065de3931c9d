using System.Text.Json;
using Marketplace.Core.Data;
using Marketplace.Core.Platforms;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Connections;

/// <summary>Keeps on each store what its marketplace last said of the day's calls.</summary>
public sealed class QuotaBook(MarketplaceDb database, TimeProvider time)
{
    /// <summary>Notes what is left.</summary>
    public async Task NoteAsync(Guid sellerId, Guid connectionId, IReadOnlyList<CallQuota> quotas, CancellationToken cancellationToken)
    {
        var json = quotas.Count == 0 ? null : JsonSerializer.Serialize(quotas);
        DateTimeOffset? now = time.GetUtcNow();
        await using var db = database.Open(sellerId);
        await db.Connections.Where(c => c.Id == connectionId).ExecuteUpdateAsync(set => set.SetProperty(c => c.Quotas, json).SetProperty(c => c.QuotasAt, now), cancellationToken);
    }

    /// <summary>What was noted; empty where the marketplace keeps no such count.</summary>
    public static IReadOnlyList<CallQuota> Read(string? json) => json is null ? [] : JsonSerializer.Deserialize<List<CallQuota>>(json) ?? [];
}
