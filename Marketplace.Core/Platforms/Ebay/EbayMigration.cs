using System.Globalization;
using Marketplace.Core.Platforms.Ebay.Api;
using Marketplace.Core.Platforms.Ebay.Api.Models;

namespace Marketplace.Core.Platforms.Ebay;

/// <summary>Brings listings made outside the Inventory API under it, by bulkMigrateListing, five listings at a time.</summary>
internal sealed class EbayMigration(EbayApi api) : IListingMigrator
{
    private const int MostAtOnce = 5;

    /// <inheritdoc />
    public string Consequences =>
        "eBay moves a listing for good. It can then be changed only by tools that use eBay's Inventory model, no longer by hand in every form. "
        + "It must be fixed price, with a SKU on every variation, business policies, immediate payment and a place that it is sent from.";

    /// <inheritdoc />
    public bool CanMigrate(ListingReference listing) => listing.Sku is not null && EbayListingData.Read(listing.PlatformData)?.ItemId is not null;

    /// <inheritdoc />
    public async Task<IReadOnlyList<MigrationVerdict>> MigrateAsync(ConnectionContext connection, IReadOnlyList<ListingReference> listings, CancellationToken cancellationToken)
    {
        var verdicts = new List<MigrationVerdict>(listings.Count);
        verdicts.AddRange(listings.Where(listing => !CanMigrate(listing)).Select(listing => new MigrationVerdict(
            listing.ExternalId, false, "It has no SKU, or is in the Inventory model already.")));
        foreach (var batch in listings.Where(CanMigrate).GroupBy(listing => EbayListingData.Read(listing.PlatformData)!.ItemId!).Chunk(MostAtOnce))
        {
            var body = new { requests = batch.Select(listing => new { listingId = listing.Key }).ToList() };
            var answer = await api.ReadAsync<EbayMigrationVerdicts>(
                new EbayCall(EbayOperations.BulkMigrateListing, connection, "/sell/inventory/v1/bulk_migrate_listing") { Body = body }, cancellationToken);
            verdicts.AddRange(batch.SelectMany(variations => variations.Select(variation => Verdict(variation, variations.Key, answer.Responses ?? []))));
        }

        return verdicts;
    }

    private static MigrationVerdict Verdict(ListingReference listing, string number, IReadOnlyList<EbayMigrationVerdict> answers)
    {
        if (answers.FirstOrDefault(answer => answer.ListingId == number) is not { } mine)
        {
            return new MigrationVerdict(listing.ExternalId, false, "eBay's answer did not mention this listing.");
        }

        var error = mine.Errors?.FirstOrDefault();
        return mine.StatusCode is >= 200 and < 300
            ? new MigrationVerdict(listing.ExternalId, true)
            : new MigrationVerdict(listing.ExternalId, false, EbayErrors.Explain(error), (error?.ErrorId ?? mine.StatusCode).ToString(CultureInfo.InvariantCulture));
    }
}
