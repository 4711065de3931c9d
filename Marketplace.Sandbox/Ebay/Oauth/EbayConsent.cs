using Marketplace.Sandbox.Hosting;

namespace Marketplace.Sandbox.Ebay.Oauth;

/// <summary>The consent page and the way back from it.</summary>
internal sealed class EbayConsent(EbayTokens tokens, EbaySellers sellers, SandboxOptions options)
{
    /// <summary>GET: the page, or eBay's plain page of error for a wrong keyset or RuName.</summary>
    public SandboxReply Show(SandboxCall call) => Check(call) ?? SandboxReply.OfHtml(200, ConsentPage.Render(
        "eBay",
        "#3B73E0",
        sellers.All[0].Name,
        ["Read and ship your orders", "Read your listings and set their quantities", "Cancel and refund orders", "See your user name"],
        [.. sellers.All.Select(seller => (seller.Name, $"{seller.Name} ({seller.Site.Id})"))]));

    /// <summary>POST: back to the application, with a code or without. The form may name the seller; the usual one signs in otherwise.</summary>
    public SandboxReply Decide(SandboxCall call)
    {
        if (Check(call) is { } refusal)
        {
            return refusal;
        }

        var form = call.Form();
        var approved = form.TryGetValue("decision", out var decision) && decision == "approve";
        var seller = sellers.Named(form.TryGetValue("store", out var chosen) ? chosen.ToString() : null) ?? sellers.All[0];
        var state = Uri.EscapeDataString(call.QueryValue("state") ?? "");
        var result = approved
            ? $"state={state}&code={Uri.EscapeDataString(tokens.IssueCode(EbayKeyset.Scopes(call.QueryValue("scope")), seller.Id))}&expires_in={EbayTokens.CodeLife.TotalSeconds:0}"
            : $"error=access_denied&error_description={Uri.EscapeDataString("The user declined the request")}&state={state}";
        var callback = options.CallbackOf("ebay");
        return SandboxReply.RedirectTo(callback + (callback.Contains('?', StringComparison.Ordinal) ? '&' : '?') + result);
    }

    private static SandboxReply? Check(SandboxCall call)
    {
        var problem =
            call.QueryValue("client_id") != EbayKeyset.ClientId ? "unauthorized_client: there is no application with this client_id."
            : call.QueryValue("redirect_uri") != EbayKeyset.RuName ? "invalid_request: redirect_uri must be the application's RuName."
            : call.QueryValue("response_type") != "code" ? "unsupported_response_type: response_type must be code."
            : EbayKeyset.Scopes(call.QueryValue("scope")) is not { Count: > 0 } scopes || !scopes.All(EbayKeyset.Exists) ? "invalid_scope: the requested scope is invalid, unknown or malformed."
            : null;
        return problem is null ? null : SandboxReply.OfHtml(400, $"<!doctype html><title>eBay sandbox</title><h1>This link does not work</h1><p>{System.Net.WebUtility.HtmlEncode(problem)}</p>");
    }
}
