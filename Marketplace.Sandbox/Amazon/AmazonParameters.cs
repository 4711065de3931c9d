using System.Globalization;
using Marketplace.Sandbox.Hosting;

namespace Marketplace.Sandbox.Amazon;

/// <summary>Reads query parameters as Amazon does: lists may be comma-separated or repeated, unknown parameters are ignored.</summary>
internal static class AmazonParameters
{
    /// <summary>All values of a list.</summary>
    public static IReadOnlyList<string> List(this SandboxCall call, string name) =>
        call.Query.TryGetValue(name, out var values)
            ? [.. values.SelectMany(v => (v ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))]
            : [];

    /// <summary>All values of a list whose members are fixed.</summary>
    public static IReadOnlyList<string> List(this SandboxCall call, string name, IReadOnlySet<string> allowed)
    {
        var values = call.List(name);
        var wrong = values.Where(v => !allowed.Contains(v)).ToList();
        return wrong.Count == 0 ? values : throw AmazonReplies.Invalid($"Invalid value(s) [{string.Join(", ", wrong)}] for field [{name}].");
    }

    /// <summary>A time; null when it is not given. Without a zone it counts as UTC.</summary>
    public static DateTimeOffset? Time(this SandboxCall call, string name)
    {
        if (call.QueryValue(name) is not { Length: > 0 } text)
        {
            return null;
        }

        return text.Contains('T', StringComparison.Ordinal)
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? time
            : throw AmazonReplies.Invalid($"Invalid Date-Time field(s) [{name}].");
    }

    /// <summary>A whole number within bounds.</summary>
    public static int Number(this SandboxCall call, string name, int fallback, int least, int most)
    {
        if (call.QueryValue(name) is not { Length: > 0 } text)
        {
            return fallback;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw AmazonReplies.Invalid($"The value of field [{name}] must be between {least} and {most}.");
    }

    /// <summary>One of a few words.</summary>
    public static string Word(this SandboxCall call, string name, string fallback, params ReadOnlySpan<string> allowed)
    {
        var value = call.QueryValue(name) is { Length: > 0 } text ? text : fallback;
        return allowed.Contains(value) ? value : throw AmazonReplies.Invalid($"Invalid value(s) [{value}] for field [{name}].");
    }
}
