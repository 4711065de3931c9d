namespace Marketplace.Core.Platforms.Ebay;

/// <summary>What a seller can do about eBay's refusals.</summary>
internal static class EbayAdvice
{
    private static readonly Dictionary<int, string> ByError = new()
    {
        [25002] = "Open the listing on eBay, correct what it complains about, and save it there once.",
        [25702] = "The SKU is not in eBay's inventory any more: import the listings again.",
        [25709] = "Import the listings again; if it stays, support can see the field under this code.",
        [25710] = "It is not on eBay any more: import the listings again.",
        [25713] = "The offer was deleted, or the account may not sell on that site: import the listings again.",
        [25759] = "An auction of this SKU holds more items than the new quantity: end the auction first.",
        [32100] = "The order is not in this store: check the number, or import the orders again.",
        [32200] = "The order has no such line: import the order again.",
        [32210] = "Name each line of the order once per parcel.",
        [32300] = "Use letters and digits only in the tracking number, and name the carrier with it.",
        [32400] = "eBay has suspended the account: see the messages in eBay's Seller Hub.",
        [32500] = "Enter the day on which the parcel was handed over, not one in the future.",
        [32600] = "Check lines and quantities of the parcel.",
        [34100] = "The order has as many tracking numbers as eBay stores; no more can be added.",
        [34200] = "Ship parcels for eBay's international hub apart from the others.",
        [34300] = "Confirm the lines for eBay's international hub one at a time.",
    };

    /// <summary>A sentence of advice, or null where eBay's own words must do.</summary>
    public static string? For(int errorId) => ByError.GetValueOrDefault(errorId);
}
