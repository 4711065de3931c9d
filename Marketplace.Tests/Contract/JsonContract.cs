using System.Collections;
using System.Text.Json;
using System.Text.RegularExpressions;
using NJsonSchema;
using NJsonSchema.Validation;

namespace Marketplace.Tests.Contract;

/// <summary>Compares JSON with a schema of an official document: types, required fields, limits, and nothing that the document does not know.</summary>
internal static partial class JsonContract
{
    // A document's schemas resolve their references lazily, which is not safe from two tests at once.
    private static readonly Lock Reading = new();

    /// <summary>Departures as (path, message); array positions are written <c>[*]</c>.</summary>
    public static IEnumerable<(string Path, string Message)> Compare(string json, JsonSchema schema)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(json);
        }
        catch (JsonException)
        {
            return [("$", "is no JSON")];
        }

        lock (Reading)
        {
            var errors = Flatten(schema.Validate(json, SchemaType.OpenApi3))
                .Where(error => error.Kind != ValidationErrorKind.NoAdditionalPropertiesAllowed)
                .Select(error => (Generic(error.Path), Describe(error)));
            return [.. errors.Concat(Undocumented(document.RootElement, [schema], "$")).Distinct()];
        }
    }

    private static IEnumerable<ValidationError> Flatten(IEnumerable<ValidationError> errors) => errors.SelectMany(error => error switch
    {
        ChildSchemaValidationError child => child.Errors.SelectMany(pair => Flatten(pair.Value)),
        MultiTypeValidationError many => many.Errors.SelectMany(pair => Flatten(pair.Value)),
        _ => [error],
    });

    private static string Describe(ValidationError error) => error.Kind switch
    {
        ValidationErrorKind.PropertyRequired => "is required and missing",
        ValidationErrorKind.NotInEnumeration => $"is none of {string.Join(", ", error.Schema.ActualSchema.Enumeration)}",
        _ => error.Kind.ToString(),
    };

    /// <summary>Properties that no schema knows, and values outside a list that the document gives as known ones.</summary>
    private static IEnumerable<(string, string)> Undocumented(JsonElement node, IReadOnlyList<JsonSchema> alternatives, string path)
    {
        var schemas = alternatives.SelectMany(WithParts).Distinct().ToList();
        switch (node.ValueKind)
        {
            case JsonValueKind.Object:
                var isOpen = schemas.All(schema => schema.ActualProperties.Count == 0) || schemas.Any(schema => schema.AdditionalPropertiesSchema is not null);
                foreach (var member in node.EnumerateObject())
                {
                    var known = schemas.Select(schema => schema.ActualProperties.GetValueOrDefault(member.Name)).OfType<JsonSchema>().ToList();
                    var place = $"{path}.{member.Name}";
                    if (known.Count > 0)
                    {
                        foreach (var finding in Undocumented(member.Value, known, place))
                        {
                            yield return finding;
                        }
                    }
                    else if (!isOpen)
                    {
                        yield return (place, "is not in the document");
                    }
                }

                break;
            case JsonValueKind.Array:
                var items = schemas.Select(schema => schema.Item).OfType<JsonSchema>().ToList();
                if (items.Count > 0)
                {
                    foreach (var finding in node.EnumerateArray().SelectMany(item => Undocumented(item, items, $"{path}[*]")))
                    {
                        yield return finding;
                    }
                }

                break;
            case JsonValueKind.String:
                var values = schemas.SelectMany(KnownValues).ToHashSet();
                if (values.Count > 0 && !values.Contains(node.GetString()!) && node.GetString() != "")
                {
                    yield return (path, $"'{node.GetString()}' is none of {string.Join(", ", values)}");
                }

                break;
        }
    }

    private static IEnumerable<JsonSchema> WithParts(JsonSchema schema) =>
        new[] { schema, schema.ActualSchema }.Concat(schema.ActualSchema.AllOf.SelectMany(WithParts));

    private static IEnumerable<string> KnownValues(JsonSchema schema) =>
        schema.ExtensionData?.TryGetValue("x-known-values", out var values) == true && values is IEnumerable list
            ? list.Cast<object>().Select(value => value.ToString()!)
            : [];

    private static string Generic(string? path) => "$" + Positions().Replace(path?.Replace("#/", ".", StringComparison.Ordinal).Replace("#", "", StringComparison.Ordinal) ?? "", "[*]");

    [GeneratedRegex(@"\[\d+\]")]
    private static partial Regex Positions();
}
