using Microsoft.AspNetCore.WebUtilities;

namespace Marketplace.Tests.Platforms.Ebay;

/// <summary>A browser that opens eBay's consent page and presses a button on it.</summary>
internal static class EbayConsentPage
{
    /// <summary>Presses a button and returns the query with which eBay sends the browser back, decoded once as ASP.NET Core does.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> DecideAsync(TestSandbox sandbox, Uri consent, string decision, string? seller = null)
    {
        using var browser = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
        browser.DefaultRequestHeaders.Add("X-Original-Host", consent.Host);
        var page = new Uri(sandbox.Address, consent.PathAndQuery);
        var shown = await browser.GetStringAsync(page);
        Assert.Contains("SANDBOX", shown, StringComparison.Ordinal);

        using var form = new FormUrlEncodedContent(seller is null ? [new("decision", decision)] : [new("decision", decision), new("store", seller)]);
        using var answer = await browser.PostAsync(page, form);
        Assert.Equal(302, (int)answer.StatusCode);
        var location = answer.Headers.Location!.OriginalString;
        return QueryHelpers.ParseQuery(location[(location.IndexOf('?', StringComparison.Ordinal) + 1)..]).ToDictionary(pair => pair.Key, pair => pair.Value.ToString());
    }
}
