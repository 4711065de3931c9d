using System.Text;
using Marketplace.Sandbox.Hosting;
using Microsoft.Extensions.Primitives;

namespace Marketplace.Sandbox.Ebay.Oauth;

/// <summary>The token endpoint with its three grants.</summary>
internal sealed class EbayTokenCalls(EbayTokens tokens, EbayQuota quota)
{
    private static readonly SandboxReply BadScope = EbayRefusal.OAuth(
        400, "invalid_scope", "The requested scope is invalid, unknown, malformed, or exceeds the scope granted to the client");

    /// <summary>POST /identity/v1/oauth2/token.</summary>
    public SandboxReply Answer(SandboxCall call)
    {
        if (!Authenticated(call.Header("Authorization")))
        {
            return EbayRefusal.OAuth(401, "invalid_client", "client authentication failed");
        }

        var form = call.Form();
        var grant = Value(form, "grant_type");
        if (grant is not ("authorization_code" or "refresh_token" or "client_credentials"))
        {
            return grant is null
                ? EbayRefusal.OAuth(400, "invalid_request", "request is missing a required parameter or malformed.")
                : EbayRefusal.OAuth(400, "unsupported_grant_type", "grant type in request is not supported by the authorization server");
        }

        return !quota.Use("oauth." + grant) ? EbayRefusal.TooMany : grant switch
        {
            "authorization_code" => ByCode(form),
            "refresh_token" => ByRefresh(form),
            _ => ByClient(form),
        };
    }

    private SandboxReply ByCode(IReadOnlyDictionary<string, StringValues> form)
    {
        if (Value(form, "code") is not { } code || Value(form, "redirect_uri") is not { } ruName)
        {
            return EbayRefusal.OAuth(400, "invalid_request", "request is missing a required parameter or malformed.");
        }

        // A wrong RuName uses the code up as well, and is told apart from a bad code by nothing.
        return tokens.UseCode(code) is { } allowed && ruName == EbayKeyset.RuName
            ? SandboxReply.OfJson(200, new Dictionary<string, object>
            {
                ["access_token"] = tokens.IssueAccess(allowed.Scopes, allowed.SellerId),
                ["expires_in"] = (int)EbayTokens.AccessLife.TotalSeconds,
                ["refresh_token"] = tokens.IssueRefresh(allowed.Scopes, allowed.SellerId!),
                ["refresh_token_expires_in"] = (int)EbayTokens.RefreshLife.TotalSeconds,
                ["token_type"] = "User Access Token",
            })
            : EbayRefusal.OAuth(400, "invalid_grant", "the provided authorization grant code is invalid or was issued to another client");
    }

    private SandboxReply ByRefresh(IReadOnlyDictionary<string, StringValues> form)
    {
        if (Value(form, "refresh_token") is not { } refresh)
        {
            return EbayRefusal.OAuth(400, "invalid_request", "request is missing a required parameter or malformed.");
        }

        if (tokens.OfRefresh(refresh) is not { } allowed)
        {
            return EbayRefusal.OAuth(400, "invalid_grant", "the provided authorization refresh token is invalid or was issued to another client");
        }

        var asked = Value(form, "scope") is { } scope ? EbayKeyset.Scopes(scope) : allowed.Scopes;
        return !asked.IsSubsetOf(allowed.Scopes) ? BadScope : Access(tokens.IssueAccess(asked, allowed.SellerId), "User Access Token");
    }

    private SandboxReply ByClient(IReadOnlyDictionary<string, StringValues> form)
    {
        var asked = EbayKeyset.Scopes(Value(form, "scope"));
        return asked.Count == 0 || !asked.All(EbayKeyset.Exists) ? BadScope : Access(tokens.IssueAccess(asked, sellerId: null), "Application Access Token");
    }

    private static SandboxReply Access(string token, string type) => SandboxReply.OfJson(200, new Dictionary<string, object>
    {
        ["access_token"] = token,
        ["expires_in"] = (int)EbayTokens.AccessLife.TotalSeconds,
        ["token_type"] = type,
    });

    private static bool Authenticated(string? header)
    {
        if (header?.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase) != true)
        {
            return false;
        }

        var decoded = new byte[header.Length];
        return Convert.TryFromBase64String(header["Basic ".Length..].Trim(), decoded, out var length)
            && Encoding.UTF8.GetString(decoded, 0, length) == $"{EbayKeyset.ClientId}:{EbayKeyset.ClientSecret}";
    }

    private static string? Value(IReadOnlyDictionary<string, StringValues> form, string name) =>
        form.TryGetValue(name, out var value) && value.ToString() is { Length: > 0 } text ? text : null;
}
