using Marketplace.Core.Platforms.Amazon;

namespace Marketplace.Tests.Contract;

/// <summary>The check of feed documents itself: Amazon's examples pass, and what its schemas forbid is found.</summary>
public sealed class FeedDocumentsTests
{
    private const string Head = """{"header":{"sellerId":"A1","version":"2.0"},"messages":[""";

    [Theory]
    [InlineData("PUT", "listings-feed-schema-v2.example.json")]
    [InlineData("GET", "listings-feed-processing-report-schema-v2.example.json")]
    public async Task Check_OfAmazonsOwnExample_FindsNothing(string method, string file)
    {
        Assert.SkipWhen(ContractLibrary.Instance is null, $"The official documents are not at {ContractLibrary.Folder}.");
        Assert.Empty(await CheckAsync(method, await File.ReadAllTextAsync(Path.Combine(ContractLibrary.Folder, "amazon", "schemas", "feeds", file), TestContext.Current.CancellationToken)));
    }

    [Theory]
    [InlineData("no messages", """{"header":{"sellerId":"A1","version":"2.0"},"messages":[]}""")]
    [InlineData("another version", """{"header":{"sellerId":"A1","version":"1.0"},"messages":[{"messageId":1,"sku":"A","operationType":"DELETE"}]}""")]
    [InlineData("a message without a SKU", Head + """{"messageId":1,"operationType":"DELETE"}]}""")]
    [InlineData("a patch without patches", Head + """{"messageId":1,"sku":"A","operationType":"PATCH","productType":"PRODUCT"}]}""")]
    [InlineData("a removal with attributes", Head + """{"messageId":1,"sku":"A","operationType":"DELETE","attributes":{"a":[{"value":1}]}}]}""")]
    [InlineData("a patch by another name", Head + """{"messageId":1,"sku":"A","operationType":"PATCH","productType":"PRODUCT","patches":[{"op":"set","path":"/attributes/x","value":[]}]}]}""")]
    [InlineData("a number as text", Head + """{"messageId":"1","sku":"A","operationType":"DELETE"}]}""")]
    public async Task Check_OfAFeedThatTheSchemaForbids_FindsIt(string why, string feed)
    {
        Assert.SkipWhen(ContractLibrary.Instance is null, $"The official documents are not at {ContractLibrary.Folder}.");
        Assert.True((await CheckAsync("PUT", feed)).Any(), $"A feed with {why} passed.");
    }

    private static Task<IEnumerable<ContractViolation>> CheckAsync(string method, string document) => FeedDocuments.OfAsync(new Exchange
    {
        Method = method,
        Url = new Uri("https://tortuga-prod-na.s3-external-1.amazonaws.com/1"),
        Plan = method == "PUT" ? AmazonOperations.UploadDocument : AmazonOperations.DownloadDocument,
        Headers = new Dictionary<string, string>(),
        Body = method == "PUT" ? document : "",
        Status = 200,
        Answer = method == "PUT" ? "" : document,
    });
}
