using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Marketplace.Core.Platforms;
using Marketplace.Core.Postage.EasyPost.Wire;

namespace Marketplace.Core.Postage.EasyPost;

/// <summary>Calls EasyPost's REST API (v2): JSON over HTTPS, the key as the user name of basic authentication.</summary>
internal sealed class EasyPostApi(IHttpClientFactory clients, TimeProvider time)
{
    /// <summary>Name of the HTTP client.</summary>
    public const string ClientName = "easypost";

    private const string Name = "EasyPost";
    private static readonly Uri Root = new("https://api.easypost.com/v2/");
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // EasyPost names no time; its guide asks clients to back off, beginning with moments.
    private static readonly TimeSpan WhenThrottled = TimeSpan.FromSeconds(5);

    /// <summary>Code of the refusal to buy a second label for a shipment.</summary>
    public const string AlreadyBought = "SHIPMENT.POSTAGE.EXISTS";

    /// <summary>Sends a call and reads its answer.</summary>
    /// <param name="apiKey">The seller's key.</param>
    /// <param name="method">HTTP method.</param>
    /// <param name="path">Path below the version.</param>
    /// <param name="body">JSON body; null for none.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<T> SendAsync<T>(string apiKey, HttpMethod method, string path, object? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, new Uri(Root, path));
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{apiKey}:")));
        request.Content = body is null ? null : JsonContent.Create(body);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(Patience);
        try
        {
            using var client = clients.CreateClient(ClientName);
            using var response = await client.SendAsync(request, deadline.Token);
            return response.IsSuccessStatusCode
                ? await response.Content.ReadFromJsonAsync<T>(deadline.Token) ?? throw new JsonException("The answer is empty.")
                : throw await RefusalAsync(response, deadline.Token);
        }
        catch (Exception failure) when (failure is HttpRequestException or JsonException || (failure is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new TransientException($"{Name} did not answer as it should.", failure) { OutcomeUnknown = method != HttpMethod.Get };
        }
    }

    private async Task<PlatformException> RefusalAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var error = await ErrorAsync(response, cancellationToken);
        var words = error?.Message is { Length: > 0 } message ? message.TrimEnd('.') : string.Create(CultureInfo.InvariantCulture, $"status {(int)response.StatusCode}");
        return response.StatusCode switch
        {
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden =>
                new NeedsReauthorizationException($"{Name} does not accept the API key. Enter a valid one under Settings, Shipping labels.") { RawCode = error?.Code },
            HttpStatusCode.TooManyRequests => new ThrottledException($"{Name} asks to wait.", time.GetUtcNow() + (response.Headers.RetryAfter?.Delta ?? WhenThrottled)) { RawCode = error?.Code },
            HttpStatusCode.PaymentRequired => new RejectedException($"{Name} wants to be paid first: {words}. Add money to the account there, then buy again.") { RawCode = error?.Code },
            >= HttpStatusCode.InternalServerError => new TransientException($"{Name} failed in passing.") { RawCode = error?.Code, OutcomeUnknown = true },
            _ => new RejectedException($"{Name} refuses: {words}.") { RawCode = error?.Code },
        };
    }

    private static async Task<EasyPostError?> ErrorAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            return (await response.Content.ReadFromJsonAsync<EasyPostFailure>(cancellationToken))?.Error;
        }
        catch (JsonException)
        {
            // A proxy's page; the status says enough.
            return null;
        }
    }
}
