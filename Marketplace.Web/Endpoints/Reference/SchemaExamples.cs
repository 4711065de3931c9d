using System.Text.Json.Nodes;
using Marketplace.Core.Platforms;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Marketplace.Web.Endpoints.Reference;

/// <summary>Gives every body an example, made of what fields of these names usually hold.</summary>
internal sealed class SchemaExamples(PlatformCatalog catalog) : IOpenApiDocumentTransformer
{
    private const int Depth = 8;

    private static readonly Dictionary<string, string> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        ["email"] = "you@example.com",
        ["password"] = "correct horse battery",
        ["trackingNumber"] = "9400111899223344556677",
        ["carrier"] = "USPS",
        ["carrierCode"] = "USPS",
        ["sku"] = "MUG-BLUE-11OZ",
        ["title"] = "Blue mug, 11 oz",
        ["storeName"] = "Harbour & Pine",
        ["region"] = "US",
        ["currency"] = "USD",
        ["value"] = "12.50",
        ["name"] = "Warehouse",
        ["reason"] = "Counted on Monday",
        ["message"] = "Entered. The marketplace is told in the background.",
        ["externalId"] = "27-12345-67890",
        ["orderNumber"] = "27-12345-67890",
        ["url"] = "https://example.com/hooks",
        ["mailTo"] = "you@example.com",
        ["fileName"] = "tracking.xlsx",
        ["nextCursor"] = "CN7M0zVAQAABmtIAAAAAAAAAAAAAAAAA",
        ["zone"] = "Europe/Berlin",
        ["summary"] = "Blue mug, 11 oz",
        ["comment"] = "Sorry for the trouble.",
        ["location"] = "Warehouse",
        ["authorizationUrl"] = "https://marketplace.example/consent?state=…",
        ["accessToken"] = "CfDJ8…",
        ["refreshToken"] = "CfDJ8…",
        ["tokenType"] = "Bearer",
        ["twoFactorCode"] = "123456",
        ["twoFactorRecoveryCode"] = "H4KQ2-9XTMB",
    };

    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        var operations = document.Paths.Values.SelectMany(path => path.Operations?.Values ?? Enumerable.Empty<OpenApiOperation>());
        foreach (var operation in operations)
        {
            var bodies = (operation.RequestBody?.Content?.Values ?? []).Concat(operation.Responses?.Values.SelectMany(r => r.Content?.Values ?? []) ?? []);
            foreach (var body in bodies.Where(b => b is { Example: null, Schema: not null }))
            {
                body.Example = Of(body.Schema!, "", Depth);
            }

            foreach (var parameter in (operation.Parameters ?? []).OfType<OpenApiParameter>().Where(p => p is { Example: null, Schema: not null, Name: not null }))
            {
                parameter.Example = Of(parameter.Schema!, parameter.Name!, Depth);
            }
        }

        return Task.CompletedTask;
    }

    private JsonNode? Of(IOpenApiSchema schema, string name, int depth)
    {
        var type = schema.Type ?? 0;
        return depth == 0 ? null
            : schema.Enum is [var first, ..] ? first?.DeepClone()
            : (schema.OneOf ?? schema.AnyOf ?? [])
                .FirstOrDefault(s => s.Type != JsonSchemaType.Null) is { } choice ? Of(choice, name, depth - 1)
            : schema.Properties is { Count: > 0 } properties ? new JsonObject(properties.Select(p => KeyValuePair.Create(p.Key, Of(p.Value, p.Key, depth - 1))))
            : schema.Items is { } item ? new JsonArray(Of(item, name.TrimEnd('s'), depth - 1))
            : type.HasFlag(JsonSchemaType.Boolean) ? JsonValue.Create(false)
            : type.HasFlag(JsonSchemaType.Integer) ? JsonValue.Create(Number(schema, name))
            : type.HasFlag(JsonSchemaType.Number) ? JsonValue.Create(0.97)
            : type.HasFlag(JsonSchemaType.String) ? JsonValue.Create(Text(schema, name))
            : schema.AdditionalProperties is { } value ? new JsonObject { ["key"] = Of(value, name, depth - 1) }
            : null;
    }

    private static int Number(IOpenApiSchema schema, string name) =>
        name.EndsWith("Minor", StringComparison.OrdinalIgnoreCase) ? 1250
        : schema.Minimum is { } minimum && int.TryParse(minimum, out var least) ? Math.Max(least, 1)
        : 3;

    private string Text(IOpenApiSchema schema, string name) => schema.Format switch
    {
        "uuid" => "0198c0de-7a11-7000-8000-00000000002a",
        "date-time" => "2026-05-04T09:00:00Z",
        "date" => "2026-05-04",
        _ when name.Equals("platform", StringComparison.OrdinalIgnoreCase) => catalog.All[0].Key.Value,
        _ when name.Equals("platformName", StringComparison.OrdinalIgnoreCase) => catalog.All[0].Descriptor.Name,
        _ => Known.GetValueOrDefault(name, "text"),
    };
}
