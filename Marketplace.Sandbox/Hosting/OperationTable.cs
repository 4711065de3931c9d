namespace Marketplace.Sandbox.Hosting;

/// <summary>Answers a call.</summary>
public delegate SandboxReply SandboxHandler(SandboxCall call);

/// <summary>An operation of a marketplace.</summary>
/// <param name="Name">Name in the official contract.</param>
/// <param name="Method">HTTP method.</param>
/// <param name="HostAlias">Alias of the host that has it; on another host the path does not exist.</param>
/// <param name="Segments">Path template, split; <c>{name}</c> takes one whole segment.</param>
/// <param name="Handler">Answers it.</param>
/// <param name="RatePerSecond">Published rate per account; null when there is none.</param>
/// <param name="Burst">Published burst.</param>
public sealed record SandboxOperation(
    string Name, string Method, string HostAlias, IReadOnlyList<string> Segments, SandboxHandler Handler, double? RatePerSecond, int Burst);

/// <summary>
/// A marketplace's operations, matched on the raw path: a value keeps an encoded slash inside its segment, as SKUs need,
/// and is decoded exactly once.
/// </summary>
public sealed class OperationTable
{
    private readonly List<SandboxOperation> operations = [];

    /// <summary>All operations.</summary>
    public IReadOnlyList<SandboxOperation> All => operations;

    /// <summary>Adds an operation.</summary>
    public OperationTable Add(string name, string method, string hostAlias, string template, SandboxHandler handler, double? rate = null, int burst = 1)
    {
        operations.Add(new SandboxOperation(name, method, hostAlias, Split(template), handler, rate, burst));
        return this;
    }

    /// <summary>Finds the operation of a request; literal segments win over values.</summary>
    public (SandboxOperation Operation, IReadOnlyDictionary<string, string> Values)? Match(string method, string hostAlias, string rawPath)
    {
        var parts = Split(rawPath);
        (SandboxOperation, IReadOnlyDictionary<string, string>)? best = null;
        var fewest = int.MaxValue;
        foreach (var operation in operations)
        {
            if (operation.Method == method && operation.HostAlias == hostAlias && Values(operation.Segments, parts) is { } values && values.Count < fewest)
            {
                best = (operation, values);
                fewest = values.Count;
            }
        }

        return best;
    }

    private static Dictionary<string, string>? Values(IReadOnlyList<string> template, string[] parts)
    {
        if (template.Count != parts.Length)
        {
            return null;
        }

        var values = new Dictionary<string, string>();
        for (var i = 0; i < parts.Length; i++)
        {
            if (template[i].StartsWith('{'))
            {
                values[template[i][1..^1]] = Uri.UnescapeDataString(parts[i]);
            }
            else if (!string.Equals(template[i], Uri.UnescapeDataString(parts[i]), StringComparison.Ordinal))
            {
                return null;
            }
        }

        return values;
    }

    private static string[] Split(string path) => path.Trim('/').Split('/');
}
