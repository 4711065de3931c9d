using Marketplace.Core.Changes;
using Marketplace.Core.Data;
using Marketplace.Core.Platforms;
using Marketplace.Core.Work;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Marketplace.Core.Connections;

/// <summary>What a finished consent brought.</summary>
/// <param name="SellerId">Whose stores.</param>
/// <param name="Marketplace">Marketplace key.</param>
/// <param name="Stores">The stores that are connected now; one consent may open several shops.</param>
public sealed record ConnectResult(Guid SellerId, string Marketplace, IReadOnlyList<ConnectedStore> Stores);

/// <summary>A store that a consent opened.</summary>
/// <param name="Id">Our id.</param>
/// <param name="IsNew">It was never connected before.</param>
public sealed record ConnectedStore(Guid Id, bool IsNew);

/// <summary>Connects stores by the marketplace's own consent, and disconnects them.</summary>
public sealed class ConnectStore(
    MarketplaceDb database,
    PendingConsents consents,
    PlatformCatalog catalog,
    ConsentPages pages,
    StoreBook book,
    TokenSources sources,
    WorkSignal signal,
    WorkQueries work,
    ChangeFeed changes,
    ILogger<ConnectStore> logger)
{
    /// <summary>Sets out for a consent.</summary>
    /// <param name="sellerId">Who wants to connect a store.</param>
    /// <param name="marketplace">Marketplace key; case does not matter.</param>
    /// <param name="region">Region key of the descriptor; null for its first.</param>
    /// <param name="callback">Our own callback address, on the origin that the seller's browser uses.</param>
    /// <param name="reauthorize">The store to be authorised again; null to connect any.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The page to send the browser to.</returns>
    /// <exception cref="UnknownMarketplaceException">No such marketplace.</exception>
    /// <exception cref="UnknownConnectionException">The seller has no such store on this marketplace.</exception>
    /// <exception cref="RejectedException">A setting is missing, or the region is not one of the marketplace's.</exception>
    public async Task<Uri> StartAsync(Guid sellerId, string marketplace, string? region, Uri callback, Guid? reauthorize, CancellationToken cancellationToken)
    {
        var platform = Find(marketplace);
        if (platform.Connect.MissingSetting is { } setting)
        {
            throw new RejectedException($"{platform.Descriptor.Name} cannot be connected yet: the setting {setting} is missing. Add it and restart.") { Field = setting };
        }

        region = reauthorize is { } id ? await RegionOfAsync(sellerId, platform.Key, id, cancellationToken) : Chosen(region, platform.Descriptor);
        var state = await consents.AddAsync(
            new PendingConsent { SellerId = sellerId, Marketplace = platform.Key.Value, Region = region, Callback = callback.ToString(), ConnectionId = reauthorize },
            cancellationToken);
        return pages.For(platform.Key, platform.Connect.ConsentUrl(new ConsentRequest(state, callback, region)), callback);
    }

    /// <summary>
    /// Finishes a consent from the query of the marketplace's redirect. Whatever goes wrong, nothing is stored by half. Work that
    /// was given up for want of an authorisation is taken up again.
    /// </summary>
    /// <param name="marketplace">Marketplace key of the callback.</param>
    /// <param name="query">Decoded query of the redirect.</param>
    /// <param name="signedIn">The seller of the browser's session, who must be the one who set out; null without a session.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="UnknownMarketplaceException">No such marketplace.</exception>
    /// <exception cref="ConsentFailedException">Unknown, lapsed or used state, refusal, refused code, or another account than the store's.</exception>
    public async Task<ConnectResult> CompleteAsync(string marketplace, IReadOnlyDictionary<string, string> query, Guid? signedIn, CancellationToken cancellationToken)
    {
        var platform = Find(marketplace);
        var state = query.GetValueOrDefault("state");
        var consent = await consents.ClaimAsync(state, platform.Descriptor, signedIn, cancellationToken);
        var opened = await OpenedStoresAsync(platform, query, new ConsentRequest(state!, new Uri(consent.Callback), consent.Region), cancellationToken);
        var stores = await book.OpenAsync(consent, platform, opened, cancellationToken);
        foreach (var (id, _) in stores)
        {
            sources.Of(id).Drop();
            await work.RetryAfterReconnectAsync(consent.SellerId, id, cancellationToken);
            logger.LogInformation("Connected {Marketplace} store {ConnectionId}", platform.Key, id);
            changes.Publish(new Change(consent.SellerId, ChangeTopic.Connections, id));
        }

        signal.Wake();
        return new ConnectResult(consent.SellerId, platform.Key.Value, stores);
    }

    /// <summary>Gives up our access to a store. Its orders, listings and stock stay; connecting it again goes on where it stopped.</summary>
    /// <exception cref="UnknownConnectionException">The seller has no such store.</exception>
    public async Task DisconnectAsync(Guid sellerId, Guid connectionId, CancellationToken cancellationToken)
    {
        if (!await book.CloseAsync(sellerId, connectionId, cancellationToken))
        {
            throw new UnknownConnectionException();
        }

        sources.Of(connectionId).Drop();
        logger.LogInformation("Disconnected store {ConnectionId}", connectionId);
        changes.Publish(new Change(sellerId, ChangeTopic.Connections, connectionId));
    }

    private static async Task<IReadOnlyList<AuthorizedStore>> OpenedStoresAsync(
        MarketplacePlatform platform, IReadOnlyDictionary<string, string> query, ConsentRequest request, CancellationToken cancellationToken)
    {
        var cause = ConsentCauses.Refused;
        try
        {
            var grant = platform.Connect.ReadCallback(query);
            cause = ConsentCauses.Code;
            return await platform.Connect.ExchangeAsync(grant, request, cancellationToken);
        }
        catch (ConsentFailedException exception)
        {
            throw new ConsentFailedException(exception.Message, exception) { Cause = exception.Cause ?? cause, RawCode = exception.RawCode, RequestId = exception.RequestId };
        }
        catch (PlatformException exception)
        {
            throw new ConsentFailedException($"{ConsentCauses.InWords(ConsentCauses.Unavailable, platform.Descriptor.Name)} ({exception.Message})", exception)
            {
                Cause = ConsentCauses.Unavailable,
                RawCode = exception.RawCode,
                RequestId = exception.RequestId,
            };
        }
    }

    private async Task<string> RegionOfAsync(Guid sellerId, MarketplaceKey marketplace, Guid connectionId, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        return await db.Connections.Where(c => c.Id == connectionId && c.Marketplace == marketplace.Value).Select(c => c.Region).SingleOrDefaultAsync(cancellationToken)
            ?? throw new UnknownConnectionException();
    }

    private static string Chosen(string? region, MarketplaceDescriptor platform) =>
        region is null || platform.Regions.Any(r => r.Id == region)
            ? region ?? platform.Regions[0].Id
            : throw new RejectedException($"{platform.Name} has no region '{region}' here; choose one of {string.Join(", ", platform.Regions.Select(r => r.Id))}.") { Field = "region" };

    private MarketplacePlatform Find(string marketplace) => catalog.TryGet(marketplace, out var platform) ? platform : throw new UnknownMarketplaceException(marketplace);
}
