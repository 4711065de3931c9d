using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Marketplace.Core.Platforms.Ebay.Api;
using Marketplace.Core.Platforms.Ebay.Api.Models;
using Marketplace.Core.Platforms.Http;
using Microsoft.Extensions.Options;

namespace Marketplace.Core.Platforms.Ebay.Auth;

/// <summary>eBay's token endpoint. Its refusals have the shape of OAuth, not of eBay's other APIs.</summary>
internal sealed class EbayTokenEndpoint(PlatformSender sender, EbayErrors errors, IOptions<EbayOptions> options)
{
    /// <summary>Code of a grant that eBay does not accept (used, expired, foreign or withdrawn).</summary>
    public const string InvalidGrant = "invalid_grant";

    /// <summary>Sends a grant and reads the tokens.</summary>
    /// <exception cref="RejectedException">eBay refuses it; <see cref="PlatformException.RawCode"/> says why in OAuth's words.</exception>
    public async Task<EbayToken> SendAsync(OperationPlan operation, IReadOnlyDictionary<string, string> form, CancellationToken cancellationToken)
    {
        var response = await sender.SendAsync(
            new PlatformRequest { Operation = operation, Build = _ => Build(form), Judge = Judge },
            cancellationToken);
        return JsonSerializer.Deserialize<EbayToken>(response.Body, EbayJson.Options)
            ?? throw new TransientException("eBay's token answer was empty.") { Operation = operation.Name };
    }

    private HttpRequestMessage Build(IReadOnlyDictionary<string, string> form)
    {
        var settings = options.Value;
        var keyset = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{settings.ClientId}:{settings.ClientSecret}"));
        return new HttpRequestMessage(HttpMethod.Post, new Uri(settings.ApiUrl, "/identity/v1/oauth2/token"))
        {
            Headers = { Authorization = new AuthenticationHeaderValue("Basic", keyset) },
            Content = new FormUrlEncodedContent(form),
        };
    }

    private PlatformFailure? Judge(PlatformResponse response)
    {
        if (response.Status is >= 200 and < 300)
        {
            return null;
        }

        if (response.Status is 429 or >= 500)
        {
            return errors.Judge(response, inventory: false);
        }

        var code = ReadError(response.Body)?.Error ?? $"HTTP {response.Status}";
        return new PlatformFailure(FailureKind.Rejected, Explain(code)) { RawCode = code };
    }

    private static EbayTokenError? ReadError(byte[] body)
    {
        try
        {
            return JsonSerializer.Deserialize<EbayTokenError>(body, EbayJson.Options);
        }
        catch (JsonException)
        {
            // An edge in front of eBay answered; the status alone is reported.
            return null;
        }
    }

    private static string Explain(string code) => code switch
    {
        InvalidGrant => "eBay does not accept this consent: it was used, has run out, was withdrawn, or belongs to another application.",
        "invalid_client" => "eBay does not know the application. Check Platforms:Ebay:ClientId and Platforms:Ebay:ClientSecret, and that both belong to the host in Platforms:Ebay:ApiUrl.",
        "invalid_scope" => "eBay does not grant the application what Platforms:Ebay:Scopes asks for.",
        _ => $"eBay refused the request for a token ({code}).",
    };
}
