using System.Globalization;
using System.Xml.Linq;
using Marketplace.Sandbox.Ebay.Inventory;
using Marketplace.Sandbox.Faults;
using Marketplace.Sandbox.Hosting;
using static Marketplace.Sandbox.Ebay.Trading.EbayTradingXml;

namespace Marketplace.Sandbox.Ebay.Trading;

/// <summary>ReviseInventoryStatus: at most four listings or variations, each accepted or refused for itself.</summary>
internal sealed class EbayTradingRevision(EbayStore store)
{
    private const string Name = "ReviseInventoryStatus";
    private const int Most = 4;

    /// <summary>Sets available quantities.</summary>
    public SandboxReply Revise(SandboxCall call, XElement request)
    {
        var wishes = request.Elements(Ns + "InventoryStatus").ToList();
        if (wishes.Count is 0 or > Most)
        {
            return Failure(Name, store.Now, 37, $"Input data for tag <InventoryStatus> is invalid or missing. From one to {Most} are allowed.");
        }

        return store.Write(s =>
        {
            var done = new List<XElement>();
            var errors = new List<XElement>();
            for (var i = 0; i < wishes.Count; i++)
            {
                var refused = call.Fault == FaultKind.Partial && (wishes.Count - i) % 2 == 1;
                if (refused)
                {
                    errors.Add(Error(10007, "Internal error to the application.", wishes[i].Element(Ns + "ItemID")?.Value, system: true));
                }
                else
                {
                    Apply(s, wishes[i], call.Fault != FaultKind.Ignored, done, errors);
                }
            }

            var ack = errors.Count == 0 ? "Success" : done.Count == 0 ? "Failure" : "PartialFailure";
            return EbayTradingXml.Answer(Name, ack, s.Now, errors, done);
        });
    }

    private static void Apply(EbayStore s, XElement wish, bool keep, List<XElement> done, List<XElement> errors)
    {
        var number = wish.Element(Ns + "ItemID")?.Value ?? "";
        var sku = wish.Element(Ns + "SKU")?.Value;
        if (s.Number(number) is not { } published)
        {
            errors.Add(Error(17, "Item cannot be accessed because the listing has been deleted, is a Half.com listing, or you are not the seller.", number));
        }
        else if (published[0].InInventory)
        {
            errors.Add(Error(21919474, "Inventory-based listing management is not currently supported by this tool. Please refer to the tool used to create this listing.", number));
        }
        else if ((published[0].VariationId is null ? published[0] : published.FirstOrDefault(variation => variation.Sku == sku)) is not { } listing)
        {
            errors.Add(Error(21916635, "Invalid SKU: the listing has no variation with it.", sku ?? number));
        }
        else if (!int.TryParse(wish.Element(Ns + "Quantity")?.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var quantity))
        {
            errors.Add(Error(515, "The quantity must be a valid number greater than or equal to 0.", number));
        }
        else
        {
            Accept(s, listing, quantity, keep, done);
        }
    }

    private static void Accept(EbayStore s, EbayListing listing, int quantity, bool keep, List<XElement> done)
    {
        if (keep)
        {
            listing.Set(quantity, "update", s.Now);
        }

        done.Add(new XElement(
            Ns + "InventoryStatus",
            listing.Sku is null ? null : new XElement(Ns + "SKU", listing.Sku),
            new XElement(Ns + "ItemID", listing.ListingId),
            Amount("StartPrice", listing.PriceCents, listing.Site.Currency),
            new XElement(Ns + "Quantity", quantity)));
    }
}
