using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using Marketplace.Core.Platforms.Http;
using Marketplace.Core.Platforms.TikTok.Wire;
using Microsoft.Extensions.Options;

namespace Marketplace.Core.Platforms.TikTok;

/// <summary>Builds signed requests and opens the envelope of their answers.</summary>
internal sealed class TikTokApi(PlatformSender sender, IOptions<TikTokOptions> options, TimeProvider time)
{
    private const string JsonType = "application/json";

    /// <summary>Calls an operation of a shop; its cipher is added.</summary>
    public async Task<T> CallAsync<T>(ConnectionContext connection, TikTokCall call, CancellationToken cancellationToken)
    {
        var cipher = TikTokStore.Of(connection).Cipher;
        var response = await sender.SendAsync(
            new PlatformRequest
            {
                Operation = call.Operation,
                Connection = connection,
                Build = token => Message(call, cipher, token),
                Judge = response => TikTokErrors.Judge(response, time),
            },
            cancellationToken);
        return Open<T>(call.Operation, response);
    }

    /// <summary>Lists the shops that an access token opens. This call must not name a shop.</summary>
    public async Task<IReadOnlyList<TikTokShop>> ShopsAsync(ConnectionContext? connection, string? accessToken, CancellationToken cancellationToken)
    {
        var call = new TikTokCall(TikTokOperations.GetAuthorizedShops, HttpMethod.Get, "/authorization/202309/shops");
        var response = await sender.SendAsync(
            new PlatformRequest
            {
                Operation = call.Operation,
                Connection = connection,
                Build = token => Message(call, null, token ?? accessToken),
                Judge = response => TikTokErrors.Judge(response, time),
            },
            cancellationToken);
        return Open<TikTokShops>(call.Operation, response).Shops ?? [];
    }

    /// <summary>Calls a token endpoint: unsigned, with secrets in the query, which therefore must never be logged.</summary>
    public async Task<TikTokTokens> TokenAsync(OperationPlan operation, string path, IEnumerable<KeyValuePair<string, string>> query, CancellationToken cancellationToken)
    {
        var settings = options.Value;
        KeyValuePair<string, string>[] all = [new("app_key", settings.AppKey ?? ""), new("app_secret", settings.AppSecret ?? ""), .. query];
        var response = await sender.SendAsync(
            new PlatformRequest
            {
                Operation = operation,
                Build = _ => new HttpRequestMessage(HttpMethod.Get, new Uri(settings.AuthHost, path + Encode(all))),
                Judge = response => TikTokErrors.Judge(response, time),
            },
            cancellationToken);
        return Open<TikTokTokens>(operation, response);
    }

    private HttpRequestMessage Message(TikTokCall call, string? cipher, string? token)
    {
        var settings = options.Value;
        var query = new Dictionary<string, string>(call.Query ?? new Dictionary<string, string>())
        {
            ["app_key"] = settings.AppKey ?? "",
            ["timestamp"] = time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
        };
        if (cipher is not null)
        {
            query["shop_cipher"] = cipher;
        }

        var body = call.Body is null ? [] : JsonSerializer.SerializeToUtf8Bytes(call.Body, call.Body.GetType(), TikTokJson.Options);
        query["sign"] = TikTokSigner.Sign(settings.AppSecret ?? "", call.Path, query, JsonType, body);
        var message = new HttpRequestMessage(call.Method, new Uri(settings.ApiHost, call.Path + Encode(query)))
        {
            Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue(JsonType) } },
        };
        message.Headers.TryAddWithoutValidation("x-tts-access-token", token);
        return message;
    }

    private static string Encode(IEnumerable<KeyValuePair<string, string>> query) =>
        "?" + string.Join('&', query.Select(p => $"{p.Key}={Uri.EscapeDataString(p.Value)}"));

    private static T Open<T>(OperationPlan operation, PlatformResponse response)
    {
        try
        {
            var envelope = JsonSerializer.Deserialize<TikTokEnvelope<T>>(response.Body, TikTokJson.Options);
            return envelope is { Data: { } data }
                ? data
                : throw new TransientException($"TikTok Shop answered {operation.Name} without data.") { Operation = operation.Name, RequestId = envelope?.RequestId };
        }
        catch (JsonException exception)
        {
            throw new TransientException($"TikTok Shop answered {operation.Name} with something that cannot be read.", exception) { Operation = operation.Name };
        }
    }
}

/// <summary>One call of the API, without what every call carries.</summary>
/// <param name="Operation">The operation.</param>
/// <param name="Method">HTTP method.</param>
/// <param name="Path">Path with its version; ids are digits and need no encoding.</param>
/// <param name="Query">Decoded query values.</param>
/// <param name="Body">Serialised as JSON; null for none.</param>
internal sealed record TikTokCall(OperationPlan Operation, HttpMethod Method, string Path, IReadOnlyDictionary<string, string>? Query = null, object? Body = null);
