using Marketplace.Sandbox.Ebay.Oauth;
using Marketplace.Sandbox.Ebay.Trading;
using Marketplace.Sandbox.Faults;
using Marketplace.Sandbox.Hosting;

namespace Marketplace.Sandbox.Ebay;

/// <summary>How each of eBay's APIs words a fault.</summary>
internal static class EbayFaults
{
    private const string Oauth = "/identity/";

    private static readonly (string Path, EbayFault Trouble)[] Troubles =
    [
        ("/sell/inventory/", EbayRefusal.InventoryTrouble),
        ("/commerce/notification/", Internal(195000, "API_NOTIFICATION")),
        ("/commerce/identity/", Internal(140000, "API_IDENTITY")),
        ("/commerce/taxonomy/", Internal(62000, "API_TAXONOMY")),
        ("/sell/account/", Internal(20500, "API_ACCOUNT")),
        ("/sell/feed/", Internal(160001, "API_FEED")),
        ("/sell/finances/", Internal(135000, "API_FINANCES")),
        ("/sell/fulfillment/v1/payment_dispute", Internal(33000, "API_FULFILLMENT")),
        ("/developer/analytics/", Internal(105000, "API_ANALYTICS")),
        ("/developer/key_management/", Internal(210000, "API_KEYS")),
    ];

    /// <summary>The fault in the words of the API that was called.</summary>
    public static SandboxReply Reply(FaultKind kind, SandboxCall call, EbayTradingCalls trading) =>
        call.Header(EbayTradingCalls.CallName) is { } name ? Trading(kind, name, trading)
        : call.RawPath.StartsWith(Oauth, StringComparison.Ordinal) ? Tokens(kind)
        : kind switch
        {
            // A short spell, which says when it ends; the end of the day's quota says nothing.
            FaultKind.Throttle => EbayRefusal.TooMany.With("Retry-After", "1"),
            FaultKind.ExpiredToken => EbayDoor.Expired(call),
            _ when call.RawPath.StartsWith("/post-order/", StringComparison.Ordinal) => PostOrderTrouble,
            _ when call.RawPath.EndsWith("/issue_refund", StringComparison.Ordinal) => EbayRefusal.Of(500, Internal(34900, "API_FULFILLMENT")),
            _ => EbayRefusal.Of(500, Array.Find(Troubles, known => call.RawPath.StartsWith(known.Path, StringComparison.Ordinal)).Trouble
                ?? new EbayFault(30500, "API_FULFILLMENT", "APPLICATION", "System error")),
        };

    private static SandboxReply PostOrderTrouble { get; } = SandboxReply.OfJson(500, new
    {
        errorMessage = new
        {
            error = new[] { new { errorId = 1001, domain = "cancelErrorDomain", severity = "ERROR", category = "APPLICATION", message = "Application encountered an internal error.", httpStatusCode = "500" } },
        },
    });

    private static SandboxReply Trading(FaultKind kind, string name, EbayTradingCalls trading) => kind switch
    {
        FaultKind.Throttle => trading.OverLimit(name).With("Retry-After", "1"),
        FaultKind.ExpiredToken => trading.Expired(name),
        _ => trading.Trouble(name),
    };

    private static SandboxReply Tokens(FaultKind kind) => kind switch
    {
        FaultKind.Throttle => EbayRefusal.TooMany.With("Retry-After", "1"),
        FaultKind.ExpiredToken => EbayRefusal.OAuth(400, "invalid_grant", "the provided authorization refresh token is invalid or was issued to another client"),
        _ => EbayRefusal.OAuth(500, "server_error", "The authorization server encountered an unexpected condition"),
    };

    private static EbayFault Internal(int errorId, string domain) =>
        new(errorId, domain, "APPLICATION", "There was a problem with an eBay internal system or process. Contact eBay developer support for assistance.");
}
