using System.Text.RegularExpressions;

namespace Marketplace.Tests.Architecture;

/// <summary>The rooms of the core and the doors between them. One assembly has no walls of its own; these are they.</summary>
internal static partial class Rooms
{
    private const string Core = "Marketplace.Core";

    // What every room may use, but those at the very bottom.
    // Any room may have something to tell the seller, so alerts are as neutral as work.
    private static readonly string[] Everywhere = ["Common", "Work", "Alerts"];
    private static readonly string[] Bottom = ["Common", "Platforms", "Platforms.Http", "Postage", "Changes", "Security", "Spreadsheets"];

    private static readonly Dictionary<string, string[]> Doors = new()
    {
        ["Common"] = [],
        ["Changes"] = ["Common"],
        ["Security"] = ["Common"],
        ["Spreadsheets"] = ["Common"],
        ["Platforms"] = ["Common"],
        ["Platforms.Http"] = ["Common", "Platforms"],
        // Sellers of labels stand beside the marketplaces: their seam speaks in its amounts, offers and failures.
        ["Postage"] = ["Common", "Platforms"],
        ["Accounts"] = ["Data", "Changes", "Security"],
        // The log knows the rows that it tells of, and nothing of the rooms' services.
        ["Audit"] = ["Accounts", "ApiAccess", "Catalog", "Connections", "Inventory", "Orders", "Fulfillment", "Sync", "Data"],
        ["Connections"] = ["Platforms", "Platforms.Http", "Security", "Data", "Changes"],
        ["Catalog"] = ["Platforms", "Data", "Changes"],
        ["Inventory"] = ["Catalog", "Platforms", "Data", "Changes", "Spreadsheets"],
        ["Orders"] = ["Catalog", "Inventory", "Platforms", "Data", "Changes", "Security", "Spreadsheets"],
        // Linking a listing moves rows of three rooms in one transaction, which none of them could do alone.
        ["Linking"] = ["Catalog", "Inventory", "Orders", "Platforms", "Data", "Changes"],
        // A pick list says from which shelf an item comes, and a scanner reads an item's codes.
        ["Fulfillment"] = ["Postage", "Catalog", "Inventory", "Orders", "Connections", "Platforms", "Security", "Data", "Changes", "Spreadsheets"],
        ["Sync"] = ["Connections", "Catalog", "Inventory", "Orders", "Linking", "Fulfillment", "Platforms", "Data", "Changes", "Platforms.Http"],
        ["Webhooks"] = ["Connections", "Platforms", "Security", "Data", "Changes"],
        // Of the seam, alerts know the exceptions, in which they tell work how a mail failed.
        ["Alerts"] = ["Data", "Changes", "Security", "Platforms"],
        ["ApiAccess"] = ["Data", "Security"],
        // Of the seam, work knows the exceptions: they say when the next try makes sense.
        ["Work"] = ["Data", "Changes", "Platforms"],
        ["Insights"] = ["Connections", "Catalog", "Inventory", "Orders", "Fulfillment", "Sync", "Webhooks", "Platforms", "Data"],
    };

    // A marketplace's folder talks to the seam and to nothing of ours.
    private static readonly string[] DoorsOfLabelSellers = ["Common", "Platforms", "Platforms.Http", "Postage"];
    private static readonly string[] DoorsOfVendors = ["Common", "Platforms", "Platforms.Http", "Security"];

    /// <summary>Folders of single marketplaces.</summary>
    public static IReadOnlyList<string> Vendors { get; } =
        [.. SourceFile.Below($"{Core}/Platforms").Select(file => file.Folder.Split('/')).Where(parts => parts.Length > 2 && parts[2] != "Http").Select(parts => parts[2]).Distinct()];

    /// <summary>Room of a file of the core; null for the top folder.</summary>
    public static string? Of(SourceFile file)
    {
        var parts = file.Folder.Split('/');
        return parts.Length < 2 ? null : parts[1] is "Platforms" or "Postage" && parts.Length > 2 ? $"{parts[1]}.{parts[2]}" : parts[1];
    }

    /// <summary>Whether a room may use another.</summary>
    public static bool May(string room, string other) =>
        room == other
        || (!Bottom.Contains(room) && Everywhere.Contains(other))
        || (IsLabelSeller(room) ? DoorsOfLabelSellers : IsVendor(room) ? DoorsOfVendors : Doors.GetValueOrDefault(room, [])).Contains(other)
        // The context and its configuration know each room's entities: the one pair that looks both ways.
        || (room == "Data" && !IsVendor(other) && !IsLabelSeller(other) && other is not ("Platforms.Http" or "Insights"));

    /// <summary>Rooms that a file of the core uses, each with the name that shows it.</summary>
    public static IEnumerable<(string Room, string Name)> UsedBy(SourceFile file)
    {
        var full = FullName().Matches(file.Code).Select(match => (RoomOf(match.Groups[1].Value), match.Value));
        var relative = RelativeName().Matches(file.Code)
            .Where(match => Types.Value.Contains((match.Groups[1].Value, match.Groups[2].Value)))
            .Select(match => (match.Groups[1].Value, match.Value));
        return full.Concat(relative).Where(use => use.Item1.Length > 0).Distinct();
    }

    private static readonly Lazy<HashSet<(string Room, string Type)>> Types = new(() => [.. SourceFile.Below(Core).Where(file => Of(file) is not null).Select(file => (Of(file)!, file.Name))]);

    private static bool IsVendor(string room) => room.StartsWith("Platforms.", StringComparison.Ordinal) && room != "Platforms.Http";

    private static bool IsLabelSeller(string room) => room.StartsWith("Postage.", StringComparison.Ordinal);

    private static string RoomOf(string below)
    {
        var parts = below.Split('.');
        return parts[0] == "Platforms" && parts.Length > 1 && (parts[1] == "Http" || Vendors.Contains(parts[1])) ? $"Platforms.{parts[1]}" : parts[0] == "Postage" && parts.Length > 2 ? $"Postage.{parts[1]}" : parts[0];
    }

    [GeneratedRegex(@"(?<!namespace\s+)\bMarketplace\.Core\.([A-Z]\w*(?:\.[A-Z]\w*)*)")]
    private static partial Regex FullName();

    [GeneratedRegex(@"(?<![\w.""])((?:Platforms\.)?[A-Z]\w+)\.([A-Z]\w+)")]
    private static partial Regex RelativeName();
}
