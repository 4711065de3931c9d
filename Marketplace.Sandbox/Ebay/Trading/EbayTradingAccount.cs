using System.Xml.Linq;
using Marketplace.Sandbox.Hosting;
using static Marketplace.Sandbox.Ebay.Trading.EbayTradingXml;

namespace Marketplace.Sandbox.Ebay.Trading;

/// <summary>GetUser and GeteBayDetails.</summary>
internal static class EbayTradingAccount
{
    private static readonly string[] Carriers = ["USPS", "UPS", "FedEx", "DHL", "RoyalMail", "Hermes", "DPD", "GLS", "DeutschePost", "Other"];

    /// <summary>GetUser: whose token it is.</summary>
    public static SandboxReply User(EbaySeller seller) => Answer(
        "GetUser",
        "Success",
        seller.Store.Now,
        new XElement(
            Ns + "User",
            new XElement(Ns + "EIASToken", Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(seller.Id))),
            new XElement(Ns + "Status", "Confirmed"),
            new XElement(Ns + "Site", seller.Site.TradingName),
            new XElement(Ns + "UserID", seller.Name)));

    /// <summary>GeteBayDetails: the carriers of the site, whatever was asked for.</summary>
    public static SandboxReply Details(EbaySeller seller) => Answer(
        "GeteBayDetails",
        "Success",
        seller.Store.Now,
        Carriers.Select((carrier, i) => new XElement(
            Ns + "ShippingCarrierDetails",
            new XElement(Ns + "ShippingCarrierID", i + 1),
            new XElement(Ns + "Description", carrier),
            new XElement(Ns + "ShippingCarrier", carrier))));
}
