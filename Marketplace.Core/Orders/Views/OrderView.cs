using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Core.Orders.Views;

/// <summary>A view of the orders grid that a seller has saved: filter, search, sort and columns under a name.</summary>
public sealed class OrderView : ISellerOwned
{
    /// <summary>Our id.</summary>
    public Guid Id { get; set; } = Guid.CreateVersion7();

    /// <inheritdoc />
    public Guid SellerId { get; set; }

    /// <summary>Its name, as the seller wrote it.</summary>
    public string Name { get; set; } = "";

    /// <summary>The name in upper case; unique among a seller's views.</summary>
    public string NameKey { get; set; } = "";

    /// <summary>Place among the seller's views, from 0.</summary>
    public int Position { get; set; }

    /// <summary>JSON of the <see cref="OrderFilter"/>.</summary>
    public string Filter { get; set; } = "";

    /// <summary>Columns, as <see cref="OrderColumns"/> writes them.</summary>
    public string Columns { get; set; } = "";
}

/// <summary>The columns that a seller sees where no saved view is open.</summary>
public sealed class OrderColumnChoice : ISellerOwned
{
    /// <inheritdoc />
    public Guid SellerId { get; set; }

    /// <summary>Columns, as <see cref="OrderColumns"/> writes them.</summary>
    public string Columns { get; set; } = "";
}

internal sealed class OrderViewConfiguration : IEntityTypeConfiguration<OrderView>
{
    public void Configure(EntityTypeBuilder<OrderView> builder)
    {
        builder.Property(v => v.Name).HasMaxLength(OrderViews.LongestName);
        builder.Property(v => v.NameKey).HasMaxLength(OrderViews.LongestName);
        builder.Property(v => v.Columns).HasMaxLength(200);
        builder.HasIndex(v => new { v.SellerId, v.NameKey }).IsUnique();
    }
}

internal sealed class OrderColumnChoiceConfiguration : IEntityTypeConfiguration<OrderColumnChoice>
{
    public void Configure(EntityTypeBuilder<OrderColumnChoice> builder)
    {
        builder.HasKey(c => c.SellerId);
        builder.Property(c => c.Columns).HasMaxLength(200);
    }
}
