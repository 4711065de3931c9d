using System.Text.Json;
using NSwag;

namespace Marketplace.Tests.Contract;

/// <summary>An operation as a marketplace's official document describes it.</summary>
/// <param name="Marketplace">Key of the marketplace.</param>
/// <param name="Name">Operation id, or method and path where the document gives none.</param>
/// <param name="Method">HTTP method, upper case.</param>
/// <param name="Host">Host that has it.</param>
/// <param name="Segments">Path template with the document's base path, split.</param>
/// <param name="Raw">The operation's own JSON, for extensions that the reader does not model.</param>
/// <param name="ErrorsOfDocument">Error ids that the document names anywhere.</param>
/// <param name="Parsed">The operation with all references resolved; the document is read when first asked for.</param>
public sealed record ContractOperation(
    string Marketplace, string Name, string Method, string Host, IReadOnlyList<string> Segments, JsonElement Raw,
    Lazy<IReadOnlySet<string>> ErrorsOfDocument, Lazy<Task<OpenApiOperation>> Parsed)
{
    /// <summary>How many segments of a raw path are literals of this template; null when the path does not fit.</summary>
    public int? Fits(IReadOnlyList<string> path)
    {
        if (path.Count != Segments.Count)
        {
            return null;
        }

        var literals = 0;
        for (var i = 0; i < path.Count; i++)
        {
            if (Segments[i].StartsWith('{'))
            {
                continue;
            }

            if (!string.Equals(Segments[i], Uri.UnescapeDataString(path[i]), StringComparison.Ordinal))
            {
                return null;
            }

            literals++;
        }

        return literals;
    }

    /// <inheritdoc />
    public override string ToString() => $"{Method} {Host}/{string.Join('/', Segments)}";
}
