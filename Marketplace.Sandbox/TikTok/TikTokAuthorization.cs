using System.Text.Json.Nodes;
using Marketplace.Sandbox.Hosting;
using Marketplace.Sandbox.TikTok.State;
using Marketplace.Sandbox.TikTok.Wire;

namespace Marketplace.Sandbox.TikTok;

/// <summary>The consent page, the token calls, and the list of shops behind an authorisation.</summary>
internal sealed class TikTokAuthorization(
    TikTokCredentials credentials, TikTokTokenMint tokens, IReadOnlyList<TikTokSeller> sellers, SandboxOptions options, TimeProvider time)
{
    public const string AccessKind = "ROW";
    public const string RefreshKind = "RFR";
    private const string CodeKind = "TTP";

    /// <summary>All kinds of tokens.</summary>
    public static readonly IReadOnlyList<string> Kinds = [AccessKind, RefreshKind, CodeKind];

    private static readonly TimeSpan CodeLife = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan RefreshLife = TimeSpan.FromDays(365);

    private static readonly string[] Scopes =
    [
        "seller.authorization.info", "seller.order.info", "seller.product.basic", "seller.product.write", "seller.fulfillment.basic",
        "seller.fulfillment.package.write", "seller.logistics", "seller.shop.info", "seller.return_refund.basic",
    ];

    /// <summary>The page on which the seller decides.</summary>
    public SandboxReply Ask(SandboxCall call) =>
        call.QueryValue("service_id") == credentials.ServiceId
            ? SandboxReply.OfHtml(200, ConsentPage.Render(
                "TikTok Shop", "#e8305b", string.Join(", ", sellers[0].Shops.Select(shop => shop.Name)), ["See and ship orders", "See products and set their stock", "See warehouses and carriers"],
                [.. sellers.Select(seller => (seller.Name, seller.Title))]))
            : SandboxReply.OfHtml(400, "<!doctype html><title>TikTok Shop sandbox</title><p>No app has this service_id. Check the setting Platforms:TikTok:ServiceId.</p>");

    /// <summary>The seller has decided: the browser goes back to the app.</summary>
    public SandboxReply Decide(SandboxCall call)
    {
        if (call.QueryValue("service_id") != credentials.ServiceId)
        {
            return Ask(call);
        }

        // A flow that starts in the app store has no state.
        var state = call.QueryValue("state") is { } value ? "&state=" + Uri.EscapeDataString(value) : "";
        var form = call.Form();
        var approved = form.TryGetValue("decision", out var decision) && decision == "approve";
        var seller = sellers.FirstOrDefault(s => form.TryGetValue("store", out var name) && s.Name == name) ?? sellers[0];
        var query = approved
            ? $"app_key={credentials.AppKey}&code={Uri.EscapeDataString(tokens.Make(seller.Kind(CodeKind), time.GetUtcNow() + CodeLife))}&locale=en&shop_region={seller.Shops[0].Market.Region}{state}"
            : $"code=null&error=auth_denied{state}";
        var callback = options.CallbackOf("tiktok");
        return SandboxReply.RedirectTo(callback + (callback.Contains('?', StringComparison.Ordinal) ? "&" : "?") + query);
    }

    /// <summary>Exchanges a code, once, within its 30 minutes.</summary>
    public SandboxReply Get(SandboxCall call) => Answer(call, "auth_code", CodeKind, grant => grant == "authorized_code", (code, kind) =>
        tokens.Spend(code, kind, TimeSpan.Zero) ? null : TikTokCode.AuthCodeInvalid);

    /// <summary>Replaces both tokens.</summary>
    public SandboxReply Refresh(SandboxCall call) => Answer(
        call,
        "refresh_token",
        RefreshKind,
        grant => grant == "refresh_token" || (options.TikTok.LenientRefreshGrant && grant == "authorized_code"),
        (token, kind) => tokens.Judge(token, kind) == TikTokTokenState.Expired ? TikTokCode.RefreshExpired
            : tokens.Spend(token, kind, TimeSpan.FromSeconds(options.TikTok.OldRefreshTokenSeconds)) ? null
            : TikTokCode.RefreshUnknown);

    /// <summary>The shops of the authorisation.</summary>
    public static JsonObject Shops(TikTokRequest request) => new()
    {
        ["shops"] = new JsonArray([.. request.Seller.Shops.Select(shop => new JsonObject
        {
            ["id"] = shop.Id,
            ["name"] = shop.Name,
            ["region"] = shop.Market.Region,
            ["seller_type"] = request.Seller.Shops.Count > 1 ? "CROSS_BORDER" : "LOCAL",
            ["cipher"] = shop.Cipher,
            ["code"] = shop.Code,
        })]),
    };

    private SandboxReply Answer(SandboxCall call, string proofName, string proofKind, Func<string?, bool> isGrant, Func<string, string, TikTokCode?> check)
    {
        var now = time.GetUtcNow();
        var seller = sellers.FirstOrDefault(s => tokens.Judge(call.QueryValue(proofName), s.Kind(proofKind)) != TikTokTokenState.Unknown) ?? sellers[0];
        var error = call.QueryValue("app_key") != credentials.AppKey ? TikTokCode.InvalidAppKey
            : call.QueryValue("app_secret") != credentials.AppSecret ? TikTokCode.Invalid("query", "app_secret")
            : !isGrant(call.QueryValue("grant_type")) ? TikTokCode.Invalid("query", "grant_type")
            : call.QueryValue(proofName) is not { Length: > 0 } proof ? TikTokCode.Missing("query", proofName)
            : check(proof, seller.Kind(proofKind));
        if (error is not null)
        {
            return TikTokReply.Error(now, error, options.TikTok.BusinessErrorStatus);
        }

        var accessEnd = now.AddSeconds(options.TikTok.AccessTokenSeconds);
        var refreshEnd = now + RefreshLife;
        var withheld = options.TikTok.WithheldScopes.Split(',', StringSplitOptions.TrimEntries);
        return TikTokReply.Success(
            now,
            new JsonObject
            {
                ["access_token"] = tokens.Make(seller.Kind(AccessKind), accessEnd),
                ["access_token_expire_in"] = accessEnd.ToUnixTimeSeconds(),
                ["refresh_token"] = tokens.Make(seller.Kind(RefreshKind), refreshEnd),
                ["refresh_token_expire_in"] = refreshEnd.ToUnixTimeSeconds(),
                ["open_id"] = seller.OpenId(options.Seed),
                ["seller_name"] = seller.Shops[0].Name,
                ["seller_base_region"] = seller.Shops[0].Market.Region,
                ["user_type"] = 0,
                ["granted_scopes"] = new JsonArray([.. Scopes.Except(withheld).Select(scope => JsonValue.Create(scope))]),
            },
            "success");
    }
}
