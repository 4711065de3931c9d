using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Core.Alerts;

/// <summary>Where a seller's alerts go besides the screen; without a row, nowhere.</summary>
public sealed class AlertSettings : ISellerOwned
{
    /// <summary>Whose; one row each.</summary>
    public Guid SellerId { get; set; }

    /// <summary>E-mail address; null for none.</summary>
    public string? MailTo { get; set; }
}

internal sealed class AlertSettingsConfiguration : IEntityTypeConfiguration<AlertSettings>
{
    public void Configure(EntityTypeBuilder<AlertSettings> builder)
    {
        builder.HasKey(s => s.SellerId);
        builder.Property(s => s.MailTo).HasMaxLength(254);
    }
}
