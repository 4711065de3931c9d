using System.Text;
using Marketplace.Core.Platforms.Amazon;
using Marketplace.Core.Platforms.Http;

namespace Marketplace.Tests.Platforms.Amazon;

/// <summary>The one table from Amazon's answers to failures, on the shapes that the living service sends.</summary>
public sealed class AmazonErrorsTests
{
    private static PlatformFailure Judge(int status, string body) => AmazonErrors.Judge(new PlatformResponse(
        status, Encoding.UTF8.GetBytes(body), new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["x-amzn-RequestId"] = "r-1" }))!;

    private static string Error(string code, string? message, string? details = null) =>
        System.Text.Json.JsonSerializer.Serialize(new { errors = new[] { new { code, message, details } } });

    [Theory]
    [InlineData(403, "Unauthorized", "Access to requested resource is denied.", "The access token you provided has expired.", FailureKind.TokenRefused, "Connect the store again")]
    [InlineData(403, "Unauthorized", "Access to requested resource is denied.", "The access token you provided is revoked, malformed or invalid.", FailureKind.TokenRefused, "Connect the store again")]
    [InlineData(403, "Unauthorized", "Access to requested resource is denied.", "", FailureKind.Rejected, "roles")]
    [InlineData(401, "Unauthorized", null, null, FailureKind.TokenRefused, "Connect the store again")]
    [InlineData(429, "QuotaExceeded", "You exceeded your quota for the requested resource.", "", FailureKind.Throttled, "pause")]
    [InlineData(503, "QuotaExceeded", null, null, FailureKind.Throttled, "pause")]
    [InlineData(500, "InternalFailure", "We encountered an internal error. Please try again.", "", FailureKind.Transient, "for the moment")]
    [InlineData(400, "InternalFailure", null, null, FailureKind.Transient, "for the moment")]
    [InlineData(404, "NOT_FOUND", "SKU 'X' not found in marketplace ATVPDKIKX0DER", null, FailureKind.Rejected, "Sync the products")]
    [InlineData(400, "InvalidInput", "Application do not have access to some or all requested resource", null, FailureKind.Rejected, "Direct-to-Consumer Shipping")]
    [InlineData(400, "InvalidInput", "Failed to create package due to not finding a matching package or order already fulfilled. Reason: PackageToUpdateNotFound", null, FailureKind.Rejected, "shipped already")]
    [InlineData(400, "InvalidInput", "OrderItemId is invalid, please obtain the value through the getOrderItems API or Manage Orders page", null, FailureKind.Rejected, "Sync the orders")]
    [InlineData(400, "400", null, "something new", FailureKind.Rejected, "something new")]
    [InlineData(413, "RequestTooLarge", null, null, FailureKind.Rejected, "too large")]
    [InlineData(415, "UnsupportedMediaType", null, null, FailureKind.Rejected, "kind of document")]
    public void Judge_AmazonsShapes_GiveKindWordsAndWhatToDo(int status, string code, string? message, string? details, FailureKind kind, string words)
    {
        var failure = Judge(status, Error(code, message, details));
        Assert.Equal(kind, failure.Kind);
        Assert.Contains(words, failure.Message, StringComparison.Ordinal);
        Assert.Equal(($"{status} {code}", "r-1"), (failure.RawCode, failure.RequestId));
    }

    [Theory]
    [InlineData("The input you have submitted is not valid. Please check the fields with invalid type [packageDetail.packageReferenceId].", "packageDetail.packageReferenceId")]
    [InlineData("Invalid Date-Time field(s) [createdAfter].", "createdAfter")]
    [InlineData("OrderItemId is invalid, please obtain the value", "orderItemId")]
    public void Judge_NamesTheField(string message, string field) => Assert.Equal(field, Judge(400, Error("InvalidInput", message)).Field);

    [Theory]
    [InlineData("<html><body><h1>400 Bad Request</h1></body></html>")]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("{\"errors\":[]}")]
    public void Judge_GatewaysAnswers_AreNoFaultOfTheReader(string body)
    {
        var failure = Judge(400, body);
        Assert.Equal((FailureKind.Rejected, "400"), (failure.Kind, failure.RawCode));
        Assert.Contains("gateway", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Judge_NullMessage_StillSaysSomething() => Assert.Contains("no reason was given", Judge(400, """{"errors":[{"code":"BAD","message":null}]}""").Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(400, "invalid_grant", FailureKind.NeedsReauthorization)]
    [InlineData(401, "invalid_client", FailureKind.Rejected)]
    [InlineData(400, "unauthorized_client", FailureKind.Rejected)]
    [InlineData(400, "invalid_scope", FailureKind.Rejected)]
    [InlineData(400, "access_denied", FailureKind.Rejected)]
    [InlineData(400, "invalid_request", FailureKind.Rejected)]
    [InlineData(500, "server_error", FailureKind.Transient)]
    [InlineData(503, "temporarily_unavailable", FailureKind.Transient)]
    [InlineData(429, "slow_down", FailureKind.Throttled)]
    public void JudgeToken_EachCode_HasItsKind(int status, string error, FailureKind kind)
    {
        var failure = AmazonErrors.JudgeToken(new PlatformResponse(status, Encoding.UTF8.GetBytes($$"""{"error":"{{error}}","error_description":"secret words"}"""), new Dictionary<string, string>()))!;
        Assert.Equal((kind, error), (failure.Kind, failure.RawCode));
        Assert.DoesNotContain("secret words", failure.Message, StringComparison.Ordinal);
    }
}
