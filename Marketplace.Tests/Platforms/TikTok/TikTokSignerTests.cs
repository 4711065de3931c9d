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

    // Computed by another implementation, in another language.
    [Theory]
    [InlineData("{ \"b\" : 1,\n\t\"a\":2 }", "64736dfcd7cfc3a0d09ef63bb058f23eedf41398d819b2f1a5cd62fef2c66991")]
    [InlineData("{\"title\":\"Größe 東京 🧦\"}", "18fa5135445cea6582fc167ff1565718d0c1e9ac288b5551f43f34e1906b85eb")]
    [InlineData("{\"title\":\"Gr\\u00F6\\u00DFe\"}", "964dbe228029e0ee4d88c2dc8cc480544ae6858206b3cb69ddc68587807aa151")]
    [InlineData("{}", "10ce3b6141824750eadb2429e58aa9cb6059c30b8c9db38a531e2fd7fd00ae18")]
    public void Sign_OddBodies_GiveTheKnownSignature(string body, string expected) => Assert.Equal(expected, Sign(Query, "application/json", body));

    [Theory]
    [InlineData("page_token", "", "58d12321305d794a288dc7a2b5446d92bf9549f6c9710e7bbc16cb0b4ff26e58")]
    [InlineData("keyword", "Größe 東京", "70dedef33080dc8763d2cfd86e3065128c529ce19c76dc347f1d8116c4b5c65f")]
    [InlineData("page_token", "a+b/c==", "b1cd2f6b350b596500d862bdf0c005e12cd1f6cdebeff67d8c3c82ab6f8df6a5")]
    public void Sign_OddQueryValues_GiveTheKnownSignature(string name, string value, string expected) => Assert.Equal(expected, Sign([.. Query, new(name, value)]));

    [Fact]
    public void Sign_NamesWithCapitals_SortBeforeSmallLetters() =>
        Assert.Equal("d75f7768e6221823a8103b43e2cb321faa004ec818cf838df33bf6e5d674029f", Sign([.. Query, new("alpha", "2"), new("Zeta", "1")]));

    private static string Sign(IEnumerable<KeyValuePair<string, string>> query, string contentType = "application/json", string body = "") =>
        TikTokSigner.Sign(Secret, "/authorization/202309/shops", query, contentType, Encoding.UTF8.GetBytes(body));
}
