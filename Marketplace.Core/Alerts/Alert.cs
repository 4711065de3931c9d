using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Core.Alerts;

/// <summary>Something that a seller should know. Raised once, open until its cause is gone. Times are UTC.</summary>
public sealed class Alert : ISellerOwned
{
    /// <summary>Our id; grows with time.</summary>
    public Guid Id { get; set; } = Guid.CreateVersion7();

    /// <inheritdoc />
    public Guid SellerId { get; set; }

    /// <summary>What kind ("stock.low").</summary>
    public string Kind { get; set; } = "";

    /// <summary>Kind and subject while it is open, so that the database holds one open alert of a subject; null once it is resolved.</summary>
    public string? OpenKey { get; set; }

    /// <summary>How much it matters.</summary>
    public AlertSeverity Severity { get; set; }

    /// <summary>What happened, in a few words.</summary>
    public string Title { get; set; } = "";

    /// <summary>Why it matters and what to do.</summary>
    public string Text { get; set; } = "";

    /// <summary>Address of the page that helps, relative to the application's own.</summary>
    public string Link { get; set; } = "";

    /// <summary>When it was raised.</summary>
    public DateTimeOffset RaisedAt { get; set; }

    /// <summary>When its cause was gone; null while it is open.</summary>
    public DateTimeOffset? ResolvedAt { get; set; }

    /// <summary>When somebody said that they had seen it.</summary>
    public DateTimeOffset? AcknowledgedAt { get; set; }

    /// <summary>Who.</summary>
    public string? AcknowledgedBy { get; set; }

    /// <summary>Not counted on the bell until then.</summary>
    public DateTimeOffset? SnoozedUntil { get; set; }

    /// <summary>When it went out by e-mail; null where it has not, or need not.</summary>
    public DateTimeOffset? MailedAt { get; set; }
}

/// <summary>How much an alert matters.</summary>
public enum AlertSeverity
{
    /// <summary>Good to know.</summary>
    Info,

    /// <summary>Soon a problem.</summary>
    Warning,

    /// <summary>A problem now.</summary>
    Problem,
}

/// <summary>An alert to raise.</summary>
/// <param name="Kind">What kind ("stock.low"), as receivers of webhooks tell them apart.</param>
/// <param name="Subject">What it is about; of one kind and subject there is one open alert.</param>
/// <param name="Severity">How much it matters.</param>
/// <param name="Title">What happened, in a few words; no personal data.</param>
/// <param name="Text">Why it matters and what to do; no personal data.</param>
/// <param name="Link">Page that helps, relative to the application's address.</param>
/// <param name="Facts">Values for programs.</param>
public sealed record AlertNotice(
    string Kind, string Subject, AlertSeverity Severity, string Title, string Text, string Link, IReadOnlyDictionary<string, object> Facts)
{
    internal string Key => KeyOf(Kind, Subject);

    internal static string KeyOf(string kind, string subject) => $"{kind}:{subject}";
}

internal sealed class AlertConfiguration : IEntityTypeConfiguration<Alert>
{
    public void Configure(EntityTypeBuilder<Alert> builder)
    {
        builder.Property(a => a.Kind).HasMaxLength(60);
        builder.Property(a => a.OpenKey).HasMaxLength(200);
        builder.Property(a => a.Severity).HasConversion<string>().HasMaxLength(10);
        builder.HasIndex(a => new { a.SellerId, a.OpenKey }).IsUnique();
        builder.HasIndex(a => new { a.SellerId, a.ResolvedAt, a.RaisedAt });
        builder.HasIndex(a => new { a.SellerId, a.MailedAt });
    }
}
