using System.Collections;
using System.Collections.Concurrent;
using System.Reflection;
using System.Text;
using Microsoft.Net.Http.Headers;

namespace Marketplace.Web.Endpoints.Pipeline;

/// <summary>
/// Refuses what the readers of JSON and of queries let through and what comes after trips over: other encodings than UTF-8, rows that are
/// null, and the character U+0000, which PostgreSQL stores in no text.
/// </summary>
internal static class BodyChecks
{
    private const string OurTypes = "Marketplace.";
    private const string NullRow = "A row must not be null.";
    private const string NullCharacter = "The character U+0000 cannot be stored or searched for.";
    private static readonly ConcurrentDictionary<Type, PropertyInfo[]> Fields = new();

    /// <summary>Answers JSON of another encoding with 415 (RFC 8259 knows no other than UTF-8), and the character U+0000 in a query with 400.</summary>
    public static Task RequestAsync(HttpContext http, RequestDelegate next)
    {
        if (!http.Request.Path.StartsWithSegments("/api"))
        {
            return next(http);
        }

        var broken = http.Request.Query.Where(p => p.Value.Any(v => v?.Contains('\0', StringComparison.Ordinal) == true)).ToDictionary(p => p.Key, _ => (string[])[NullCharacter]);
        return broken.Count > 0 ? ProblemCompletion.AnswerAsync(http, broken)
            : MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var type) && type.Charset.HasValue
                && !type.Charset.Value!.Trim('"').Equals(Encoding.UTF8.WebName, StringComparison.OrdinalIgnoreCase)
                ? ProblemCompletion.AnswerAsync(http, "unsupported-media-type", "This address reads UTF-8 alone.")
            : next(http);
    }

    /// <summary>Names the fields of a body that cannot be taken.</summary>
    public static ValueTask<object?> FilterAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var errors = context.Arguments.OfType<object>().Where(IsRecord).SelectMany(body => InRecord(body, "")).GroupBy(e => e.Field).ToDictionary(e => e.Key, e => (string[])[e.First().Words]);
        return errors.Count == 0 ? next(context) : ValueTask.FromResult<object?>(TypedResults.ValidationProblem(errors));
    }

    // Services are arguments too; only what JSON makes is a body, and that is records.
    private static bool IsRecord(object value) => value.GetType().Namespace?.StartsWith(OurTypes, StringComparison.Ordinal) == true && FieldsOf(value.GetType()).Length > 0;

    private static IEnumerable<(string Field, string Words)> InRecord(object body, string path) =>
        FieldsOf(body.GetType()).SelectMany(field => In(field.GetValue(body), path + char.ToLowerInvariant(field.Name[0]) + field.Name[1..]));

    private static IEnumerable<(string Field, string Words)> In(object? value, string field) => value switch
    {
        string text => text.Contains('\0', StringComparison.Ordinal) ? [(field, NullCharacter)] : [],
        IEnumerable rows => rows.Cast<object?>().SelectMany((row, i) => row is null ? [($"{field}[{i}]", NullRow)] : In(row, $"{field}[{i}]")),
        { } record when IsRecord(record) => InRecord(record, field + "."),
        _ => [],
    };

    // What is computed of the others may expect that they were checked.
    private static PropertyInfo[] FieldsOf(Type type) => Fields.GetOrAdd(type, static known => known.GetMethod("<Clone>$") is null ? [] :
        [.. known.GetProperties().Where(p => p is { CanWrite: true, PropertyType.IsValueType: false } && p.GetIndexParameters().Length == 0)]);
}
