using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Marketplace.Tests.Browser;

/// <summary>The sandbox's control API: sells things and looks at what a marketplace holds.</summary>
internal sealed class Control(HttpClient http) : IDisposable
{
    private static readonly string[] Marketplaces = ["ebay", "amazon", "tiktok"];

    /// <summary>Sells one order on a marketplace.</summary>
    /// <returns>Its id there.</returns>
    public async Task<string> SellAsync(string marketplace, string? sku = null, int quantity = 1)
    {
        using var answer = await http.PostAsJsonAsync($"/sandbox/control/{marketplace}/orders", new { count = 1, sku, quantity });
        answer.EnsureSuccessStatusCode();
        return (string)(await answer.Content.ReadFromJsonAsync<JsonNode>())!["ids"]![0]!;
    }

    /// <summary>Quantity that a marketplace shows.</summary>
    public async Task<int> QuantityAsync(string marketplace, string sku) =>
        (int)(await http.GetFromJsonAsync<JsonNode>($"/sandbox/control/{marketplace}/listings/{Uri.EscapeDataString(sku)}"))!["quantity"]!;

    /// <summary>An order as the marketplace stores it, as text; null where the marketplace does not know it.</summary>
    public async Task<string?> FindOrderAsync(string marketplace, string id)
    {
        using var answer = await http.GetAsync($"/sandbox/control/{marketplace}/orders/{id}");
        return answer.StatusCode == HttpStatusCode.NotFound ? null : await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync();
    }

    /// <summary>Whether a marketplace holds a parcel with a tracking number for an order.</summary>
    public async Task<bool> HoldsAsync(string marketplace, string id, string tracking) =>
        await FindOrderAsync(marketplace, id) is { } order && order.Contains(tracking, StringComparison.Ordinal);

    /// <summary>An order as whichever marketplace knows it stores it; null where none does.</summary>
    public async Task<string?> FindOrderAsync(string id)
    {
        foreach (var marketplace in Marketplaces)
        {
            if (await FindOrderAsync(marketplace, id) is { } order)
            {
                return order;
            }
        }

        return null;
    }

    /// <summary>Whether the marketplace that knows an order holds a parcel with a tracking number for it.</summary>
    public async Task<bool> AnyHoldsAsync(string id, string tracking) =>
        await FindOrderAsync(id) is { } order && order.Contains(tracking, StringComparison.Ordinal);

    public void Dispose() => http.Dispose();
}
