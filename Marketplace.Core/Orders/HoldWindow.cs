using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Core.Orders;

/// <summary>Which new orders of a store are held: all for a while after the purchase, because buyers may still cancel by themselves, and those that may be one order twice.</summary>
public sealed class HoldWindow : ISellerOwned
{
    /// <summary>Longest window, minutes: three days.</summary>
    public const int MaxMinutes = 3 * 24 * 60;

    /// <summary>The store.</summary>
    public Guid ConnectionId { get; set; }

    /// <inheritdoc />
    public Guid SellerId { get; set; }

    /// <summary>Minutes from the purchase; 0 holds no order for its age.</summary>
    public int Minutes { get; set; }

    /// <summary>Whether an order that looks like another one is held until somebody has looked at both.</summary>
    public bool HoldsTwins { get; set; }
}

/// <summary>Reads and sets the windows of a seller's stores.</summary>
public sealed class HoldWindows(MarketplaceDb database)
{
    /// <summary>Windows by store; a store that holds nothing is absent.</summary>
    public async Task<IReadOnlyDictionary<Guid, HoldWindow>> ListAsync(Guid sellerId, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        return await db.Set<HoldWindow>().AsNoTracking().ToDictionaryAsync(w => w.ConnectionId, cancellationToken);
    }

    /// <summary>Sets what a store holds; orders that are here already are left as they are.</summary>
    /// <param name="sellerId">Whose store.</param>
    /// <param name="connectionId">The store.</param>
    /// <param name="minutes">0 holds no order for its age; at most <see cref="HoldWindow.MaxMinutes"/>. Null leaves it as it is.</param>
    /// <param name="holdsTwins">Whether an order that looks like another one is held. Null leaves it as it is.</param>
    /// <param name="cancellationToken">Leaves it as it was.</param>
    /// <returns>False where the store is not the seller's.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The time is out of bounds.</exception>
    public async Task<bool> SetAsync(Guid sellerId, Guid connectionId, int? minutes, bool? holdsTwins, CancellationToken cancellationToken)
    {
        if (minutes is < 0 or > HoldWindow.MaxMinutes)
        {
            throw new ArgumentOutOfRangeException(nameof(minutes), minutes, $"New orders can be held for 0 to {HoldWindow.MaxMinutes} minutes.");
        }

        await using var db = database.Open(sellerId);
        if (!await db.Connections.AnyAsync(c => c.Id == connectionId, cancellationToken))
        {
            return false;
        }

        var window = await db.Set<HoldWindow>().SingleOrDefaultAsync(w => w.ConnectionId == connectionId, cancellationToken)
            ?? db.Add(new HoldWindow { ConnectionId = connectionId }).Entity;
        (window.Minutes, window.HoldsTwins) = (minutes ?? window.Minutes, holdsTwins ?? window.HoldsTwins);
        await db.SaveChangesAsync(cancellationToken);
        return true;
    }
}

internal sealed class HoldWindowConfiguration : IEntityTypeConfiguration<HoldWindow>
{
    public void Configure(EntityTypeBuilder<HoldWindow> builder) => builder.HasKey(w => w.ConnectionId);
}
