using Marketplace.Core.Data;
using Marketplace.Core.Fulfillment.Actions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Core.Fulfillment.Combining;

/// <summary>Orders to one recipient that leave in one parcel: one tracking number, one confirmation for each order.</summary>
public sealed class ParcelGroup : OrderAction
{
    /// <summary>The marketplace's id of its proposal; null where the parcel is ours alone and the marketplace need not know.</summary>
    public string? ProposalId { get; set; }

    /// <summary>The marketplace's id of the parcel, where it laid it out.</summary>
    public string? ExternalId { get; set; }

    /// <summary>The orders, at least two.</summary>
    public List<GroupedOrder> Orders { get; } = [];

    /// <summary>Whether its orders belong together now, or are about to.</summary>
    public bool Holds => State is not (ActionState.Failed or ActionState.Undone);

    /// <inheritdoc />
    public override string Title => $"One parcel for {Orders.Count} orders";
}

/// <summary>An order in a parcel with others.</summary>
public sealed class GroupedOrder : ISellerOwned
{
    /// <summary>Our id.</summary>
    public Guid Id { get; set; } = Guid.CreateVersion7();

    /// <inheritdoc />
    public Guid SellerId { get; set; }

    /// <summary>The group.</summary>
    public Guid GroupId { get; set; }

    /// <summary>The order.</summary>
    public Guid OrderId { get; set; }
}

internal sealed class ParcelGroupConfiguration : IEntityTypeConfiguration<ParcelGroup>, IEntityTypeConfiguration<GroupedOrder>
{
    public void Configure(EntityTypeBuilder<ParcelGroup> builder)
    {
        builder.ConfigureAction();
        builder.Ignore(g => g.Holds);
        builder.HasMany(g => g.Orders).WithOne().HasForeignKey(o => o.GroupId);
        builder.Navigation(g => g.Orders).AutoInclude();
    }

    public void Configure(EntityTypeBuilder<GroupedOrder> builder) => builder.HasIndex(o => o.OrderId);
}
