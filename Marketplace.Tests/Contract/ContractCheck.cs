using System.Globalization;
using System.Text.Json;
using NJsonSchema;
using NSwag;

namespace Marketplace.Tests.Contract;

/// <summary>Holds one exchange against the official document of its operation.</summary>
internal static class ContractCheck
{
    private static readonly string[] HeadersOfTransport = ["Content-Type", "Accept", "Authorization"];

    /// <summary>Departures that are not among the <see cref="Deviations"/> known from the living marketplaces.</summary>
    public static async Task<IEnumerable<ContractViolation>> OfAsync(ContractOperation operation, Exchange exchange)
    {
        var parsed = await operation.Parsed.Value;
        return Request(parsed, exchange)
            .Select(found => new ContractViolation(operation.Marketplace, operation.Name, Side.Request, found.Path, found.Message))
            .Concat(Answer(operation, parsed, exchange)
                .Select(found => new ContractViolation(operation.Marketplace, operation.Name, Side.Answer, found.Path, found.Message)))
            .Where(violation => !Deviations.Cover(violation));
    }

    private static IEnumerable<(string Path, string Message)> Request(OpenApiOperation parsed, Exchange exchange)
    {
        var parameters = parsed.ActualParameters;
        var query = exchange.Query;
        foreach (var parameter in parameters.Where(p => p.Kind == OpenApiParameterKind.Query))
        {
            var place = $"query {parameter.Name}";
            var values = query[parameter.Name].ToList();
            if (values.Count == 0)
            {
                if (parameter.IsRequired)
                {
                    yield return (place, "is required and missing");
                }

                continue;
            }

            foreach (var finding in Value(parameter, values))
            {
                yield return (place, finding);
            }
        }

        var known = parameters.Where(p => p.Kind == OpenApiParameterKind.Query).Select(p => p.Name).ToHashSet();
        foreach (var name in query.Select(group => group.Key).Where(name => !known.Contains(name)))
        {
            yield return ($"query {name}", "is not in the document");
        }

        foreach (var header in parameters.Where(p => p.Kind == OpenApiParameterKind.Header && p.IsRequired && !exchange.Headers.ContainsKey(p.Name)))
        {
            // Without a body there is nothing whose type could be named, whatever a document says.
            if (exchange.Body.Length > 0 || !HeadersOfTransport.Contains(header.Name))
            {
                yield return ($"header {header.Name}", "is required and missing");
            }
        }

        var body = parameters.FirstOrDefault(p => p.Kind == OpenApiParameterKind.Body);
        if (exchange.Body.Length == 0)
        {
            if (body?.IsRequired == true)
            {
                yield return ("$", "a body is required and missing");
            }
        }
        else if (body is null)
        {
            yield return ("$", "the operation takes no body");
        }
        else
        {
            foreach (var finding in JsonContract.Compare(exchange.Body, body.ActualSchema))
            {
                yield return finding;
            }
        }
    }

    private static IEnumerable<string> Value(OpenApiParameter parameter, List<string> values)
    {
        var schema = parameter.ActualSchema;
        if (schema.Type.HasFlag(JsonObjectType.Array))
        {
            var items = values.SelectMany(value => value.Split(',')).ToList();
            if (schema.MaxItems > 0 && items.Count > schema.MaxItems)
            {
                yield return $"has {items.Count} values, {schema.MaxItems} are allowed";
            }

            schema = schema.Item!.ActualSchema;
            values = items;
        }
        else if (values.Count > 1)
        {
            yield return "is given more than once";
        }

        foreach (var (_, message) in values.SelectMany(value => JsonContract.Compare(Literal(value, schema), schema)))
        {
            yield return message;
        }
    }

    /// <summary>A query value as JSON of the type that the schema asks for, or as text where it cannot be that type.</summary>
    private static string Literal(string value, JsonSchema schema) =>
        (schema.Type.HasFlag(JsonObjectType.Integer) && long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _))
        || (schema.Type.HasFlag(JsonObjectType.Number) && decimal.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out _))
        || (schema.Type.HasFlag(JsonObjectType.Boolean) && value is "true" or "false")
            ? value
            : JsonSerializer.Serialize(value);

    private static IEnumerable<(string Path, string Message)> Answer(ContractOperation operation, OpenApiOperation parsed, Exchange exchange)
    {
        if (Failures.Read(operation, exchange) is { } findings)
        {
            return findings;
        }

        if (!parsed.ActualResponses.TryGetValue(exchange.Status.ToString(CultureInfo.InvariantCulture), out var response))
        {
            return [("status", $"{exchange.Status} is none of {string.Join(", ", parsed.ActualResponses.Keys)}")];
        }

        return (response.Schema, exchange.Answer.Length) switch
        {
            (null, 0) => [],
            (null, _) => [("$", "the document knows no body")],
            // HTTP knows no body with this status, though eBay's documents give it the schema of errors.
            (_, 0) when exchange.Status == 204 => [],
            (_, 0) => response.Schema.ActualSchema.ActualProperties.Count > 0 ? [("$", "the body is missing")] : [],
            _ => JsonContract.Compare(exchange.Answer, response.Schema),
        };
    }
}
