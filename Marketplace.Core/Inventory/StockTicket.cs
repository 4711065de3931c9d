using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Core.Inventory;

/// <summary>Quantities of one store that a marketplace works on by itself. Gone once their outcome is known. Times are UTC.</summary>
public sealed class StockTicket : ISellerOwned
{
    private const int IdBytes = 16;

    /// <summary>Our id.</summary>
    public Guid Id { get; set; } = Guid.CreateVersion7();

    /// <inheritdoc />
    public Guid SellerId { get; set; }

    /// <summary>The store.</summary>
    public Guid ConnectionId { get; set; }

    /// <summary>What the marketplace is asked for the outcome with.</summary>
    public string Ticket { get; set; } = "";

    /// <summary>Ids of its listings, sixteen bytes each, in the order in which they were pushed.</summary>
    public byte[] Members { get; set; } = [];

    /// <summary>When it was handed over.</summary>
    public DateTimeOffset HandedOverAt { get; set; }

    /// <summary>How often the marketplace was asked in vain.</summary>
    public int Looks { get; set; }

    /// <summary>Its listings' ids, in their order.</summary>
    public IReadOnlyList<Guid> MemberIds() => [.. Members.Chunk(IdBytes).Select(bytes => new Guid(bytes))];

    /// <summary>Sets its listings.</summary>
    public void SetMembers(IEnumerable<Guid> ids) => Members = [.. ids.SelectMany(id => id.ToByteArray())];
}

internal sealed class StockTicketConfiguration : IEntityTypeConfiguration<StockTicket>
{
    public void Configure(EntityTypeBuilder<StockTicket> builder) => builder.HasIndex(t => new { t.ConnectionId, t.HandedOverAt });
}
