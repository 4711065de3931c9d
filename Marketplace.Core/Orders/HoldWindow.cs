using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Core.Orders;

/// <summary>How long new orders of a store are held after the purchase, because buyers may still cancel by themselves.</summary>
public sealed class HoldWindow : ISellerOwned
{
    /// <summary>Longest window, minutes: three days.</summary>
    public const int MaxMinutes = 3 * 24 * 60;

    /// <summary>The store.</summary>
    public Guid ConnectionId { get; set; }

    /// <inheritdoc />
    public Guid SellerId { get; set; }

    /// <summary>Minutes from the purchase, at least 1.</summary>
    public int Minutes { get; set; }
}

/// <summary>Reads and sets the windows of a seller's stores.</summary>
public sealed class HoldWindows(MarketplaceDb database)
{
    /// <summary>Minutes by store; a store without a window is absent.</summary>
    public async Task<IReadOnlyDictionary<Guid, int>> ListAsync(Guid sellerId, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        return await db.Set<HoldWindow>().ToDictionaryAsync(w => w.ConnectionId, w => w.Minutes, cancellationToken);
    }

    /// <summary>Sets a store's window; orders that are here already are left as they are.</summary>
    /// <param name="sellerId">Whose store.</param>
    /// <param name="connectionId">The store.</param>
    /// <param name="minutes">0 holds no order; at most <see cref="HoldWindow.MaxMinutes"/>.</param>
    /// <param name="cancellationToken">Leaves it as it was.</param>
    /// <returns>False where the store is not the seller's.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The time is out of bounds.</exception>
    public async Task<bool> SetAsync(Guid sellerId, Guid connectionId, int minutes, CancellationToken cancellationToken)
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

        var window = await db.Set<HoldWindow>().SingleOrDefaultAsync(w => w.ConnectionId == connectionId, cancellationToken);
        if (window is not null && minutes == 0)
        {
            db.Remove(window);
        }
        else if (window is not null)
        {
            window.Minutes = minutes;
        }
        else if (minutes > 0)
        {
            db.Add(new HoldWindow { ConnectionId = connectionId, Minutes = minutes });
        }

        await db.SaveChangesAsync(cancellationToken);
        return true;
    }
}

internal sealed class HoldWindowConfiguration : IEntityTypeConfiguration<HoldWindow>
{
    public void Configure(EntityTypeBuilder<HoldWindow> builder) => builder.HasKey(w => w.ConnectionId);
}
