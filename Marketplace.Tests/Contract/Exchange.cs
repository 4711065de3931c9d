using System.Globalization;
using System.Text.Json;
using Marketplace.Core.Platforms.Http;

namespace Marketplace.Tests.Contract;

/// <summary>A request and its answer as they went over the wire, under the host that was meant.</summary>
public sealed record Exchange
{
    private static readonly string[] PageSizes = ["limit", "pageSize", "page_size", "maxResultsPerPage"];
    private static readonly string[] Batches = ["requests", "skus", "sku_ids", "product_ids", "messages"];

    /// <summary>HTTP method, upper case.</summary>
    public required string Method { get; init; }

    /// <summary>The real address, before any redirect.</summary>
    public required Uri Url { get; init; }

    /// <summary>The client's own name of the operation and its limit; null for calls outside the sender.</summary>
    public OperationPlan? Plan { get; init; }

    /// <summary>Request headers, content headers included; names ignore case.</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    /// <summary>Request body; empty for none.</summary>
    public required string Body { get; init; }

    /// <summary>HTTP status of the answer.</summary>
    public required int Status { get; init; }

    /// <summary>Media type of the answer.</summary>
    public string? AnswerType { get; init; }

    /// <summary>Body of the answer; empty for none.</summary>
    public required string Answer { get; init; }

    /// <summary>Query parameters, decoded once; a repeated name keeps all values.</summary>
    public ILookup<string, string> Query => Url.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)
        .Select(pair => pair.Split('=', 2))
        .ToLookup(pair => Decode(pair[0]), pair => pair.Length > 1 ? Decode(pair[1]) : "");

    /// <summary>Size of the page that the query asks for, or of the batch that the body carries; null for neither.</summary>
    public int? BatchSize
    {
        get
        {
            if (int.TryParse(PageSizes.SelectMany(name => Query[name]).FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out var page))
            {
                return page;
            }

            return Body.StartsWith('{')
                ? JsonDocument.Parse(Body).RootElement.EnumerateObject().Where(member => Batches.Contains(member.Name)).Select(member => (int?)member.Value.GetArrayLength()).FirstOrDefault()
                : null;
        }
    }

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
