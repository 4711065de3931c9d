using System.Globalization;
using System.Runtime.CompilerServices;
using System.Xml.Linq;
using Marketplace.Core.Platforms.Ebay.Api;

namespace Marketplace.Core.Platforms.Ebay.Trading;

/// <summary>Listings that the seller made by hand or with older tools: the Inventory API does not see them, the Trading API does.</summary>
internal sealed class EbayClassicListings(EbayTrading trading, TimeProvider time)
{
    private const int PageSize = 200;

    // Listings renew themselves each month, so all that are active end within this time. eBay takes less than 121 days at once.
    private static readonly TimeSpan Window = TimeSpan.FromDays(120);

    /// <summary>
    /// All fixed-price listings but those already known by number, as a stream of pages. Read from the seller's list, which has the
    /// product data that the list of active listings leaves out, and no end at 25,000.
    /// </summary>
    public async IAsyncEnumerable<RemotePage<RemoteListing>> ListAsync(
        ConnectionContext connection, IReadOnlySet<string> known, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        for (int page = 1, pages = 1; page <= pages; page++)
        {
            var answer = await trading.SendAsync(EbayOperations.GetSellerList, connection, Ending(now, page), cancellationToken);
            pages = EbayItemXml.Number(answer.Element(EbayTrading.Ns + "PaginationResult")?.Element(EbayTrading.Ns + "TotalNumberOfPages")) ?? 0;
            var found = Read(answer, connection.Region, known);
            if (found.Items.Count + found.Defects.Count > 0)
            {
                yield return found;
            }
        }
    }

    /// <summary>Available quantities by listing id of a few listings, asked for one by one.</summary>
    public async Task<IReadOnlyDictionary<string, int>> QuantitiesAsync(ConnectionContext connection, IEnumerable<string> itemIds, CancellationToken cancellationToken)
    {
        var quantities = new Dictionary<string, int>();
        foreach (var itemId in itemIds.Distinct())
        {
            foreach (var listing in await OneAsync(connection, itemId, cancellationToken))
            {
                quantities[listing.ExternalId] = listing.Quantity ?? 0;
            }
        }

        return quantities;
    }

    private async Task<IReadOnlyList<RemoteListing>> OneAsync(ConnectionContext connection, string itemId, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await trading.SendAsync(
                EbayOperations.GetItem, connection, [new XElement(EbayTrading.Ns + "ItemID", itemId), new XElement(EbayTrading.Ns + "DetailLevel", "ReturnAll")], cancellationToken);
            return answer.Element(EbayTrading.Ns + "Item") is { } item ? EbayItemXml.ToRemote(item, connection.Region) : [];
        }
        catch (Exception exception) when (exception is RejectedException or EbayShapeException)
        {
            // Ended or deleted: it has no quantity to show.
            return [];
        }
    }

    private static RemotePage<RemoteListing> Read(XElement answer, string region, IReadOnlySet<string> known)
    {
        var listings = new List<RemoteListing>();
        var defects = new List<RemoteDefect>();
        foreach (var item in (answer.Element(EbayTrading.Ns + "ItemArray")?.Elements(EbayTrading.Ns + "Item") ?? []).Where(IsFixedPrice))
        {
            var id = item.Element(EbayTrading.Ns + "ItemID")?.Value ?? "(listing without number)";
            try
            {
                listings.AddRange(known.Contains(id) ? [] : EbayItemXml.ToRemote(item, region));
            }
            catch (EbayShapeException exception)
            {
                defects.Add(new RemoteDefect(id, exception.Message));
            }
        }

        return new RemotePage<RemoteListing>(listings, null, defects);
    }

    // Auctions are left alone, as among the offers of the Inventory API.
    private static bool IsFixedPrice(XElement item) => item.Element(EbayTrading.Ns + "ListingType")?.Value is null or "FixedPriceItem" or "StoresFixedPrice";

    private static IEnumerable<XElement> Ending(DateTimeOffset now, int page) =>
    [
        new(EbayTrading.Ns + "DetailLevel", "ReturnAll"),
        new(EbayTrading.Ns + "EndTimeFrom", EbayJson.Text(now)),
        new(EbayTrading.Ns + "EndTimeTo", EbayJson.Text(now + Window)),
        new(EbayTrading.Ns + "IncludeVariations", "true"),
        new(
            EbayTrading.Ns + "Pagination",
            new XElement(EbayTrading.Ns + "EntriesPerPage", PageSize),
            new XElement(EbayTrading.Ns + "PageNumber", page.ToString(CultureInfo.InvariantCulture))),
    ];
}
