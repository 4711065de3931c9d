using System.Text.Json;
using Marketplace.Sandbox.Faults;
using Marketplace.Sandbox.Hosting;

namespace Marketplace.Sandbox.Amazon;

/// <summary>Seller Central's consent page and Login with Amazon's token endpoint.</summary>
internal sealed class AmazonLogin(AmazonGrants grants, SandboxOptions options)
{
    private static readonly string[] Permissions =
        ["See and change listings, prices and quantities", "See orders with buyers' addresses", "Confirm shipments and buy labels", "Receive notifications about orders"];

    /// <summary>The application's id in Seller Central.</summary>
    public string ApplicationId { get; } = $"amzn1.sp.solution.{new Guid(options.Seed, 0xA3, 0x0A, [1, 2, 3, 4, 5, 6, 7, 8]):D}";

    /// <summary>Client id.</summary>
    public string ClientId { get; } = $"amzn1.application-oa2-client.{new Guid(options.Seed, 0xC1, 0x1D, [8, 7, 6, 5, 4, 3, 2, 1]):N}";

    /// <summary>Client secret.</summary>
    public string ClientSecret { get; } = $"amzn1.oa2-cs.v1.{new Guid(options.Seed, 0x5E, 0xC7, [2, 4, 6, 8, 1, 3, 5, 7]):N}";

    /// <summary>Shows the consent page.</summary>
    public SandboxReply ShowConsent(SandboxCall call, AmazonRegion region) => Wrong(call) is { } problem
        ? SandboxReply.OfHtml(400, $"<!doctype html><title>Seller Central sandbox</title><h1>We're sorry, there was a problem</h1><p>{problem}</p>")
        : SandboxReply.OfHtml(200, ConsentPage.Render("Amazon", "#b9610b", $"{new AmazonSeller(region, 0).Name} ({region.MarketplaceName})", Permissions, [.. AmazonSeller.All.Select(name => (name, name))]));

    /// <summary>Takes the seller's decision and sends the browser back.</summary>
    public SandboxReply Decide(SandboxCall call, AmazonRegion region)
    {
        if (Wrong(call) is not null)
        {
            return ShowConsent(call, region);
        }

        var redirectUri = call.QueryValue("redirect_uri") is { Length: > 0 } own ? own : null;
        var target = redirectUri ?? options.CallbackOf("amazon");
        var seller = new AmazonSeller(region, AmazonSeller.Named(call.Form().TryGetValue("store", out var name) ? name.ToString() : null) ?? 0);
        var state = Uri.EscapeDataString(call.QueryValue("state") ?? "");
        var result = call.Form().TryGetValue("decision", out var decision) && decision == "approve"
            ? $"state={state}&selling_partner_id={region.SellerId(seller.SeedOf(options.Seed))}&spapi_oauth_code={grants.NewCode(seller.Key, redirectUri)}"
            : $"state={state}&error=access_denied";
        return SandboxReply.RedirectTo(target + (target.Contains('?', StringComparison.Ordinal) ? "&" : "?") + result).With("Referrer-Policy", "no-referrer");
    }

    /// <summary>The token endpoint; takes a form or JSON.</summary>
    public SandboxReply Token(SandboxCall call)
    {
        var fields = Fields(call);
        string? Field(string name) => fields.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;
        if (Field("grant_type") is not { } grantType)
        {
            return Error(400, "invalid_request", "The request is missing a required parameter : grant_type");
        }

        if (Field("client_id") != ClientId || Field("client_secret") != ClientSecret)
        {
            return Error(401, "invalid_client", "Client authentication failed");
        }

        return grantType switch
        {
            "authorization_code" => Exchange(Field("code"), Field("redirect_uri")),
            "refresh_token" => Renew(Field("refresh_token")),
            "client_credentials" => Grantless(Field("scope")),
            _ => Error(400, "unsupported_grant_type", "The authorization grant type is not supported by the authorization server"),
        };
    }

    /// <summary>The endpoint's own body for a fault.</summary>
    public static SandboxReply Fault(FaultKind kind) => kind switch
    {
        FaultKind.Throttle => Error(429, "temporarily_unavailable", "Too many requests"),
        FaultKind.Error => Error(500, "server_error", "The authorization server encountered an unexpected condition"),
        _ => Error(503, "temporarily_unavailable", "The authorization server is temporarily unavailable"),
    };

    private string? Wrong(SandboxCall call) =>
        call.QueryValue("application_id") != ApplicationId ? "MD1000: The application id is not known."
        : call.QueryValue("redirect_uri") is { Length: > 0 } uri && !Uri.TryCreate(uri, UriKind.Absolute, out _) ? "MD5110: The redirect URI is not valid."
        : null;

    private SandboxReply Exchange(string? code, string? redirectUri) =>
        code is null ? Error(400, "invalid_request", "The request is missing a required parameter : code")
        : grants.UseCode(code, redirectUri) is { } region ? Granted(grants.Issue(AmazonGrants.Access, region), grants.Issue(AmazonGrants.Refresh, region))
        : Error(400, "invalid_grant", "The request has an invalid grant parameter : code");

    private SandboxReply Renew(string? refreshToken) =>
        refreshToken is null ? Error(400, "invalid_request", "The request is missing a required parameter : refresh_token")
        : grants.Read(refreshToken) is { Kind: AmazonGrants.Refresh } grant ? Granted(grants.Issue(AmazonGrants.Access, grant.Region), refreshToken)
        : Error(400, "invalid_grant", "The request has an invalid grant parameter : refresh_token. User may have revoked or didn't grant the permission.");

    private SandboxReply Grantless(string? scope) => scope is "sellingpartnerapi::notifications" or "sellingpartnerapi::client_credential:rotation"
        ? Granted(grants.Issue(AmazonGrants.Grantless, ""), null)
        : Error(400, "invalid_scope", "The request has an invalid parameter : scope");

    private static SandboxReply Granted(string access, string? refresh) =>
        NoStore(SandboxReply.OfJson(200, new { access_token = access, refresh_token = refresh, token_type = "bearer", expires_in = AmazonGrants.AccessSeconds }));

    private static SandboxReply Error(int status, string error, string description) =>
        NoStore(SandboxReply.OfJson(status, new { error, error_description = description }));

    private static SandboxReply NoStore(SandboxReply reply) => reply.With("Cache-Control", "no-store").With("Pragma", "no-cache");

    private static Dictionary<string, string?> Fields(SandboxCall call)
    {
        if (!call.Text.TrimStart().StartsWith('{'))
        {
            return call.Form().ToDictionary(f => f.Key, f => f.Value.Count > 0 ? f.Value[0] : null);
        }

        try
        {
            using var document = JsonDocument.Parse(call.Body);
            return document.RootElement.EnumerateObject()
                .ToDictionary(p => p.Name, p => p.Value.ValueKind == JsonValueKind.String ? p.Value.GetString() : null);
        }
        catch (JsonException)
        {
            return [];
        }
    }
}
