using System.Globalization;
using System.Text.Json;
using Marketplace.Sandbox.Faults;
using Marketplace.Sandbox.Hosting;

namespace Marketplace.Sandbox.Ebay.Orders;

/// <summary>Cancellations of the Post-Order API: whole orders alone, times inside objects, and errors in an envelope of its own.</summary>
internal sealed class EbayCancellationCalls(EbayStore store)
{
    /// <summary>Path of the API.</summary>
    public const string Root = "/post-order/v2/cancellation";

    private const int LargestPage = 200;
    private static readonly string[] ReasonsOfSellers = ["OUT_OF_STOCK_OR_CANNOT_FULFILL", "BUYER_ASKED_CANCEL", "ADDRESS_ISSUES"];

    /// <summary>POST /cancellation/check_eligibility.</summary>
    public SandboxReply Check(SandboxCall call) => store.Read(s =>
        s.Order(Text(call, "legacyOrderId") ?? "") is { } order ? SandboxReply.OfJson(200, Eligibility(order)) : Refuse(400, 1602, "The order id is not valid.", "legacyOrderId"));

    /// <summary>POST /cancellation.</summary>
    public SandboxReply Create(SandboxCall call) => store.Write(s =>
    {
        var reason = Text(call, "cancelReason") ?? ReasonsOfSellers[0];
        if (s.Order(Text(call, "legacyOrderId") ?? "") is not { } order)
        {
            return Refuse(400, 1602, "The order id is not valid.", "legacyOrderId");
        }

        if (!ReasonsOfSellers.Contains(reason))
        {
            return Refuse(400, 1609, "The cancel reason is not valid for a seller.", "cancelReason");
        }

        return FailureOf(order) is not null ? SandboxReply.OfJson(200, new { orderEligibilityResult = Eligibility(order) })
            : call.Fault == FaultKind.Ignored ? SandboxReply.OfJson(200, new { cancelId = "5000000000" })
            : SandboxReply.OfJson(200, new { cancelId = EbayCancellation.BySeller(s, order, reason).Id });
    });

    /// <summary>GET /cancellation/search: pages count from 1.</summary>
    public SandboxReply Search(SandboxCall call)
    {
        if (Number(call, "limit", 10) is not (>= 1 and <= LargestPage and var limit) || Number(call, "offset", 1) is not (>= 1 and var page))
        {
            return Refuse(400, 1604, "limit and offset must be numbers from 1.", "limit");
        }

        return store.Read(s =>
        {
            var found = s.Cancelled(call.QueryValue("legacy_order_id"))
                .Where(order => Wanted(call, order))
                .OrderByDescending(order => order.Cancellation!.AskedAt).ToList();
            return SandboxReply.OfJson(200, new
            {
                cancellations = found.Skip((page - 1) * limit).Take(limit).Select(Json).ToList(),
                total = found.Count,
                paginationOutput = new { offset = page, limit, totalPages = (found.Count + limit - 1) / limit, totalEntries = found.Count },
            });
        });
    }

    /// <summary>GET /cancellation/{cancelId}.</summary>
    public SandboxReply Get(SandboxCall call) => store.Read(s => Find(s, call) is { } order ? SandboxReply.OfJson(200, new { cancelDetail = Json(order) }) : Unknown);

    /// <summary>GET /post-order/v2/return/search: nobody sends anything back here.</summary>
    public static SandboxReply Returns(SandboxCall call) => SandboxReply.OfJson(200, new
    {
        members = Array.Empty<object>(),
        total = 0,
        paginationOutput = new { offset = 1, limit = 10, totalPages = 0, totalEntries = 0 },
    });

    /// <summary>POST /cancellation/{cancelId}/approve: nothing in, nothing out.</summary>
    public SandboxReply Approve(SandboxCall call) => Decide(call, (s, order) => order.Cancellation!.Approve(s, order));

    /// <summary>POST /cancellation/{cancelId}/reject: wants a body, be it an empty object.</summary>
    public SandboxReply Reject(SandboxCall call) => Body(call) is { ValueKind: JsonValueKind.Object }
        ? Decide(call, (s, order) => s.Change(order, o => o.Cancellation!.Reject(s.Now)))
        : Refuse(400, 1603, "The request body is missing.", "body");

