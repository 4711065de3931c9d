using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using Marketplace.Sandbox.Ebay.Oauth;
using Marketplace.Sandbox.Hosting;
using static Marketplace.Sandbox.Ebay.Trading.EbayTradingXml;

namespace Marketplace.Sandbox.Ebay.Trading;

/// <summary>The one address of the Trading API; a header names the call. It sees every public listing, and revises those made outside the Inventory API.</summary>
internal sealed class EbayTradingCalls(EbayStore store, EbayTokens tokens, EbayQuota quota)
{
    /// <summary>Header that names the call.</summary>
    public const string CallName = "X-EBAY-API-CALL-NAME";

    private const int MostPages = 125;

    /// <summary>POST /ws/api.dll.</summary>
    public SandboxReply Answer(SandboxCall call)
    {
        var name = call.Header(CallName) ?? "";
        if (Parse(call) is not { } request)
        {
            return Failure(name, store.Now, 5, "XML Parse error.");
        }

        if (Refuse(call, name, request) is { } refusal)
        {
            return refusal;
        }

        return name switch
        {
            "GetMyeBaySelling" => List(call, request),
            "GetItem" => Get(call, request),
            _ => new EbayTradingRevision(store).Revise(call, request),
        };
    }

    private SandboxReply? Refuse(SandboxCall call, string name, XElement request)
    {
        if (!EbayQuota.Daily.ContainsKey("trading." + name))
        {
            return Failure(name, store.Now, 2, $"Unsupported API call. The API call \"{name}\" is invalid or not supported in this release.");
        }

        var token = call.Header("X-EBAY-API-IAF-TOKEN") ?? request.Descendants(Ns + "eBayAuthToken").FirstOrDefault()?.Value;
        var grant = token is null ? null : tokens.OfAccess(token.Trim());
        return token is null ? Failure(name, store.Now, 930, "No XML <RequesterPassword> or <RequesterToken> was specified in the request.")
            : grant is not { OfSeller: true } ? Failure(name, store.Now, 21916984, "Invalid IAF token.")
            : grant.EndsAt <= store.Now ? Expired(name)
            : quota.Use("trading." + name) ? null
            : OverLimit(name);
    }

    /// <summary>The token's two hours are over.</summary>
    public SandboxReply Expired(string name) => Failure(name, store.Now, 21917053, "Expired IAF token.");

    /// <summary>The day's calls are used up.</summary>
    public SandboxReply OverLimit(string name) => Failure(name, store.Now, 518, "Your application has exceeded usage limit on this call, please make call to Developer Analytics API to check your call usage.");

    /// <summary>An error of eBay's own.</summary>
    public SandboxReply Trouble(string name) => Failure(name, store.Now, 10007, "Internal error to the application.", system: true);

    private SandboxReply List(SandboxCall call, XElement request) => store.Read(s =>
    {
        var paging = request.Element(Ns + "ActiveList")?.Element(Ns + "Pagination");
        var size = Math.Clamp(Number(paging?.Element(Ns + "EntriesPerPage")) ?? 25, 1, 200);
        var pages = Math.Min(MostPages, (s.Published.Count + size - 1) / size);

        // A page beyond the last is the last one again.
        var page = Math.Clamp(Number(paging?.Element(Ns + "PageNumber")) ?? 1, 1, Math.Max(1, pages));
        return EbayTradingXml.Answer(
            "GetMyeBaySelling",
            "Success",
            s.Now,
            new XElement(
                Ns + "ActiveList",
                new XElement(Ns + "ItemArray", s.Published.Skip((page - 1) * size).Take(size).Select(listing => EbayTradingItems.Listed(listing, call, s.Visible))),
                new XElement(
                    Ns + "PaginationResult",
                    new XElement(Ns + "TotalNumberOfPages", pages),
                    new XElement(Ns + "TotalNumberOfEntries", Math.Min(s.Published.Count, MostPages * size)))));
    });

    private SandboxReply Get(SandboxCall call, XElement request) => store.Read(s => s.Number(request.Element(Ns + "ItemID")?.Value ?? "") is { } listing
        ? EbayTradingXml.Answer("GetItem", "Success", s.Now, EbayTradingItems.Alone(listing, call, s.Visible))
        : Failure("GetItem", s.Now, 17, "Item cannot be accessed because the listing has been deleted, is a Half.com listing, or you are not the seller."));

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

    private static int? Number(XElement? element) =>
        int.TryParse(element?.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
