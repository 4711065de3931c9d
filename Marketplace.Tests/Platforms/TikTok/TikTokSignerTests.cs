using System.Text;
using Marketplace.Core.Platforms.TikTok;

namespace Marketplace.Tests.Platforms.TikTok;

public class TikTokSignerTests
{
    private const string Secret = "e59af819cc";

    private static readonly KeyValuePair<string, string>[] Query = [new("timestamp", "1623812664"), new("app_key", "29a39d")];

    [Fact]
    public void Sign_PublishedVector_GivesPublishedSignature() =>
        Assert.Equal("b596b73e0cc6de07ac26f036364178ab16b0a907af13d43f0a0cd2345f582dc8", Sign(Query));

    [Fact]
    public void Sign_SignAndAccessTokenInQuery_TakeNoPart() =>
        Assert.Equal(Sign(Query), Sign([.. Query, new("sign", "anything"), new("access_token", "secret")]));

    [Fact]
    public void Sign_OtherOrderOfQuery_IsTheSame() => Assert.Equal(Sign(Query), Sign(Query.Reverse()));

    [Fact]
    public void Sign_BodyBytes_CountExactly() =>
        Assert.NotEqual(Sign(Query, "application/json", """{"a":1}"""), Sign(Query, "application/json", """{"a": 1}"""));

    [Theory]
    [InlineData("multipart/form-data")]
    [InlineData("multipart/form-data; boundary=abc")]
    [InlineData("Multipart/Form-Data; boundary=\"a b\"")]
    public void Sign_Multipart_LeavesBodyOut(string contentType) => Assert.Equal(Sign(Query), Sign(Query, contentType, "the file"));

    [Fact]
    public void Sign_ValuesWithPlusSlashEquals_AreTakenDecoded() =>
        Assert.NotEqual(Sign([.. Query, new("page_token", "a+b/c==")]), Sign([.. Query, new("page_token", "a%2Bb%2Fc%3D%3D")]));

    private static string Sign(IEnumerable<KeyValuePair<string, string>> query, string contentType = "application/json", string body = "") =>
        TikTokSigner.Sign(Secret, "/authorization/202309/shops", query, contentType, Encoding.UTF8.GetBytes(body));
}
