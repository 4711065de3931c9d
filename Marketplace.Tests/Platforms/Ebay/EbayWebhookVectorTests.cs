using System.Text;
using System.Text.Json.Nodes;
using Marketplace.Core.Platforms.Ebay.Api.Models;
using Marketplace.Core.Platforms.Ebay.Notifications;

namespace Marketplace.Tests.Platforms.Ebay;

/// <summary>The notification, key and signatures that eBay publishes to try its own verifiers with.</summary>
public sealed class EbayWebhookVectorTests
{
    private const string Signed =
        """{"metadata":{"topic":"MARKETPLACE_ACCOUNT_DELETION","schemaVersion":"1.0","deprecated":false},"notification":{"notificationId":"49feeaeb-4982-42d9-a377-9645b8479411_33f7e043-fed8-442b-9d44-791923bd9a6d","eventDate":"2021-03-19T20:43:59.462Z","publishDate":"2021-03-19T20:43:59.679Z","publishAttemptCount":1,"data":{"username":"test_user","userId":"ma8vp1jySJC","eiasToken":"nY+sHZ2PrBmdj6wVnY+sEZ2PrA2dj6wJnY+gAZGEpwmdj6x9nY+seQ=="}}}""";

    private const string Good =
        "eyJhbGciOiJlY2RzYSIsImtpZCI6Ijk5MzYyNjFhLTdkN2ItNDYyMS1hMGYxLTk2Y2NiNDI4YWY0OSIsInNpZ25hdHVyZSI6Ik1FWUNJUUNmeGZJV3V4bVdjSUJRSjljNS9YN2lHREpxczJSQ0dzQkVhQWppbnlycmZBSWhBSVY2d0djVGlCdVY1S0pVaWYyaG9reXJMK1E5c3NIa2FkK214Mm5FRTI1dyIsImRpZ2VzdCI6IlNIQTEifQ==";

    private const string OfAnotherMessage =
        "eyJhbGciOiJlY2RzYSIsImtpZCI6Ijk5MzYyNjFhLTdkN2ItNDYyMS1hMGYxLTk2Y2NiNDI4YWY0OSIsInNpZ25hdHVyZSI6Ik1FVUNJUUNHY1NubUFrVGZyK1paMlZnMGJXRW9zOGEvdGVCcWk3UGU2OCtoR21MTUNRSWdlRnZrcnRvKzhkczhSVndJM0dnbjFtTUdDck5NRVpKM1NSbE8yZngveHFJPSIsImRpZ2VzdCI6IlNIQTEifQ==";

    private static readonly EbayPublicKey Key = new(
        "-----BEGIN PUBLIC KEY-----MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEZhhxXKtR+TOvtDbgTPCkSof02qgBB7IsYOyf76ilExJ/upAa/vKIKheOoCyOpcLmi4t0b4uepb7LLjmMr90FUg==-----END PUBLIC KEY-----", "SHA1");

    [Fact]
    public void Verify_PublishedVector_IsBelievedAndNothingElseIs()
    {
        var header = EbayWebhookSignature.Parse(Good)!;

        Assert.Equal(Guid.Parse("9936261a-7d7b-4621-a0f1-96ccb428af49"), Guid.Parse(header.Kid!));
        Assert.True(EbayWebhookSignature.Verify(header, Key, Encoding.UTF8.GetBytes(Signed)));
        Assert.False(EbayWebhookSignature.Verify(header, Key, Encoding.UTF8.GetBytes(Signed + " ")));
        Assert.False(EbayWebhookSignature.Verify(header, Key, Encoding.UTF8.GetBytes(Signed.Replace("test_user", "Test_user", StringComparison.Ordinal))));
        Assert.False(EbayWebhookSignature.Verify(EbayWebhookSignature.Parse(OfAnotherMessage)!, Key, Encoding.UTF8.GetBytes(Signed)));
    }

    [Fact]
    public void Verify_SameJsonWrittenAnew_IsNotBelieved()
    {
        var indented = JsonNode.Parse(Signed)!.ToString();

        Assert.NotEqual(Signed, indented);
        Assert.False(EbayWebhookSignature.Verify(EbayWebhookSignature.Parse(Good)!, Key, Encoding.UTF8.GetBytes(indented)));
    }
}
