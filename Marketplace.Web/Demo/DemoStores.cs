using Marketplace.Core.Connections;
using Marketplace.Core.Platforms;
using Marketplace.Web.Endpoints;
using Microsoft.AspNetCore.WebUtilities;

namespace Marketplace.Web.Demo;

/// <summary>Connects the demo account's stores as a person would: through each marketplace's consent page.</summary>
public sealed class DemoStores(ConnectStore connect, ConnectCompletion completion, PlatformCatalog catalog, CallbackAddress callback, IHttpClientFactory clients, ILogger<DemoStores> logger)
{
    internal const string BrowserName = "demo-browser";

    /// <summary>Connects a store on each marketplace; one that fails does not keep the others from it.</summary>
    /// <param name="sellerId">The demo account.</param>
    /// <param name="origin">This application's own address.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The stores that are connected now.</returns>
    public async Task<IReadOnlyList<Guid>> ConnectAllAsync(Guid sellerId, Uri origin, CancellationToken cancellationToken)
    {
        var connected = new List<Guid>();
        foreach (var platform in catalog.All)
        {
            try
            {
                connected.AddRange(await ConnectAsync(sellerId, platform.Key.Value, origin, cancellationToken));
            }
            catch (Exception exception) when (exception is PlatformException or HttpRequestException)
            {
                logger.LogError(exception, "The demo's {Marketplace} store could not be connected; Connect on its card tries again", platform.Key);
            }
        }

        return connected;
    }

    /// <summary>Connects one marketplace: opens its consent page, presses "allow", and follows the redirect back.</summary>
    public async Task<IReadOnlyList<Guid>> ConnectAsync(Guid sellerId, string marketplace, Uri origin, CancellationToken cancellationToken)
    {
        var page = await connect.StartAsync(sellerId, marketplace, null, callback.For(marketplace, origin), null, cancellationToken);
        using var browser = clients.CreateClient(BrowserName);
        using var allow = new FormUrlEncodedContent([new("decision", "approve")]);
        using var answer = await browser.PostAsync(page, allow, cancellationToken);
        if (answer.Headers.Location is not { } back)
        {
            throw new HttpRequestException($"The consent page of {marketplace} answered {(int)answer.StatusCode} and did not lead back.");
        }

        var query = QueryHelpers.ParseQuery(new Uri(page, back).Query).ToDictionary(pair => pair.Key, pair => pair.Value.ToString());
        return [.. (await completion.CompleteAsync(marketplace, query, null, cancellationToken)).Stores.Select(store => store.Id)];
    }
}
