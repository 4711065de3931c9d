using System.Globalization;
using System.Xml.Linq;
using Marketplace.Sandbox.Ebay.Inventory;
using Marketplace.Sandbox.Hosting;
using static Marketplace.Sandbox.Ebay.Trading.EbayTradingXml;

namespace Marketplace.Sandbox.Ebay.Trading;

/// <summary>GetMyeBaySelling, GetSellerList, GetSellerEvents and GetItem.</summary>
internal sealed class EbayTradingListings(EbayStore store)
{
    private const int MostPages = 125;
    private const int MostEvents = 3_000;
    private static readonly TimeSpan LongestWindow = TimeSpan.FromDays(121);
    private static readonly TimeSpan LongestNews = TimeSpan.FromHours(48);

    /// <summary>GetMyeBaySelling: active listings, 25,000 at most.</summary>
    public SandboxReply Active(SandboxCall call, XElement request) => store.Read(s =>
    {
        var paging = request.Element(Ns + "ActiveList")?.Element(Ns + "Pagination");
        var size = Math.Clamp(Number(paging?.Element(Ns + "EntriesPerPage")) ?? 25, 1, 200);
        var pages = Math.Min(MostPages, (s.Published.Count + size - 1) / size);

        // A page beyond the last is the last one again.
        var page = Math.Clamp(Number(paging?.Element(Ns + "PageNumber")) ?? 1, 1, Math.Max(1, pages));
        return Answer(
            "GetMyeBaySelling",
            "Success",
            s.Now,
            new XElement(
                Ns + "ActiveList",
                new XElement(Ns + "ItemArray", s.Published.Skip((page - 1) * size).Take(size).Select(listing => EbayTradingItems.Listed(listing, call, s.Visible))),
                Pages(pages, Math.Min(s.Published.Count, MostPages * size))));
    });

    /// <summary>GetSellerList: listings that end, or started, within a window of less than 121 days.</summary>
    public SandboxReply OfSeller(SandboxCall call, XElement request)
    {
        var byEnd = request.Element(Ns + "EndTimeFrom") is not null;
        var from = Time(request.Element(Ns + (byEnd ? "EndTimeFrom" : "StartTimeFrom")));
        var to = Time(request.Element(Ns + (byEnd ? "EndTimeTo" : "StartTimeTo")));
        if (from is null || to is null)
        {
            return Failure("GetSellerList", store.Now, 10012, "Invalid value for header or field \"StartTimeFrom\": a range of time is required.");
        }

        if (to - from >= LongestWindow || to < from)
        {
            return Failure("GetSellerList", store.Now, 340, "The time range is too long; it must be shorter than 121 days.");
        }

        return store.Read(s =>
        {
            var paging = request.Element(Ns + "Pagination");
            var size = Math.Clamp(Number(paging?.Element(Ns + "EntriesPerPage")) ?? 25, 1, 200);
            var page = Math.Max(1, Number(paging?.Element(Ns + "PageNumber")) ?? 1);
            var found = s.Published.Where(listing => Within(byEnd ? EbayTradingItems.EndOf(listing[0], s.Now) : listing[0].Changes[0].Time, from.Value, to.Value)).ToList();
            var pages = (found.Count + size - 1) / size;
            return Answer(
                "GetSellerList",
                "Success",
                s.Now,
                Pages(pages, found.Count),
                new XElement(Ns + "HasMoreItems", page < pages ? "true" : "false"),
                new XElement(Ns + "ItemArray", found.Skip((page - 1) * size).Take(size).Select(listing => EbayTradingItems.InSellerList(listing, call, s.Visible))),
                new XElement(Ns + "ItemsPerPage", size),
                new XElement(Ns + "PageNumber", page),
                new XElement(Ns + "ReturnedItemCountActual", Math.Clamp(found.Count - (page - 1) * size, 0, size)));
        });
    }

    /// <summary>GetSellerEvents: listings that changed within a window of less than 48 hours, which may reach up to now.</summary>
    public SandboxReply Changed(SandboxCall call, XElement request) => store.Read(s =>
    {
        var (from, to) = (Time(request.Element(Ns + "ModTimeFrom")), Time(request.Element(Ns + "ModTimeTo")) ?? s.Now);
        if (from is null)
        {
            return Failure("GetSellerEvents", s.Now, 10012, "Invalid value for header or field \"ModTimeFrom\": a range of time is required.");
        }

        if (to - from >= LongestNews || to < from)
        {
            return Failure("GetSellerEvents", s.Now, 340, "The time range is too long; it must be shorter than 48 hours.");
        }

        var found = s.Published.Where(listing => listing.Any(item => item.Changes.Any(change => Within(change.Time, from.Value, to)))).Take(MostEvents);
        return Answer("GetSellerEvents", "Success", s.Now, new XElement(Ns + "TimeTo", EbayWire.Time(to)), new XElement(Ns + "ItemArray", found.Select(listing => EbayTradingItems.InSellerList(listing, call, s.Visible))));
    });

    /// <summary>GetItem.</summary>
    public SandboxReply Get(SandboxCall call, XElement request) => store.Read(s => s.Number(request.Element(Ns + "ItemID")?.Value ?? "") is { } listing
        ? Answer("GetItem", "Success", s.Now, EbayTradingItems.Alone(listing, call, s.Visible))
        : Failure("GetItem", s.Now, 17, "Item cannot be accessed because the listing has been deleted, is a Half.com listing, or you are not the seller."));

    private static XElement Pages(int pages, int entries) =>
        new(Ns + "PaginationResult", new XElement(Ns + "TotalNumberOfPages", pages), new XElement(Ns + "TotalNumberOfEntries", entries));

    private static bool Within(DateTimeOffset time, DateTimeOffset from, DateTimeOffset to) => time >= from && time <= to;

    private static DateTimeOffset? Time(XElement? element) =>
        DateTimeOffset.TryParse(element?.Value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
