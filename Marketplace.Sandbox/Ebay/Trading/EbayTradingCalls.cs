using System.Xml;
using System.Xml.Linq;
using Marketplace.Sandbox.Ebay.Oauth;
using Marketplace.Sandbox.Hosting;
using static Marketplace.Sandbox.Ebay.Trading.EbayTradingXml;

namespace Marketplace.Sandbox.Ebay.Trading;

/// <summary>The one address of the Trading API; a header names the call. It sees every public listing, and revises those made outside the Inventory API.</summary>
internal sealed class EbayTradingCalls(EbaySellers sellers, EbayTokens tokens, EbayQuota quota, TimeProvider time)
{
    /// <summary>Header that names the call.</summary>
    public const string CallName = "X-EBAY-API-CALL-NAME";

    /// <summary>POST /ws/api.dll.</summary>
    public SandboxReply Answer(SandboxCall call)
    {
        var name = call.Header(CallName) ?? "";
        if (Parse(call) is not { } request)
        {
            return Failure(name, time.GetUtcNow(), 5, "XML Parse error.");
        }

        if (!EbayQuota.Daily.ContainsKey("trading." + name))
        {
            return Failure(name, time.GetUtcNow(), 2, $"Unsupported API call. The API call \"{name}\" is invalid or not supported in this release.");
        }

        var token = call.Header("X-EBAY-API-IAF-TOKEN") ?? request.Descendants(Ns + "eBayAuthToken").FirstOrDefault()?.Value;
        var grant = token is null ? null : tokens.OfAccess(token.Trim());
        return token is null ? Failure(name, time.GetUtcNow(), 930, "No XML <RequesterPassword> or <RequesterToken> was specified in the request.")
            : grant is not { OfSeller: true } ? Failure(name, time.GetUtcNow(), 21916984, "Invalid IAF token.")
            : grant.EndsAt <= time.GetUtcNow() ? Expired(name)
            : !quota.Use("trading." + name) ? OverLimit(name)
            : Dispatch(sellers.Of(grant.SellerId!), name, call, request);
    }

    /// <summary>The token's two hours are over.</summary>
    public SandboxReply Expired(string name) => Failure(name, time.GetUtcNow(), 21917053, "Expired IAF token.");

    /// <summary>The day's calls are used up.</summary>
    public SandboxReply OverLimit(string name) => Failure(name, time.GetUtcNow(), 518, "Your application has exceeded usage limit on this call, please make call to Developer Analytics API to check your call usage.");

    /// <summary>An error of eBay's own.</summary>
    public SandboxReply Trouble(string name) => Failure(name, time.GetUtcNow(), 10007, "Internal error to the application.", system: true);

    private SandboxReply Dispatch(EbaySeller seller, string name, SandboxCall call, XElement request)
    {
        var listings = new EbayTradingListings(seller.Store);
        return name switch
        {
            "GetMyeBaySelling" => listings.Active(call, request),
            "GetSellerList" => listings.OfSeller(call, request),
            "GetSellerEvents" => listings.Changed(call, request),
            "GetItem" => listings.Get(call, request),
            "ReviseInventoryStatus" => new EbayTradingRevision(seller.Store).Revise(call, request),
            "GetOrders" => new EbayTradingOrders(seller.Store).List(request),
            "CompleteSale" => new EbayTradingOrders(seller.Store).Complete(call, request),
            "GetUser" => EbayTradingAccount.User(seller),
            "GeteBayDetails" => EbayTradingAccount.Details(seller),
            _ => EbayTradingXml.Answer(name, "Success", time.GetUtcNow()),
        };
    }

    private static XElement? Parse(SandboxCall call)
    {
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(call.Body), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit });
            return XElement.Load(reader);
        }
        catch (XmlException)
        {
            return null;
        }
    }
}
