using Microsoft.AspNetCore.Http.Extensions;

namespace Marketplace.Web.Components.Shared;

/// <summary>Writes the state of a page into its address, leaving out whatever is as usual.</summary>
public static class Query
{
    /// <summary>The address of a page with those values that are there.</summary>
    public static string Address(string path, params ReadOnlySpan<(string Name, string? Value)> values)
    {
        var query = new QueryBuilder();
        foreach (var (name, value) in values)
        {
            if (!string.IsNullOrEmpty(value))
            {
                query.Add(name, value);
            }
        }

        return path + query;
    }

    /// <summary>A choice from an address, in lower case and without hyphens; the usual one where it is missing or unknown.</summary>
    public static T Choice<T>(string? text, T usual) where T : struct, Enum =>
        Enum.TryParse<T>(text?.Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out var value) && Enum.IsDefined(value) ? value : usual;

    /// <summary>A choice as addresses spell it: "to-ship"; null for the usual one.</summary>
    public static string? Word<T>(T value, T usual) where T : struct, Enum =>
        EqualityComparer<T>.Default.Equals(value, usual) ? null
        : string.Concat(value.ToString().Select((letter, i) => char.IsUpper(letter) ? (i > 0 ? "-" : "") + char.ToLowerInvariant(letter) : letter.ToString()));
}
