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
        [34903] = "Choose a reason for the refund.",
        [34905] = "Refund either the order as a whole or some of its lines.",
        [34907] = "Enter an amount above zero, in whole cents.",
        [34909] = "Refund in the currency that the buyer paid in.",
        [34913] = "The order is not in this store: check the number, or import the orders again.",
        [34914] = "The order has no such line: import the order again.",
        [34915] = "Refund at most what is left of what the buyer paid.",
        [34916] = "The buyer has opened a case: answer it on eBay, and refund there.",
        [34917] = "The buyer has all money back already.",
        [34918] = "Refund it where the buyer paid; this order was not paid through eBay.",
        [34919] = "Connect the store again and allow everything on eBay's page.",
        [34920] = "Send the money another way, or ask eBay; it is too late to refund this order here.",
        [34921] = "Shorten the comment to 100 characters.",
        [34922] = "Wait until the earlier refund of this order is paid.",
        [34923] = "Refund this kind of order on eBay itself.",
        [34924] = "Refund at most what is left of what the buyer paid for this line.",
        [34925] = "None of the saved ways of payment has enough: see Payments in eBay's Seller Hub.",
        [34926] = "Choose a way of payment for refunds in eBay's Seller Hub.",
        [34927] = "The way of payment for refunds was declined: choose another in eBay's Seller Hub.",
        [34928] = "eBay could not verify the way of payment: choose another in eBay's Seller Hub.",
        [34929] = "The buyer's payment is not through yet; try again once the order is paid.",
        [34930] = "The usual way of payment has reached its limit: choose another in eBay's Seller Hub, or try tomorrow.",
    };

    /// <summary>A sentence of advice, or null where eBay's own words must do.</summary>
    public static string? For(int errorId) => ByError.GetValueOrDefault(errorId);
}
