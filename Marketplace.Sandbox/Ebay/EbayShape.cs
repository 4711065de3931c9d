using System.Text.Json;
using Marketplace.Sandbox.Hosting;

namespace Marketplace.Sandbox.Ebay;

/// <summary>
/// The kind of JSON that a body, or a member of it, has to be. eBay's gateway turns another kind away before the API sees it, with
/// error 2004 and the member's name (as recorded in hendt/ebay-api issue 181). A member that is null counts as left out.
/// </summary>
internal sealed class EbayShape
{
    private readonly JsonValueKind[] kinds;
    private IReadOnlyDictionary<string, EbayShape> members = new Dictionary<string, EbayShape>();
    private EbayShape? item;
    private HashSet<string>? choices;
    private bool isWhole;

    private EbayShape(params JsonValueKind[] kinds) => this.kinds = kinds;

    /// <summary>A text.</summary>
    public static EbayShape Text { get; } = new(JsonValueKind.String);

    /// <summary>One of a few words.</summary>
    public static EbayShape OneOf(params string[] choices) => new(JsonValueKind.String) { choices = choices.ToHashSet() };

    /// <summary>A whole number of 32 bits.</summary>
    public static EbayShape Whole { get; } = new(JsonValueKind.Number) { isWhole = true };

    /// <summary>Yes or no.</summary>
    public static EbayShape Flag { get; } = new(JsonValueKind.True, JsonValueKind.False);

    /// <summary>An amount: two texts.</summary>
    public static EbayShape Amount { get; } = Object(("value", Text), ("currency", Text));

    /// <summary>An object with members of these kinds; others are passed over.</summary>
    public static EbayShape Object(params (string Name, EbayShape Shape)[] members) =>
        new(JsonValueKind.Object) { members = members.ToDictionary(member => member.Name, member => member.Shape) };

    /// <summary>An object whose members, whatever their names, are of one kind.</summary>
    public static EbayShape Map(EbayShape value) => new(JsonValueKind.Object) { item = value };

    /// <summary>A list.</summary>
    public static EbayShape List(EbayShape item) => new(JsonValueKind.Array) { item = item };

    /// <summary>What eBay's gateway answers to a body of another shape; null where it lets the call through, be it for the API to refuse.</summary>
    public SandboxReply? Refuse(SandboxCall call)
    {
        try
        {
            using var body = JsonDocument.Parse(call.Body);
            return Misfit(body.RootElement, "") is { } field ? EbayRefusal.BadShape(field) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private string? Misfit(JsonElement node, string path)
    {
        if (!kinds.Contains(node.ValueKind) || (isWhole && !node.TryGetInt32(out _)) || (choices is not null && !choices.Contains(node.GetString()!)))
        {
            return path;
        }

        return node.ValueKind switch
        {
            JsonValueKind.Array => node.EnumerateArray().Select(entry => item!.Misfit(entry, path)).FirstOrDefault(found => found is not null),
            JsonValueKind.Object => node.EnumerateObject()
                .Where(member => member.Value.ValueKind != JsonValueKind.Null)
                .Select(member => (members.GetValueOrDefault(member.Name) ?? item)?.Misfit(member.Value, path.Length == 0 ? member.Name : $"{path}.{member.Name}"))
                .FirstOrDefault(found => found is not null),
            _ => null,
        };
    }
}
