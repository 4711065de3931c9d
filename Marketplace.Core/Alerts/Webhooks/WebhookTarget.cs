using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Core.Alerts.Webhooks;

/// <summary>An address of a seller's that is told what happens.</summary>
public sealed class WebhookTarget : ISellerOwned
{
    /// <summary>Our id.</summary>
    public Guid Id { get; set; } = Guid.CreateVersion7();

    /// <inheritdoc />
    public Guid SellerId { get; set; }

    /// <summary>Where to.</summary>
    public string Url { get; set; } = "";

    /// <summary>Encrypted key of the signatures.</summary>
    public string ProtectedSecret { get; set; } = "";

    /// <summary>Whether anything is sent.</summary>
    public bool IsEnabled { get; set; } = true;

    /// <summary>What it is told of, of <see cref="OutboundEvents"/>, separated by commas; null for everything.</summary>
    public string? Events { get; set; }

    /// <summary>UTC.</summary>
    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>Whether it is told of an event. A test is always told.</summary>
    public bool Wants(string happening) => Events is null || Events.Split(',').Contains(happening);
}

/// <summary>Something that is told to an address, and how that went. Times are UTC.</summary>
public sealed class WebhookMessage : ISellerOwned
{
    /// <summary>Our id; goes with each try, so that the receiver can tell a repetition.</summary>
    public Guid Id { get; set; } = Guid.CreateVersion7();

    /// <inheritdoc />
    public Guid SellerId { get; set; }

    /// <summary>The address.</summary>
    public Guid TargetId { get; set; }

    /// <summary>What happened ("alert.raised").</summary>
    public string Happening { get; set; } = "";

    /// <summary>JSON, as it is sent.</summary>
    public string Body { get; set; } = "";

    /// <summary>Where it stands.</summary>
    public WebhookMessageState State { get; set; }

    /// <summary>Tries so far.</summary>
    public int Attempts { get; set; }

    /// <summary>Status of the last answer; null where there was none.</summary>
    public int? LastStatus { get; set; }

    /// <summary>Why the last try failed; plain words.</summary>
    public string? Problem { get; set; }

    /// <summary>When it happened.</summary>
    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>When it was last tried.</summary>
    public DateTimeOffset? TriedAt { get; set; }

    /// <summary>When it is tried next; null when it is not.</summary>
    public DateTimeOffset? NextAt { get; set; }
}

/// <summary>Where a message stands.</summary>
public enum WebhookMessageState
{
    /// <summary>Waiting for its first or next try.</summary>
    Waiting,

    /// <summary>The receiver took it.</summary>
    Delivered,

    /// <summary>Given up.</summary>
    Failed,
}

internal sealed class WebhookTargetConfiguration : IEntityTypeConfiguration<WebhookTarget>, IEntityTypeConfiguration<WebhookMessage>
{
    public void Configure(EntityTypeBuilder<WebhookTarget> builder)
    {
        builder.Property(t => t.Url).HasMaxLength(WebhookTargets.MaxUrlLength);
        builder.Property(t => t.Events).HasMaxLength(400);
        builder.HasIndex(t => t.SellerId);
    }

    public void Configure(EntityTypeBuilder<WebhookMessage> builder)
    {
        builder.Property(m => m.Happening).HasMaxLength(60);
        builder.Property(m => m.State).HasConversion<string>().HasMaxLength(10);
        builder.HasOne<WebhookTarget>().WithMany().HasForeignKey(m => m.TargetId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(m => new { m.TargetId, m.CreatedAt });
        builder.HasIndex(m => new { m.SellerId, m.CreatedAt });
    }
}
