using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Marketplace.Core.Platforms.Ebay.Api;
using Marketplace.Core.Platforms.Ebay.Api.Models;
using Marketplace.Core.Platforms.Ebay.Trading;

namespace Marketplace.Core.Platforms.Ebay;

/// <summary>
/// Listings by the Inventory API (items by the page, then the offers of each SKU, since eBay has no list of offers), and after them those
/// that only the Trading API sees.
/// </summary>
internal sealed class EbayListings(EbayApi api, EbayClassicListings classic, EbayCategories categories) : IListingFeed
{
    private const int PageSize = 200;
    private const int Parallel = 8;
    private const string Root = "/sell/inventory/v1";
    private static readonly HashSet<string> NoOffers = ["25710", "25713"];

    /// <inheritdoc />
    public async IAsyncEnumerable<RemotePage<RemoteListing>> ListAsync(ConnectionContext connection, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var known = new HashSet<string>();
        await foreach (var page in ItemsAsync(connection, cancellationToken))
        {
            known.UnionWith(page.Items.Select(listing => EbayListingId.NumberOf(listing.ExternalId)));
            yield return page;
        }

        await foreach (var page in classic.ListAsync(connection, known, cancellationToken))
        {
            yield return page;
        }
    }

    private async IAsyncEnumerable<RemotePage<RemoteListing>> ItemsAsync(ConnectionContext connection, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var groups = new ConcurrentDictionary<string, Lazy<Task<EbayItemGroup?>>>();
        for (var number = 0; ;)
        {
            // Unlike everywhere else at eBay the offset counts pages here.
            var page = await api.ReadAsync<EbayItemPage>(new EbayCall(EbayOperations.GetInventoryItems, connection, $"{Root}/inventory_item?limit={PageSize}&offset={number}"), cancellationToken);
            yield return await ReadAsync(connection, page, groups, cancellationToken);
            if (EbayLinks.OffsetOf(page.Next) is not { } next || next <= number)
            {
                yield break;
            }

            number = next;
        }
    }

    private async Task<RemotePage<RemoteListing>> ReadAsync(
        ConnectionContext connection, EbayItemPage page, ConcurrentDictionary<string, Lazy<Task<EbayItemGroup?>>> groups, CancellationToken cancellationToken)
    {
        var elements = page.InventoryItems ?? [];
        var found = new (IReadOnlyList<RemoteListing> Listings, RemoteDefect? Defect)[elements.Count];
        await System.Threading.Tasks.Parallel.ForAsync(
            0,
            elements.Count,
            new ParallelOptions { MaxDegreeOfParallelism = Parallel, CancellationToken = cancellationToken },
            async (i, token) => found[i] = await ReadAsync(connection, elements[i], groups, token));
        return new RemotePage<RemoteListing>([.. found.SelectMany(item => item.Listings)], page.Total, [.. found.Select(item => item.Defect).OfType<RemoteDefect>()]);
    }

    private async Task<(IReadOnlyList<RemoteListing>, RemoteDefect?)> ReadAsync(
        ConnectionContext connection, JsonElement element, ConcurrentDictionary<string, Lazy<Task<EbayItemGroup?>>> groups, CancellationToken cancellationToken)
    {
        var sku = element.ValueKind == JsonValueKind.Object && element.TryGetProperty("sku", out var value) ? value.ToString() : "(item without SKU)";
        try
        {
            var item = EbayShapeException.Need(element.Deserialize<EbayItem>(EbayJson.Options), "inventoryItem");
            var offers = await OffersAsync(connection, EbayShapeException.Need(item.Sku, "sku"), cancellationToken);
            var group = item.GroupKey is { } key ? await GroupAsync(connection, key, groups, cancellationToken) : null;
            var paths = new Dictionary<string, IReadOnlyDictionary<string, string>>();
            foreach (var site in offers.Where(offer => offer.CategoryId is not null).Select(offer => offer.MarketplaceId ?? "").Distinct())
            {
                paths[site] = await categories.OfAsync(site, cancellationToken);
            }

            return (EbayListingMapping.ToRemote(item, group, offers, offer => offer.CategoryId is { } id ? paths[offer.MarketplaceId ?? ""].GetValueOrDefault(id) : null), null);
        }
        catch (Exception exception) when (exception is EbayShapeException or JsonException or RejectedException)
        {
            return ([], new RemoteDefect(sku, exception is JsonException json ? $"eBay sent it in an unknown shape (at {json.Path})." : exception.Message));
        }
    }

    private async Task<IReadOnlyList<EbayOffer>> OffersAsync(ConnectionContext connection, string sku, CancellationToken cancellationToken)
    {
        try
        {
            var page = await api.ReadAsync<EbayOfferPage>(new EbayCall(EbayOperations.GetOffers, connection, $"{Root}/offer?sku={Uri.EscapeDataString(sku)}"), cancellationToken);
            return page.Offers ?? [];
        }
        catch (RejectedException exception) when (exception.RawCode is { } code && NoOffers.Contains(code))
        {
            return [];
        }
    }

    // Items of a group are read side by side; the first one asks, the others wait for its answer.
    private Task<EbayItemGroup?> GroupAsync(
        ConnectionContext connection, string key, ConcurrentDictionary<string, Lazy<Task<EbayItemGroup?>>> groups, CancellationToken cancellationToken) =>
        groups.GetOrAdd(key, _ => new Lazy<Task<EbayItemGroup?>>(() => GroupAsync(connection, key, cancellationToken))).Value;

    private async Task<EbayItemGroup?> GroupAsync(ConnectionContext connection, string key, CancellationToken cancellationToken)
    {
        try
        {
            return await api.ReadAsync<EbayItemGroup>(
                new EbayCall(EbayOperations.GetInventoryItemGroup, connection, $"{Root}/inventory_item_group/{Uri.EscapeDataString(key)}"), cancellationToken);
        }
        catch (RejectedException)
        {
            // The group adds a better title only; its items can be sold and stocked without it.
            return null;
        }
    }
}
