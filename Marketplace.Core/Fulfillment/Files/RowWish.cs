namespace Marketplace.Core.Fulfillment.Files;

/// <summary>Whether a row asks for anything at all.</summary>
internal static class RowWish
{
    private static readonly HashSet<string> Blanks = new(StringComparer.OrdinalIgnoreCase) { "n/a", "na", "none", "-", "--", "tbd", "pending", "#n/a" };

    /// <summary>A text, or null where it is one of those by which spreadsheets say "nothing".</summary>
    public static string? Written(string? text) => text is null || Blanks.Contains(text) ? null : text;

    /// <summary>Why there is nothing to send, in plain words; null when there is.</summary>
    public static string? Idle(FileRow row) => row switch
    {
        { Tracking: null } => "No tracking number; nothing to send.",
        { Tracking: { } tracking } when Blanks.Contains(tracking) => $"“{tracking}” is no tracking number; nothing to send.",
        { Status: { } status } when IsUnshipped(status) => $"The file says “{status}” of this parcel; nothing to send.",
        _ => null,
    };

    // eBay's bulk file says 1 for shipped (0 for not), its feed SHIPPED or ACK, and Linnworks SHIPPED, COMPLETE, CANCELLED or ERROR.
    private static bool IsUnshipped(string status) => CarrierSynonyms.Fold(status) is "0" or "ack" or "cancelled" or "canceled" or "error" or "unshipped" or "notshipped";
}
