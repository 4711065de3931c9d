using System.Collections.Frozen;
using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Core.Fulfillment.Packing;

/// <summary>
/// One packing of an order: who has it, and how many of each item are in the box. An order has at most one that is open, so two
/// people never pack it at once. Times are UTC.
/// </summary>
public sealed class PackRun : ISellerOwned, IVersioned
{
    private static readonly FrozenDictionary<PackState, PackState[]> Moves = new Dictionary<PackState, PackState[]>
    {
        [PackState.Open] = [PackState.Packed, PackState.Released],

        // An item that was scanned by mistake may come out of the box again.
        [PackState.Packed] = [PackState.Open],
        [PackState.Released] = [],
    }.ToFrozenDictionary();

    /// <summary>Our id.</summary>
    public Guid Id { get; set; } = Guid.CreateVersion7();

    /// <inheritdoc />
    public Guid SellerId { get; set; }

    /// <summary>The order.</summary>
    public Guid OrderId { get; set; }

    /// <summary>Where it stands.</summary>
    public PackState State { get; private set; }

    /// <summary>Who packs.</summary>
    public string Packer { get; set; } = "";

    /// <summary>The browser at which it is packed, so that two people under one name are told apart.</summary>
    public Guid Station { get; set; }

    /// <summary>When it was begun.</summary>
    public DateTimeOffset StartedAt { get; set; }

    /// <summary>When something was last done.</summary>
    public DateTimeOffset TouchedAt { get; set; }

    /// <summary>What must go into the box.</summary>
    public List<PackItem> Items { get; } = [];

    /// <inheritdoc />
    public long Version { get; set; }

    /// <summary>Whether every item is in the box.</summary>
    public bool IsComplete => Items.All(item => item.Counted == item.Wanted);

    /// <summary>Whether one state may follow another.</summary>
    public static bool May(PackState from, PackState to) => Moves[from].Contains(to);

    /// <summary>Moves on.</summary>
    /// <exception cref="InvalidOperationException">The table of moves has no such move.</exception>
    public void Move(PackState to) => State = May(State, to) ? to : throw new InvalidOperationException($"Packing {Id} cannot go from {State} to {to}.");
}

/// <summary>Where a packing stands.</summary>
public enum PackState
{
    /// <summary>Somebody has it.</summary>
    Open,

    /// <summary>Everything is in the box, checked by scanning.</summary>
    Packed,

    /// <summary>Given up unfinished; the order may be packed anew.</summary>
    Released,
}

/// <summary>Items of one kind that go into a box.</summary>
public sealed class PackItem : ISellerOwned
{
    /// <summary>Our id.</summary>
    public Guid Id { get; set; } = Guid.CreateVersion7();

    /// <inheritdoc />
    public Guid SellerId { get; set; }

    /// <summary>The packing.</summary>
    public Guid RunId { get; set; }

    /// <summary>The order line.</summary>
    public Guid OrderLineId { get; set; }

    /// <summary>What it is; a part where a bundle was sold; null while the line is not linked.</summary>
    public Guid? VariantId { get; set; }

    /// <summary>SKU.</summary>
    public string? Sku { get; set; }

    /// <summary>Title with its variation.</summary>
    public string Title { get; set; } = "";

    /// <summary>Items that must go in, at least 1.</summary>
    public int Wanted { get; set; }

    /// <summary>Items that are in; never more than <see cref="Wanted"/>.</summary>
    public int Counted { get; set; }
}

/// <summary>One item put into a box; the newest one can be taken back.</summary>
public sealed class PackScan : ISellerOwned
{
    /// <summary>Our id; grows with time.</summary>
    public Guid Id { get; set; } = Guid.CreateVersion7();

    /// <inheritdoc />
    public Guid SellerId { get; set; }

    /// <summary>The packing.</summary>
    public Guid RunId { get; set; }

    /// <summary>What was put in.</summary>
    public Guid ItemId { get; set; }

    /// <summary>What the scanner read; null where it was counted by hand.</summary>
    public string? Code { get; set; }

    /// <summary>UTC.</summary>
    public DateTimeOffset At { get; set; }
}

internal sealed class PackRunConfiguration : IEntityTypeConfiguration<PackRun>, IEntityTypeConfiguration<PackItem>, IEntityTypeConfiguration<PackScan>
{
    public void Configure(EntityTypeBuilder<PackRun> builder)
    {
        builder.Ignore(r => r.IsComplete);
        builder.Property(r => r.State).HasConversion<string>().HasMaxLength(20);
        builder.Property(r => r.Packer).HasMaxLength(200);
        builder.HasMany(r => r.Items).WithOne().HasForeignKey(i => i.RunId);
        builder.Navigation(r => r.Items).AutoInclude();
        builder.HasOne<Orders.Order>().WithMany().HasForeignKey(r => r.OrderId);
        builder.HasIndex(r => r.OrderId).IsUnique().HasFilter("\"State\" = 'Open'").HasDatabaseName("IX_PackRuns_OneOpen");
        builder.HasIndex(r => new { r.OrderId, r.State });
        builder.HasIndex(r => new { r.SellerId, r.State });
    }

    public void Configure(EntityTypeBuilder<PackItem> builder)
    {
        builder.Property(i => i.Sku).HasMaxLength(Common.Sku.MaxLength);
        builder.ToTable(t => t.HasCheckConstraint("CK_PackItems_Counted", "\"Counted\" >= 0 AND \"Counted\" <= \"Wanted\""));
    }

    public void Configure(EntityTypeBuilder<PackScan> builder)
    {
        builder.Property(s => s.Code).HasMaxLength(200);
        builder.HasOne<PackRun>().WithMany().HasForeignKey(s => s.RunId);
        builder.HasIndex(s => new { s.RunId, s.Id });
    }
}
