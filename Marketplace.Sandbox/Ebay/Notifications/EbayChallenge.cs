using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Marketplace.Sandbox.Ebay.Notifications;

/// <summary>The test that an address must pass before it is taken: eBay calls it while the client still waits for its answer.</summary>
internal sealed class EbayChallenge : IDisposable
{
    private readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(3) };

    /// <summary>Whether the address knows the token.</summary>
    public bool IsPassed(string endpoint, string token)
    {
        var code = Guid.NewGuid().ToString("N");
        try
        {
            using var question = new HttpRequestMessage(HttpMethod.Get, $"{endpoint}?challenge_code={code}");
            using var answer = http.Send(question);
            using var body = answer.Content.ReadAsStream();
            var expected = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(code + token + endpoint)));
            return answer.StatusCode == HttpStatusCode.OK
                && answer.Content.Headers.ContentType?.MediaType == "application/json"
                && JsonSerializer.Deserialize<JsonElement>(body).GetProperty("challengeResponse").GetString() == expected;
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException or JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return false;
        }
    }

    public void Dispose() => http.Dispose();
}
