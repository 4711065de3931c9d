using System.Text;
using Marketplace.Core.Platforms.Http;
using Marketplace.Core.Platforms.TikTok;
using Microsoft.Extensions.Time.Testing;

namespace Marketplace.Tests.Platforms.TikTok;

public class TikTokErrorsTests
{
    private static readonly FakeTimeProvider Clock = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    [Theory]
    [InlineData(200)]
    [InlineData(401)]
    [InlineData(503)]
    public void Judge_CodeZero_IsSuccessWhateverTheStatus(int status) => Assert.Null(Judge(status, """{"code":0,"message":"Success","data":{}}"""));

    [Theory]
    [InlineData(36009002, "Too many requests.", FailureKind.Throttled)]
    [InlineData(36009003, "Internal error.", FailureKind.Transient)]
    [InlineData(36009007, "Request timeout.", FailureKind.Transient)]
    [InlineData(105002, "Expired credentials.", FailureKind.TokenRefused)]
    [InlineData(105002, "access token is expired, please refresh it", FailureKind.TokenRefused)]
    [InlineData(105005, "you should apply auth pkg for this api", FailureKind.NeedsReauthorization)]
    [InlineData(101000, "Invalid query or header.", FailureKind.NeedsReauthorization)]
    [InlineData(36004001, "rt has expired", FailureKind.NeedsReauthorization)]
    [InlineData(36004005, "can not find related auth record", FailureKind.NeedsReauthorization)]
    [InlineData(36009004, "Invalid credentials. The `x-tts-access-token` header is invalid.", FailureKind.TokenRefused)]
    [InlineData(36009004, "Invalid credentials. The `access_token` header is invalid.", FailureKind.TokenRefused)]
    [InlineData(36009004, "Invalid credentials. Invalid `app_key` query parameter.", FailureKind.Rejected)]
    [InlineData(36009004, "Invalid timestamp. The value of the `timestamp` query parameter must not be lesser than 0.", FailureKind.Rejected)]
    [InlineData(36009004, "param body.address is missing", FailureKind.Rejected)]
    [InlineData(106001, "Invalid credentials. The `sign` query parameter is invalid.", FailureKind.Rejected)]
    [InlineData(21008106, "This interface cannot be used in this region.", FailureKind.Rejected)]
    [InlineData(11034037, "The shipping document is still being generated", FailureKind.Transient)]
    public void Judge_EachCode_HasOneMeaning(long code, string message, FailureKind kind)
    {
        foreach (var status in (int[])[200, 400, 500])
        {
            var failure = Judge(status, $$"""{"code":{{code}},"message":"{{message}}","request_id":"2026"}""");

            Assert.Equal((kind, $"{code}", "2026"), (failure!.Kind, failure.RawCode, failure.RequestId));
        }
    }

    [Fact]
    public void Judge_MissingMember_NamesTheField() => Assert.Equal("address", Judge(400, """{"code":36009004,"message":"param body.address is missing"}""")!.Field);

    [Theory]
    [InlineData("7", 7)]
    [InlineData("Sun, 01 Mar 2026 12:01:30 GMT", 90)]
    public void Judge_RetryAfter_IsSecondsOrADate(string header, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), Judge(429, """{"code":36009002,"message":""}""", ("Retry-After", header))!.RetryAfter);

    [Theory]
    [InlineData(502, "<html>Bad gateway</html>", FailureKind.Transient)]
    [InlineData(503, "", FailureKind.Transient)]
    [InlineData(429, "slow down", FailureKind.Throttled)]
    [InlineData(403, "<html>Forbidden</html>", FailureKind.Rejected)]
    [InlineData(200, "[]", FailureKind.Transient)]
    [InlineData(200, """{"message":"no code"}""", FailureKind.Transient)]
    public void Judge_NoEnvelope_GoesByTheStatus(int status, string body, FailureKind kind) => Assert.Equal(kind, Judge(status, body)!.Kind);

    private static PlatformFailure? Judge(int status, string body, params (string Name, string Value)[] headers) =>
        TikTokErrors.Judge(
            new PlatformResponse(status, Encoding.UTF8.GetBytes(body), headers.ToDictionary(header => header.Name, header => header.Value, StringComparer.OrdinalIgnoreCase)), Clock);
}
