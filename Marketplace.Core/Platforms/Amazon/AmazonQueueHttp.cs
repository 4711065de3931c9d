using Amazon.Runtime;
using Marketplace.Core.Platforms.Http;

namespace Marketplace.Core.Platforms.Amazon;

/// <summary>Lets the AWS client send through the same HTTP client as every other call, and so through the same stand-in.</summary>
public sealed class AmazonQueueHttp(IHttpClientFactory clients) : HttpClientFactory
{
    // The queue holds a call for up to twenty seconds.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    /// <inheritdoc />
    public override HttpClient CreateHttpClient(IClientConfig clientConfig)
    {
        var client = clients.CreateClient(PlatformHttpRegistration.ClientName);
        client.Timeout = Patience;
        return client;
    }
}
