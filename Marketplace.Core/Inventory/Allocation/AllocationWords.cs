using System.Globalization;

namespace Marketplace.Core.Inventory.Allocation;

/// <summary>Rules in words.</summary>
public static class AllocationWords
{
    /// <summary>How a rule is applied, for those who set one.</summary>
    public const string Order =
        "A listing's own rule is taken first, else its store's, else its marketplace's, each as a whole. “Do not sync” and a fixed quantity settle it at once. "
        + "Otherwise the buffer is held back, then the percentage of the rest is taken, raised to the floor as far as the rest allows, and cut to the cap.";

    /// <summary>What a rule says: "hold back 2, then 50 %, at most 10".</summary>
    public static string Of(AllocationTerms terms)
    {
        if (terms.DoesNotSync)
        {
            return "do not sync";
        }

        if (terms.Fixed is { } items)
        {
            return string.Create(CultureInfo.InvariantCulture, $"always {items:N0}, whatever there is");
        }

        var parts = new List<string>();
        if (terms.Buffer > 0)
        {
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"hold back {terms.Buffer:N0}"));
        }

        if (terms.Percent < 100)
        {
            parts.Add($"{terms.Percent} %{(terms.RoundsToNone ? ", rounded down even to none" : "")}");
        }

        if (terms.Floor > 0)
        {
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"at least {terms.Floor:N0}"));
        }

        if (terms.Cap is { } cap)
        {
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"at most {cap:N0}"));
        }

        return parts.Count == 0 ? "all that is available" : string.Join(", then ", parts);
    }
}
