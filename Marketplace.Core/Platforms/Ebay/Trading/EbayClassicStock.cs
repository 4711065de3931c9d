using System.Globalization;
using System.Xml.Linq;

namespace Marketplace.Core.Platforms.Ebay.Trading;

/// <summary>Quantities of listings made outside the Inventory API, four at a time.</summary>
internal sealed class EbayClassicStock(EbayTrading trading)
{
    private const int MostAtOnce = 4;

    /// <summary>Sets available quantities; one verdict per change.</summary>
    public async Task<IReadOnlyList<StockVerdict>> PushAsync(ConnectionContext connection, IEnumerable<StockChange> changes, CancellationToken cancellationToken)
    {
        var verdicts = new List<StockVerdict>();
        foreach (var batch in changes.Chunk(MostAtOnce))
        {
            verdicts.AddRange(await PushAsync(connection, batch, cancellationToken));
        }

        return verdicts;
    }

    private async Task<IEnumerable<StockVerdict>> PushAsync(ConnectionContext connection, StockChange[] batch, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await trading.SendAsync(EbayOperations.ReviseInventoryStatus, connection, batch.Select(Wish), cancellationToken);
            return batch.Select(change => Verdict(change, answer));
        }
        catch (RejectedException exception) when (batch.Length == 1)
        {
            return [new StockVerdict(batch[0].Listing.ExternalId, false, exception.Message, exception.RawCode)];
        }
        catch (RejectedException)
        {
            // A refusal of the whole batch does not say whose fault it is, so each is asked for alone.
            var alone = new List<StockVerdict>();
            foreach (var change in batch)
            {
                alone.AddRange(await PushAsync(connection, [change], cancellationToken));
            }

            return alone;
        }
    }

    private static XElement Wish(StockChange change)
    {
        var data = EbayListingData.Read(change.Listing.PlatformData);
        return new XElement(
            EbayTrading.Ns + "InventoryStatus",
            data?.Variation == true ? new XElement(EbayTrading.Ns + "SKU", change.Listing.Sku) : null,
            new XElement(EbayTrading.Ns + "ItemID", data?.ItemId),
            new XElement(EbayTrading.Ns + "Quantity", change.Quantity.ToString(CultureInfo.InvariantCulture)));
    }

    private static StockVerdict Verdict(StockChange change, XElement answer)
    {
        var data = EbayListingData.Read(change.Listing.PlatformData);
        var done = answer.Element(EbayTrading.Ns + "Ack")?.Value != "PartialFailure"
            || answer.Elements(EbayTrading.Ns + "InventoryStatus").Any(status =>
                status.Element(EbayTrading.Ns + "ItemID")?.Value == data?.ItemId
                && (data?.Variation != true || status.Element(EbayTrading.Ns + "SKU")?.Value == change.Listing.Sku));
        if (done)
        {
            return new StockVerdict(change.Listing.ExternalId, true);
        }

        var (code, message) = EbayTradingErrors.First(answer, data?.ItemId, change.Listing.Sku);
        return new StockVerdict(change.Listing.ExternalId, false, $"eBay refused this: {message}", code, EbayTradingErrors.MayPass(code));
    }
}
