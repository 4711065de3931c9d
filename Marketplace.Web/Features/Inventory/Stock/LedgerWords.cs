using System.Globalization;
using Marketplace.Core.Inventory;

namespace Marketplace.Web.Features.Inventory.Stock;

/// <summary>Movements to look at.</summary>
/// <param name="Name">What they are called.</param>
/// <param name="Kinds">Which; none for all.</param>
public sealed record LedgerChoice(string Name, IReadOnlyCollection<MovementKind> Kinds);

/// <summary>Movements in words.</summary>
public static class LedgerWords
{
    /// <summary>What the ledger can be filtered by.</summary>
    public static IReadOnlyList<LedgerChoice> Choices { get; } =
    [
        new("Everything", []),
        new("Orders", [MovementKind.Reserved, MovementKind.Released, MovementKind.Shipped]),
        new("Counts and corrections", [MovementKind.Opening, MovementKind.Counted, MovementKind.Adjusted, MovementKind.Undone]),
        new("Deliveries", [MovementKind.Received]),
        new("Transfers", [MovementKind.Transferred]),
    ];

    /// <summary>What happened: its note, or else its kind.</summary>
    public static string Of(MovementView movement)
    {
        var kind = movement.Kind switch
        {
            MovementKind.Opening => "First count",
            MovementKind.Adjusted => "Corrected",
            MovementKind.Counted => "Counted",
            MovementKind.Received => "Received",
            MovementKind.Transferred => movement.OnHandChange < 0 ? "Carried away" : "Carried here",
            MovementKind.Undone => "Undone",
            MovementKind.Reserved => "Held for an order",
            MovementKind.Released => "No longer held",
            _ => "Left with a parcel",
        };
        return movement.Note is null ? kind
            : movement.Kind is MovementKind.Counted or MovementKind.Received or MovementKind.Transferred or MovementKind.Adjusted ? $"{kind}: {movement.Note}" : movement.Note;
    }

    /// <summary>What it changed.</summary>
    public static string ChangeOf(MovementView movement) =>
        movement.OnHandChange != 0 ? Signed(movement.OnHandChange) : movement.ReservedChange != 0 ? $"{Signed(movement.ReservedChange)} held" : "±0";

    private static string Signed(int change) => change.ToString("+#,0;−#,0;0", CultureInfo.InvariantCulture);
}
