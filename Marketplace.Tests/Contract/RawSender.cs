using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using Marketplace.Core.Platforms.TikTok;

namespace Marketplace.Tests.Contract;

/// <summary>Sends requests to a sandbox as they are, under the host that they mean; TikTok Shop's are signed anew, so that what is wrong with one is not the signature.</summary>
internal sealed class RawSender(TestSandbox sandbox) : IDisposable
{
    private readonly HttpClient http = new() { BaseAddress = sandbox.Address, Timeout = TimeSpan.FromMinutes(1) };

    /// <summary>The same request with its answer.</summary>
    public async Task<Exchange> SendAsync(Exchange request, CancellationToken cancellationToken)
    {
        var url = request.Url.Host == "open-api.tiktokglobalshop.com" ? Signed(request) : request.Url;
        using var message = new HttpRequestMessage(new HttpMethod(request.Method), sandbox.Address.GetLeftPart(UriPartial.Authority) + url.PathAndQuery);
        if (request.Body.Length > 0 || request.Headers.ContainsKey("Content-Type"))
        {
            message.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(request.Body));
        }

        foreach (var (name, value) in request.Headers.Where(header => header.Key is not ("Content-Length" or "Host")))
        {
            if (name == "Content-Type")
            {
                message.Content!.Headers.ContentType = MediaTypeHeaderValue.Parse(value);
            }
            else if (!message.Headers.TryAddWithoutValidation(name, value))
            {
                message.Content?.Headers.TryAddWithoutValidation(name, value);
            }
        }

        message.Headers.Add("X-Original-Host", url.Host);
        using var answer = await http.SendAsync(message, cancellationToken);
        return request with
        {
            Url = url,
            Status = (int)answer.StatusCode,
            AnswerType = answer.Content.Headers.ContentType?.MediaType,
            Answer = await answer.Content.ReadAsStringAsync(cancellationToken),
        };
    }

    /// <inheritdoc />
    public void Dispose() => http.Dispose();

    private Uri Signed(Exchange request)
    {
        var keys = sandbox.Marketplace("tiktok").Credentials.Values;
        var query = request.Query.Where(group => group.Key is not ("sign" or "timestamp")).ToDictionary(group => group.Key, group => group.First());
        query["timestamp"] = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        query["sign"] = TikTokSigner.Sign(keys["AppSecret"], request.Url.AbsolutePath, query, request.Headers.GetValueOrDefault("Content-Type"), Encoding.UTF8.GetBytes(request.Body));
        return new UriBuilder(request.Url) { Query = string.Join('&', query.Select(pair => $"{Uri.EscapeDataString(pair.Key)}={Uri.EscapeDataString(pair.Value)}")) }.Uri;
    }
}
