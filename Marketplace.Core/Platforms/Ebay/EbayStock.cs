using System.Globalization;
using Marketplace.Core.Platforms.Ebay.Api;
using Marketplace.Core.Platforms.Ebay.Api.Models;
using Marketplace.Core.Platforms.Ebay.Trading;

namespace Marketplace.Core.Platforms.Ebay;

/// <summary>Quantities by the Inventory API's bulk calls, 25 SKUs at a time; listings made outside it go the older way.</summary>
internal sealed class EbayStock(EbayApi api, EbayClassicStock classic, EbayClassicListings classicListings, EbayRevisionBudget budget) : IStockPusher
{
    private const string Root = "/sell/inventory/v1";

    /// <inheritdoc />
    public int MaxBatch => 25;

    /// <inheritdoc />
    public async Task<IReadOnlyList<StockVerdict>> PushAsync(ConnectionContext connection, IReadOnlyList<StockChange> changes, CancellationToken cancellationToken)
    {
        var named = changes.Where(change => CanBeNamed(change.Listing))
            .ToLookup(change => budget.Take(connection.ConnectionId, EbayListingId.NumberOf(change.Listing.ExternalId), change.Quantity));
        var sent = named[true].ToLookup(change => IsClassic(change.Listing));
        var verdicts = new List<StockVerdict>(changes.Count);
        verdicts.AddRange(named[false].Select(change => new StockVerdict(
            change.Listing.ExternalId, false, $"eBay takes 250 changes of a listing a day, and this one has had them. It follows after {budget.NextDay:HH:mm} UTC.", MayRetry: true)));
        verdicts.AddRange(changes.Where(change => !CanBeNamed(change.Listing))
            .Select(change => new StockVerdict(change.Listing.ExternalId, false, "The listing has no SKU, without which eBay cannot find it. Add one on eBay and import the listings again.")));
        foreach (var batch in sent[false].GroupBy(change => change.Listing.Sku!).Chunk(MaxBatch))
        {
            var body = new EbayBulkQuantity([.. batch.Select(Request)]);
            var answer = await api.ReadAsync<EbayBulkVerdicts>(
                new EbayCall(EbayOperations.BulkUpdatePriceQuantity, connection, $"{Root}/bulk_update_price_quantity") { Body = body }, cancellationToken);
            verdicts.AddRange(batch.SelectMany(sku => sku).Select(change => Verdict(change, answer.Responses ?? [])));
        }

        verdicts.AddRange(await classic.PushAsync(connection, sent[true], cancellationToken));
        return verdicts;
    }

    /// <inheritdoc />
    /// <remarks>Reads the items' own quantities, which each push sets together with the offers'; a full import compares the offers too.</remarks>
    public async Task<IReadOnlyList<StockSeen>> ReadAsync(ConnectionContext connection, IReadOnlyList<ListingReference> listings, CancellationToken cancellationToken)
    {
        var named = listings.Where(CanBeNamed).ToLookup(IsClassic);
        var seen = new List<StockSeen>(listings.Count);
        foreach (var batch in named[false].GroupBy(listing => listing.Sku!).Chunk(MaxBatch))
        {
            var body = new { requests = batch.Select(sku => new { sku = sku.Key }).ToList() };
            var answer = await api.ReadAsync<EbayBulkItems>(
                new EbayCall(EbayOperations.BulkGetInventoryItem, connection, $"{Root}/bulk_get_inventory_item") { Body = body }, cancellationToken);
            var quantities = (answer.Responses ?? [])
                .Where(item => item.StatusCode is >= 200 and < 300 && item.Sku is not null)
                .ToDictionary(item => item.Sku!, item => item.InventoryItem?.Availability?.ShipToLocationAvailability?.Quantity ?? 0);
            seen.AddRange(batch.Where(sku => quantities.ContainsKey(sku.Key)).SelectMany(sku => sku.Select(listing => new StockSeen(listing.ExternalId, quantities[sku.Key]))));
        }

        var shown = await classicListings.QuantitiesAsync(connection, named[true].Select(listing => EbayListingData.Read(listing.PlatformData)!.ItemId!), cancellationToken);
        seen.AddRange(named[true].Where(listing => shown.ContainsKey(listing.ExternalId)).Select(listing => new StockSeen(listing.ExternalId, shown[listing.ExternalId])));
        return seen;
    }

    private static bool IsClassic(ListingReference listing) => EbayListingData.Read(listing.PlatformData)?.ItemId is not null;

    // A single listing made outside the Inventory API is named by its number; everything else needs its SKU.
    private static bool CanBeNamed(ListingReference listing) => listing.Sku is not null || EbayListingData.Read(listing.PlatformData) is { ItemId: not null, Variation: false };

    private static EbayQuantityRequest Request(IGrouping<string, StockChange> sku)
    {
        // The offer's quantity wins over the item's where it is set, so both are; an offer that is not live must not be named.
        var offers = sku
            .Select(change => (change.Quantity, Data: EbayListingData.Read(change.Listing.PlatformData)))
            .Where(change => change.Data is { Published: true, OfferId: not null })
            .Select(change => new EbayOfferQuantity(change.Data!.OfferId!, change.Quantity))
            .ToList();
        return new EbayQuantityRequest(sku.Key, new EbayShipToHome(sku.Max(change => change.Quantity)), offers.Count == 0 ? null : offers);
    }

    private static StockVerdict Verdict(StockChange change, IReadOnlyList<EbayQuantityVerdict> answers)
    {
        var id = change.Listing.ExternalId;
        var offer = EbayListingData.Read(change.Listing.PlatformData)?.OfferId;
        var mine = answers.Where(answer => answer.Sku == change.Listing.Sku && (answer.OfferId is null || offer is null || answer.OfferId == offer)).ToList();
        if (mine.Count == 0)
        {
            return new StockVerdict(id, false, "eBay's answer did not mention this listing.", MayRetry: true);
        }

        if (mine.Find(answer => answer.StatusCode is < 200 or >= 300) is not { } refused)
        {
            return new StockVerdict(id, true);
        }

        var error = refused.Errors?.FirstOrDefault();
        var code = (error?.ErrorId ?? refused.StatusCode).ToString(CultureInfo.InvariantCulture);
        return new StockVerdict(id, false, EbayErrors.Explain(error), code, EbayErrors.MayPass(refused.StatusCode, error));
    }
}
