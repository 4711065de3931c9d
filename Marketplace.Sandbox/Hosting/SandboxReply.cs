using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Marketplace.Sandbox.Hosting;

/// <summary>An answer of a sandbox marketplace.</summary>
public sealed record SandboxReply(int Status, byte[] Body, string? ContentType)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Further headers.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>The connection is cut instead of answering.</summary>
    public bool Abort { get; init; }

    /// <summary>Time until it is given, as by a queue that waits for messages.</summary>
    public TimeSpan Wait { get; init; }

    /// <summary>A JSON answer; nulls are left out, names are camel-cased for types and kept for dictionaries and nodes.</summary>
    public static SandboxReply OfJson(int status, object value) =>
        new(status, value is JsonNode node ? Encoding.UTF8.GetBytes(node.ToJsonString(Json)) : JsonSerializer.SerializeToUtf8Bytes(value, Json), "application/json");

    /// <summary>An answer without a body.</summary>
    public static SandboxReply Empty(int status) => new(status, [], null);

    /// <summary>An HTML page.</summary>
    public static SandboxReply OfHtml(int status, string html) => new(status, Encoding.UTF8.GetBytes(html), "text/html; charset=utf-8");

    /// <summary>A redirect of the browser.</summary>
    public static SandboxReply RedirectTo(string location) => Empty(302).With("Location", location);

    /// <summary>The same answer with one more header.</summary>
    public SandboxReply With(string name, string value) => this with { Headers = new Dictionary<string, string>(Headers) { [name] = value } };
}
