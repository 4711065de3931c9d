using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Core.Fulfillment.Actions;

/// <summary>
/// Something that the seller asked a marketplace to do about an order: stored first, carried out by durable work, done only when
/// the marketplace shows it. Times are UTC.
/// </summary>
public abstract class OrderAction : ISellerOwned, IVersioned
{
    /// <summary>Our id.</summary>
    public Guid Id { get; set; } = Guid.CreateVersion7();

    /// <inheritdoc />
    public Guid SellerId { get; set; }

    /// <summary>The order.</summary>
    public Guid OrderId { get; set; }

    /// <summary>Its store.</summary>
    public Guid ConnectionId { get; set; }

    /// <summary>Where it stands.</summary>
    public ActionState State { get; private set; }

    /// <summary>Why it waits, or why it was refused; plain words.</summary>
    public string? Problem { get; set; }

    /// <summary>Who asked for it.</summary>
    public string Actor { get; set; } = "";

    /// <summary>When it was asked for.</summary>
    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>When a call was begun whose outcome is not known yet; a later try looks at the marketplace first.</summary>
    public DateTimeOffset? StartedAt { get; set; }

    /// <summary>When it was done, refused or taken back.</summary>
    public DateTimeOffset? SettledAt { get; set; }

    /// <summary>How often the marketplace was looked at since it said yes.</summary>
    public int Looks { get; set; }

    /// <inheritdoc />
    public long Version { get; set; }

    /// <summary>What it is, as the beginning of a sentence ("The refund of 12.00 EUR").</summary>
    public abstract string Title { get; }

    /// <summary>Moves on.</summary>
    /// <exception cref="InvalidOperationException">The table of moves has no such move.</exception>
    public void Move(ActionState to)
    {
        State = ActionMoves.May(State, to) ? to : throw new InvalidOperationException($"{GetType().Name} {Id} cannot go from {State} to {to}.");
        (Looks, Problem) = (0, null);
    }
}

internal static class OrderActionColumns
{
    /// <summary>Configures what all actions share.</summary>
    public static void ConfigureAction<TAction>(this EntityTypeBuilder<TAction> builder) where TAction : OrderAction
    {
        builder.Ignore(a => a.Title);
        builder.Property(a => a.State).HasConversion<string>().HasMaxLength(20);
        builder.Property(a => a.Actor).HasMaxLength(200);
        builder.HasOne<Orders.Order>().WithMany().HasForeignKey(a => a.OrderId);
        builder.HasIndex(a => new { a.OrderId, a.CreatedAt });
        builder.HasIndex(a => new { a.SellerId, a.State });
    }
}
