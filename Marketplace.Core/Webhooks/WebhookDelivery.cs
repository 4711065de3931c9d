using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Core.Webhooks;

/// <summary>A notification as it came in, kept for the log. It belongs to no seller until it is read. Times are UTC.</summary>
public sealed class WebhookDelivery
{
    /// <summary>Our id; grows with time.</summary>
    public Guid Id { get; set; } = Guid.CreateVersion7();

    /// <summary>Marketplace key.</summary>
    public string Marketplace { get; set; } = "";

    /// <summary>The marketplace's id of the notification; null for one that was not believed.</summary>
    public string? NotificationId { get; set; }

    /// <summary>Raw bytes, encrypted; empty for one that was not believed, and for one that is about a buyer.</summary>
    public byte[] Body { get; set; } = [];

    /// <summary>Bytes of the body as it came.</summary>
    public int Size { get; set; }

    /// <summary>Media type of the body; null where the delivery named none.</summary>
    public string? ContentType { get; set; }

    /// <summary>What became of it.</summary>
    public WebhookDeliveryState State { get; set; }

    /// <summary>Subject and id of what it told, or why it was not believed; plain words.</summary>
    public string Remark { get; set; } = "";

    /// <summary>JSON of the work that it led to; null where it led to none, or where that is about a buyer.</summary>
    public string? FollowUps { get; set; }

    /// <summary>Seller whose store it was about; null when no store here is meant.</summary>
    public Guid? SellerId { get; set; }

    /// <summary>The store; null when no store here is meant.</summary>
    public Guid? ConnectionId { get; set; }

    /// <summary>When it came.</summary>
    public DateTimeOffset ReceivedAt { get; set; }

    /// <summary>When the marketplace sent it, as it says itself.</summary>
    public DateTimeOffset? SentAt { get; set; }

    /// <summary>How often it came again.</summary>
    public int Repeats { get; set; }

    /// <summary>When somebody last had its work done again.</summary>
    public DateTimeOffset? RedeliveredAt { get; set; }
}

/// <summary>What became of a delivery.</summary>
public enum WebhookDeliveryState
{
    /// <summary>Believed, and handed on as durable work.</summary>
    Accepted,

    /// <summary>Believed, but about no store of ours or nothing that is acted on.</summary>
    Irrelevant,

    /// <summary>Not believed.</summary>
    Refused,
}

internal sealed class WebhookDeliveryConfiguration : IEntityTypeConfiguration<WebhookDelivery>
{
    public void Configure(EntityTypeBuilder<WebhookDelivery> builder)
    {
        builder.Property(d => d.Marketplace).HasMaxLength(40);
        builder.Property(d => d.NotificationId).HasMaxLength(200);
        builder.Property(d => d.ContentType).HasMaxLength(200);
        builder.Property(d => d.State).HasConversion<string>().HasMaxLength(20);
        builder.HasIndex(d => new { d.Marketplace, d.NotificationId }).IsUnique();
        builder.HasIndex(d => new { d.SellerId, d.ReceivedAt });
        builder.HasIndex(d => new { d.State, d.ReceivedAt });
    }
}
