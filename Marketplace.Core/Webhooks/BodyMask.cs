using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml;
using System.Xml.Linq;

namespace Marketplace.Core.Webhooks;

/// <summary>Makes a delivered body fit to be shown: indented, and with what may be about a person replaced by dots.</summary>
internal static class BodyMask
{
    private const string Dots = "•••";
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // Words that stand in the names of what is about a person, whatever the marketplace.
    private static readonly string[] Personal =
    [
        "name", "address", "street", "city", "postal", "zip", "phone", "mobile", "email", "mail", "buyer", "recipient", "customer", "contact",
        "eiastoken", "message", "comment", "note", "signature", "token", "secret", "subscribeurl",
    ];

    // Of those, what is about things and not about a person.
    private static readonly string[] Harmless = ["topic", "eventname", "messageid", "notificationeventname", "sellersku"];

    /// <summary>The body to show; null where it is neither JSON nor XML.</summary>
    public static string? Mask(byte[] body, string? contentType)
    {
        try
        {
            return contentType?.Contains("xml", StringComparison.Ordinal) == true ? MaskXml(body) : MaskJson(Encoding.UTF8.GetString(body))?.ToJsonString(Indented);
        }
        catch (Exception exception) when (exception is JsonException or XmlException)
        {
            return null;
        }
    }

    private static JsonNode? MaskJson(string text)
    {
        var root = JsonNode.Parse(text);
        Walk(root);
        return root;
    }

    private static void Walk(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject members:
                foreach (var (name, value) in members.ToList())
                {
                    if (value is JsonValue text && IsPersonal(name))
                    {
                        members[name] = Inner(text) ?? Dots;
                    }
                    else
                    {
                        Walk(value);
                    }
                }

                break;
            case JsonArray items:
                foreach (var item in items)
                {
                    Walk(item);
                }

                break;
        }
    }

    // A queue or a topic wraps the notification as text.
    private static JsonNode? Inner(JsonValue text)
    {
        try
        {
            return text.TryGetValue<string>(out var inner) && inner.StartsWith('{') ? MaskJson(inner) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string MaskXml(byte[] body)
    {
        using var reader = XmlReader.Create(new MemoryStream(body), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
        var document = XDocument.Load(reader);
        foreach (var element in document.Descendants().Where(e => !e.HasElements && IsPersonal(e.Name.LocalName)))
        {
            element.Value = Dots;
        }

        return document.ToString();
    }

    private static bool IsPersonal(string name) =>
        !Harmless.Contains(name.ToLowerInvariant()) && Personal.Any(word => name.Contains(word, StringComparison.OrdinalIgnoreCase));
}
