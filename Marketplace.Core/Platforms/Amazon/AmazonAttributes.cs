using System.Globalization;
using System.Text.Json;

namespace Marketplace.Core.Platforms.Amazon;

/// <summary>
/// Reads Amazon's attributes, where each name leads to a list of instances such as
/// <c>{"value": "Moss", "language_tag": "en_US", "marketplace_id": "…"}</c>.
/// </summary>
internal sealed class AmazonAttributes(IReadOnlyDictionary<string, JsonElement>? raw, string marketplaceId)
{
    private readonly IReadOnlyDictionary<string, JsonElement> raw = raw ?? new Dictionary<string, JsonElement>();

    /// <summary>First value of an attribute as text; null where it has none.</summary>
    public string? First(string name) => Values(name).FirstOrDefault();

    /// <summary>All values of an attribute as texts.</summary>
    public IEnumerable<string> Values(string name) => Instances(name).Select(i => Member(i, "value")).OfType<string>();

    /// <summary>Attributes that have a plain value, by name.</summary>
    public IReadOnlyDictionary<string, string> Plain() =>
        raw.Keys.Select(name => (name, value: string.Join("; ", Values(name)))).Where(a => a.value.Length > 0).ToDictionary(a => a.name, a => a.value);

    /// <summary>Pictures of the offer or product, main one first.</summary>
    public IEnumerable<string> Images() =>
        raw.Keys.Where(k => k.StartsWith("main_product_image_locator", StringComparison.Ordinal))
            .Concat(raw.Keys.Where(k => k.StartsWith("other_product_image_locator", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
            .SelectMany(Instances)
            .Select(i => Member(i, "media_location"))
            .OfType<string>();

    /// <summary>Identifiers outside Amazon by kind (EAN, UPC, ISBN).</summary>
    public IEnumerable<KeyValuePair<string, string>> Identifiers() =>
        Instances("externally_assigned_product_identifier")
            .Select(i => (Kind: Member(i, "type"), Value: Member(i, "value")))
            .Where(i => i.Kind is not null && i.Value is not null)
            .Select(i => KeyValuePair.Create(i.Kind!.ToUpperInvariant(), i.Value!));

    // An instance without a marketplace holds for all of them.
    private IEnumerable<JsonElement> Instances(string name) =>
        raw.TryGetValue(name, out var list) && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray().Where(i => i.ValueKind == JsonValueKind.Object && (Member(i, "marketplace_id") ?? marketplaceId) == marketplaceId)
            : [];

    private static string? Member(JsonElement instance, string name) => instance.TryGetProperty(name, out var value)
        ? value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Number => value.GetDecimal().ToString(CultureInfo.InvariantCulture),
            JsonValueKind.True => "true",
            JsonValueKind.False => "false",
            _ => null,
        }
        : null;
}
