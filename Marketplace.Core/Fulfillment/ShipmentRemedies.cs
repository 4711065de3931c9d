namespace Marketplace.Core.Fulfillment;

/// <summary>What a seller can do about a refused parcel, told from the field that the marketplace blames or from its words.</summary>
public static class ShipmentRemedies
{
    /// <summary>What can be done about a parcel whose items were shipped elsewhere.</summary>
    public const string Stopped = "Discard it if it is the same parcel under another number; send it anyway if it is a further one.";

    private static readonly (string[] Signs, string Remedy)[] Table =
    [
        (["tracking"], "Correct the tracking number, then send it again."),
        (["carrier", "provider"], "Choose a carrier that this marketplace knows, then send it again."),
        (["quantity", "item", "line"], "Compare the items of the parcel with those of the order, then send it again."),
        (["cancel"], "Do not ship it. If it has left, ask the carrier to return it."),
        (["date", "time"], "Enter the parcel with the day on which it was handed over."),
        (["connect", "authori"], "Connect the store again; then send it again."),
        (["label"], "Look at the order on the marketplace before you do anything else: its label is paid for."),
        (["twice", "does not show"], "Look at the order on the marketplace; enter the parcel there, or send it again."),
    ];

    /// <summary>The remedy.</summary>
    /// <param name="field">Field that the marketplace blames, in its spelling; null where it named none.</param>
    /// <param name="problem">Why it refused.</param>
    public static string Of(string? field, string? problem)
    {
        foreach (var text in new[] { field, problem }.OfType<string>())
        {
            if (Array.Find(Table, row => row.Signs.Any(sign => text.Contains(sign, StringComparison.OrdinalIgnoreCase))).Remedy is { } remedy)
            {
                return remedy;
            }
        }

        return "Read what the marketplace says, put it right on the order, then send it again.";
    }
}
