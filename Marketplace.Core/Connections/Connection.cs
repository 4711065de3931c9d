using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Core.Connections;

/// <summary>A seller's store on a marketplace.</summary>
public sealed class Connection : ISellerOwned, IVersioned
{
    /// <summary>Our id.</summary>
    public Guid Id { get; set; } = Guid.CreateVersion7();

    /// <inheritdoc />
    public Guid SellerId { get; set; }

    /// <summary>Marketplace key.</summary>
    public string Marketplace { get; set; } = "";

    /// <summary>The marketplace's id of the seller or shop.</summary>
    public string ExternalAccountId { get; set; } = "";

    /// <summary>Name of the store.</summary>
    public string StoreName { get; set; } = "";

    /// <summary>Region key of the marketplace's descriptor.</summary>
    public string Region { get; set; } = "";

    /// <summary>Where the store stands.</summary>
    public ConnectionState State { get; set; }

    /// <summary>The authorisation whose tokens open it, which other stores may share; null when disconnected.</summary>
    public Guid? AuthorizationId { get; set; }

    /// <summary>Opaque JSON of the vendor folder.</summary>
    public string? PlatformData { get; set; }

    /// <summary>First connection, UTC.</summary>
    public DateTimeOffset ConnectedAt { get; set; }

    /// <summary>Last successful call, UTC.</summary>
    public DateTimeOffset? LastHealthyAt { get; set; }

    /// <summary>What is wrong and what to do; null when all is well.</summary>
    public string? Problem { get; set; }

    /// <summary>Whether the marketplace tells us of changes by itself.</summary>
    public NotificationState Notifications { get; set; }

    /// <summary>Why it does not, and what to do; null when it does.</summary>
    public string? NotificationProblem { get; set; }

    /// <summary>When the subscriptions were last asked for, UTC; null before the first time.</summary>
    public DateTimeOffset? SubscribedAt { get; set; }

    /// <summary>When the last notification about this store came, to within a few seconds, UTC.</summary>
    public DateTimeOffset? LastNotifiedAt { get; set; }

    /// <summary>JSON of what the marketplace last said of the day's calls; null where it keeps no such count.</summary>
    public string? Quotas { get; set; }

    /// <summary>When it said so, UTC.</summary>
    public DateTimeOffset? QuotasAt { get; set; }

    /// <summary>The state that the seller's own systems were last told; null before the first time.</summary>
    public ConnectionState? ToldState { get; set; }

    /// <inheritdoc />
    public long Version { get; set; }
}

/// <summary>Whether a marketplace sends notifications about a store. Orders are read on schedule in any case.</summary>
public enum NotificationState
{
    /// <summary>Not asked for yet.</summary>
    Unasked,

    /// <summary>The marketplace has taken the subscriptions.</summary>
    Subscribed,

    /// <summary>There are none; the reason stands beside it.</summary>
    Absent,
}

/// <summary>Where a store stands.</summary>
public enum ConnectionState
{
    /// <summary>Working.</summary>
    Connected,

    /// <summary>The seller must consent again.</summary>
    NeedsReauthorization,

    /// <summary>The seller disconnected it; its orders and listings stay to be seen.</summary>
    Disconnected,
}

internal sealed class ConnectionConfiguration : IEntityTypeConfiguration<Connection>
{
    public void Configure(EntityTypeBuilder<Connection> builder)
    {
        builder.Property(c => c.Marketplace).HasMaxLength(40);
        builder.Property(c => c.ExternalAccountId).HasMaxLength(200);
        builder.Property(c => c.State).HasConversion<string>().HasMaxLength(30);
        builder.Property(c => c.ToldState).HasConversion<string>().HasMaxLength(30);
        builder.Property(c => c.Notifications).HasConversion<string>().HasMaxLength(20);
        builder.HasIndex(c => new { c.SellerId, c.Marketplace, c.ExternalAccountId }).IsUnique();
        builder.HasOne<StoreAuthorization>().WithMany().HasForeignKey(c => c.AuthorizationId).OnDelete(DeleteBehavior.SetNull);
    }
}
