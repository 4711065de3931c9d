using System.Collections;
using System.Collections.Concurrent;
using System.Reflection;
using System.Text;
using Microsoft.Net.Http.Headers;

namespace Marketplace.Web.Endpoints.Pipeline;

/// <summary>Refuses bodies that the reader of JSON lets through or trips over: other encodings than UTF-8, and rows that are null.</summary>
internal static class BodyChecks
{
    private const string OurTypes = "Marketplace.";
    private static readonly ConcurrentDictionary<Type, PropertyInfo[]> Lists = new();

    /// <summary>Answers JSON of another encoding with 415; RFC 8259 knows no other than UTF-8.</summary>
    public static Task EncodingAsync(HttpContext http, RequestDelegate next) =>
        http.Request.Path.StartsWithSegments("/api")
        && MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var type) && type.Charset.HasValue
        && !type.Charset.Value!.Trim('"').Equals(Encoding.UTF8.WebName, StringComparison.OrdinalIgnoreCase)
            ? ProblemCompletion.AnswerAsync(http, "unsupported-media-type", "This address reads UTF-8 alone.")
            : next(http);

    /// <summary>Names rows that are null where a list of rows is taken.</summary>
    public static ValueTask<object?> FilterAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var errors = context.Arguments.OfType<object>().Where(IsOurs).SelectMany(body => NullRows(body, "")).ToDictionary(place => place, _ => (string[])["A row must not be null."]);
        return errors.Count == 0 ? next(context) : ValueTask.FromResult<object?>(TypedResults.ValidationProblem(errors));
    }

    private static bool IsOurs(object value) => value.GetType().Namespace?.StartsWith(OurTypes, StringComparison.Ordinal) == true && value.GetType().IsClass;

    private static IEnumerable<string> NullRows(object body, string path)
    {
        foreach (var list in Lists.GetOrAdd(body.GetType(), ListsOf))
        {
            var name = path + char.ToLowerInvariant(list.Name[0]) + list.Name[1..];
            var rows = ((IEnumerable?)list.GetValue(body))?.Cast<object?>() ?? [];
            foreach (var place in rows.SelectMany((row, i) => row is null ? [$"{name}[{i}]"] : IsOurs(row) ? NullRows(row, $"{name}[{i}].") : []))
            {
                yield return place;
            }
        }
    }

    // Services are arguments too; only what JSON makes is a body, and that is records with lists.
    private static PropertyInfo[] ListsOf(Type type) => type.GetMethod("<Clone>$") is null ? [] :
        [.. type.GetProperties().Where(p => p.GetIndexParameters().Length == 0 && p.PropertyType.IsGenericType && typeof(IEnumerable).IsAssignableFrom(p.PropertyType) && !p.PropertyType.GetGenericArguments()[0].IsValueType)];
}