    private SandboxReply Decide(SandboxCall call, Action<EbayStore, EbayOrder> act) => store.Write(s =>
    {
        if (Find(s, call) is not { } order)
        {
            return Unknown;
        }

        if (!order.Cancellation!.IsOpen)
        {
            return Refuse(400, 1614, "The cancellation is not in a state that allows this action.", "cancelId");
        }

        if (call.Fault != FaultKind.Ignored)
        {
            act(s, order);
        }

        return SandboxReply.Empty(200);
    });

    private static EbayOrder? Find(EbayStore s, SandboxCall call) => s.Cancelled(null).FirstOrDefault(order => order.Cancellation!.Id == call.Path["cancelId"]);

    private static bool Wanted(SandboxCall call, EbayOrder order) =>
        (call.QueryValue("cancel_id") is not { Length: > 0 } id || order.Cancellation!.Id == id)
        && (call.QueryValue("item_id") is not { Length: > 0 } item || order.Lines.Any(line => line.Listing.ListingId == item))
        && (Time(call, "creation_date_range_from") is not { } from || order.Cancellation!.AskedAt >= from)
        && (Time(call, "creation_date_range_to") is not { } to || order.Cancellation!.AskedAt <= to);

    private static object Eligibility(EbayOrder order)
    {
        var failure = FailureOf(order);
        var eligible = failure is null;
        return new
        {
            eligible,
            legacyOrderId = order.Id,
            eligibleCancelReason = eligible ? ReasonsOfSellers : null,
            failureReason = eligible ? null : new[] { failure },
            itemEligibilityResult = order.Lines.Select(line => new { itemId = line.Listing.ListingId, transactionId = line.Id, cancelQuantity = line.Quantity, eligible, failureReason = eligible ? null : new[] { failure } }).ToList(),
        };
    }

    private static string? FailureOf(EbayOrder order) =>
        order.Cancellation is { IsRejected: false } ? "CANCELLATION_EXIST"
        : order.Shipments.Count > 0 ? "SHIPPED"
        : order.PaymentStatus == "FULLY_REFUNDED" ? "FULL_REFUNDED"
        : null;

    private static object Json(EbayOrder order)
    {
        var cancellation = order.Cancellation!;
        return new
        {
            cancelId = cancellation.Id,
            marketplaceId = order.Site.Id,
            legacyOrderId = order.Id,
            requestorType = cancellation.Requestor,
            cancelState = cancellation.State,
            cancelStatus = cancellation.Status,
            cancelCloseReason = cancellation.Status switch { "CANCEL_CLOSED_WITH_REFUND" => "FULL_REFUNDED", "CANCEL_REJECTED" => "SELLER_REJECTED", _ => null },
            cancelReason = cancellation.Reason,
            paymentStatus = order.PaymentStatus is "PENDING" or "FAILED" ? "NOT_PAID" : "PAID",

            // Unlike everywhere else amounts are numbers here and times lie in objects.
            requestRefundAmount = new { value = order.TotalCents / 100m, currency = order.Site.Currency },
            cancelRequestDate = new { value = EbayWire.Time(cancellation.AskedAt) },
            cancelCloseDate = cancellation.ClosedAt is { } closed ? new { value = EbayWire.Time(closed) } : null,
            sellerResponseDueDate = cancellation.IsOpen ? new { value = EbayWire.Time(cancellation.AskedAt.AddDays(3)) } : null,
        };
    }

    private static SandboxReply Unknown => Refuse(404, 1601, "The cancellation does not exist.", "cancelId");

    private static SandboxReply Refuse(int status, int errorId, string message, string parameter) => SandboxReply.OfJson(status, new
    {
        errorMessage = new
        {
            error = new[]
            {
                new { errorId, domain = "cancelErrorDomain", severity = "ERROR", category = "REQUEST", message, parameter = new[] { new { value = "", name = parameter } }, longMessage = message, httpStatusCode = $"{status}" },
            },
        },
    });

    private static int? Number(SandboxCall call, string name, int otherwise) =>
        call.QueryValue(name) is not { Length: > 0 } text ? otherwise : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static DateTimeOffset? Time(SandboxCall call, string name) =>
        DateTimeOffset.TryParse(call.QueryValue(name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    private static string? Text(SandboxCall call, string name) =>
        Body(call) is { ValueKind: JsonValueKind.Object } body && body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static JsonElement? Body(SandboxCall call)
    {
        try
        {
            return JsonSerializer.Deserialize<JsonElement>(call.Body);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
