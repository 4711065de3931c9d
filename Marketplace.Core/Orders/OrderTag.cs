using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Core.Orders;

/// <summary>A word that the seller has put on an order.</summary>
public sealed class OrderTag : ISellerOwned
{
    /// <summary>Longest tag, characters.</summary>
    public const int MaxName = 40;

    /// <summary>Our id.</summary>
    public Guid Id { get; set; } = Guid.CreateVersion7();

    /// <inheritdoc />
    public Guid SellerId { get; set; }

    /// <summary>The order.</summary>
    public Guid OrderId { get; set; }

    /// <summary>As it was written.</summary>
    public string Name { get; set; } = "";

    /// <summary>Trimmed, upper-cased name: tags that differ in case alone are one.</summary>
    public string Key { get; set; } = "";

    /// <summary>The key of a name.</summary>
    public static string KeyOf(string name) => name.Trim().ToUpperInvariant();

    /// <summary>What is wrong with a name, in plain words; null when nothing is.</summary>
    public static string? ProblemOf(string? name) =>
        string.IsNullOrWhiteSpace(name) ? "A tag needs at least one letter."
        : name.Trim().Length > MaxName ? $"A tag can have at most {MaxName} characters."
        : name.Any(char.IsControl) || name.Contains(',', StringComparison.Ordinal) ? "A tag is one line without commas."
        : null;
}

internal sealed class OrderTagConfiguration : IEntityTypeConfiguration<OrderTag>
{
    public void Configure(EntityTypeBuilder<OrderTag> builder)
    {
        builder.Property(t => t.Name).HasMaxLength(OrderTag.MaxName);
        builder.Property(t => t.Key).HasMaxLength(OrderTag.MaxName);
        builder.HasOne<Order>().WithMany().HasForeignKey(t => t.OrderId);
        builder.HasIndex(t => new { t.OrderId, t.Key }).IsUnique();
        builder.HasIndex(t => new { t.SellerId, t.Key, t.OrderId });
    }
}
