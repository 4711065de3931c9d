using System.Net.Http.Headers;
using System.Text.Json;
using Marketplace.Core.Platforms.Ebay.Signing;
using Marketplace.Core.Platforms.Http;
using Microsoft.Extensions.Options;

namespace Marketplace.Core.Platforms.Ebay.Api;

/// <summary>Sends REST calls with the headers that eBay wants and reads their answers.</summary>
internal sealed class EbayApi(PlatformSender sender, EbayErrors errors, TimeProvider time, IOptions<EbayOptions> options)
{
    /// <summary>Sends a call and reads its JSON answer.</summary>
    /// <exception cref="PlatformException">One of the family; an unreadable answer counts as passing trouble.</exception>
    public async Task<T> ReadAsync<T>(EbayCall call, CancellationToken cancellationToken)
    {
        var response = await SendAsync(call, cancellationToken);
        try
        {
            return JsonSerializer.Deserialize<T>(response.Body, EbayJson.Options) ?? throw new JsonException("The answer is empty.");
        }
        catch (JsonException exception)
        {
            throw new TransientException($"eBay answered {call.Operation.Name} with something that is not its usual JSON. It is tried again later.", exception)
            {
                Operation = call.Operation.Name,
            };
        }
    }

    /// <summary>Sends a call whose answer lies in its headers.</summary>
    public Task<PlatformResponse> SendAsync(EbayCall call, CancellationToken cancellationToken)
    {
        var body = call.Body is null ? null : JsonSerializer.SerializeToUtf8Bytes(call.Body, call.Body.GetType(), EbayJson.Options);
        return sender.SendAsync(
            new PlatformRequest
            {
                Operation = call.Operation,
                Connection = call.Connection,
                Build = token => Build(call, token, body),
                Judge = response => errors.Judge(response, call.IsInventory),
            },
            cancellationToken);
    }

    private HttpRequestMessage Build(EbayCall call, string? token, byte[]? body)
    {
        var host = call.OnIdentityHost ? options.Value.IdentityUrl : options.Value.ApiUrl;
        var site = EbaySites.Of(call.Connection.Region);
        var message = new HttpRequestMessage(call.Method ?? (body is null ? HttpMethod.Get : HttpMethod.Post), new Uri(host, call.PathAndQuery));
        message.Headers.Authorization = new AuthenticationHeaderValue(call.IsPostOrder ? "IAF" : "Bearer", token);
        message.Headers.Accept.ParseAdd("application/json");

        // The Inventory API refuses calls without a concrete locale, reads included, although its documents call the header optional.
        message.Headers.AcceptLanguage.ParseAdd(site.Locale);
        message.Headers.Add("X-EBAY-C-MARKETPLACE-ID", site.Id);
        if (body is not null)
        {
            message.Content = new ByteArrayContent(body);
            message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            message.Content.Headers.ContentLanguage.Add(site.Locale);
        }

        if (call.SigningKey is { } key)
        {
            EbayMessageSignature.Sign(message, body, key, time.GetUtcNow());
        }

        return message;
    }
}
