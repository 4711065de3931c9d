using System.Text;
using Marketplace.Sandbox.Faults;
using Microsoft.Extensions.Primitives;

namespace Marketplace.Sandbox.Hosting;

/// <summary>A request that has found its operation, with everything a handler may look at.</summary>
public sealed record SandboxCall
{
    /// <summary>HTTP method, upper case.</summary>
    public required string Method { get; init; }

    /// <summary>Real host name that the client meant.</summary>
    public required string Host { get; init; }

    /// <summary>Path below the host, percent-encoded as it came.</summary>
    public required string RawPath { get; init; }

    /// <summary>Query string as it came, without the question mark.</summary>
    public required string RawQuery { get; init; }

    /// <summary>Decoded query values.</summary>
    public required IReadOnlyDictionary<string, StringValues> Query { get; init; }

    /// <summary>Headers; names ignore case.</summary>
    public required IReadOnlyDictionary<string, StringValues> Headers { get; init; }

    /// <summary>Raw body.</summary>
    public required byte[] Body { get; init; }

    /// <summary>Values of the path template, each decoded exactly once.</summary>
    public IReadOnlyDictionary<string, string> Path { get; init; } = new Dictionary<string, string>();

    /// <summary>Name of the operation; empty when the path is unknown.</summary>
    public string Operation { get; init; } = "";

    /// <summary>A fault that the handler itself must act out: partial or ignored.</summary>
    public FaultKind? Fault { get; init; }

    /// <summary>Where the browser or client reached the sandbox, for absolute links ("http://localhost:5080").</summary>
    public required string Origin { get; init; }

    /// <summary>First query value, or null.</summary>
    public string? QueryValue(string name) => Query.TryGetValue(name, out var values) && values.Count > 0 ? values[0] : null;

    /// <summary>Header value, or null.</summary>
    public string? Header(string name) => Headers.TryGetValue(name, out var values) && values.Count > 0 ? values.ToString() : null;

    /// <summary>Body as UTF-8.</summary>
    public string Text => Encoding.UTF8.GetString(Body);

    /// <summary>Body as an HTML form.</summary>
    public IReadOnlyDictionary<string, StringValues> Form() => Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(Text);
}
