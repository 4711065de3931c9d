namespace Marketplace.Core.Inventory.Locations;

/// <summary>Names of locations, as they are compared.</summary>
internal static class LocationName
{
    /// <summary>Trimmed, upper-cased by invariant rules.</summary>
    public static string Key(string name) => name.Trim().ToUpperInvariant();
}
