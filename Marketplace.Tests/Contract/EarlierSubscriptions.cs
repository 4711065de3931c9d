using System.Net.Http.Json;
using System.Text.Json;
using Marketplace.Core.Platforms;

namespace Marketplace.Tests.Contract;

/// <summary>Leaves a store's subscriptions as an earlier installation may have left them: led elsewhere, or switched off.</summary>
internal static class EarlierSubscriptions
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Before the store subscribes: on Amazon its orders are told to another queue.</summary>
    public static async Task LeadElsewhereAsync(TestSandbox sandbox, ConnectionContext connection)
    {
        if (connection.Marketplace.Value != "amazon")
        {
            return;
        }

        var keys = sandbox.Marketplace("amazon").Credentials.Values;
        var login = await SendAsync(sandbox, HttpMethod.Post, "/sandbox/amazon/lwa/auth/o2/token", null, new
        {
            grant_type = "client_credentials",
            scope = "sellingpartnerapi::notifications",
            client_id = keys["ClientId"],
            client_secret = keys["ClientSecret"],
        });
        var destination = await SendAsync(
            sandbox, HttpMethod.Post, "/sandbox/amazon/na/notifications/v1/destinations", ("x-amz-access-token", login.GetProperty("access_token").GetString()!),
            new { name = "another", resourceSpecification = new { sqs = new { arn = "arn:aws:sqs:us-east-1:000000000000:another" } } });
        await SendAsync(
            sandbox, HttpMethod.Post, "/sandbox/amazon/na/notifications/v1/subscriptions/ORDER_CHANGE", ("x-amz-access-token", await connection.Tokens.GetAsync(Cancel)),
            new { payloadVersion = "1.0", destinationId = destination.GetProperty("payload").GetProperty("destinationId").GetString() });
    }

    /// <summary>After the store has subscribed: on eBay its subscriptions are switched off.</summary>
    public static async Task SwitchOffAsync(TestSandbox sandbox, ConnectionContext connection)
    {
        if (connection.Marketplace.Value != "ebay")
        {
            return;
        }

        const string Subscriptions = "/sandbox/ebay/api/commerce/notification/v1/subscription";
        var token = ("Authorization", $"Bearer {await connection.Tokens.GetAsync(Cancel)}");
        var page = await SendAsync(sandbox, HttpMethod.Get, Subscriptions, token, null);
        foreach (var subscription in page.GetProperty("subscriptions").EnumerateArray())
        {
            await SendAsync(sandbox, HttpMethod.Post, $"{Subscriptions}/{subscription.GetProperty("subscriptionId").GetString()}/disable", token, null);
        }
    }

    private static async Task<JsonElement> SendAsync(TestSandbox sandbox, HttpMethod method, string path, (string Name, string Value)? token, object? body)
    {
        using var client = new HttpClient { BaseAddress = sandbox.Address };
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        if (token is { } header)
        {
            request.Headers.TryAddWithoutValidation(header.Name, header.Value);
        }

        using var answer = await client.SendAsync(request, Cancel);
        answer.EnsureSuccessStatusCode();
        return answer.StatusCode == System.Net.HttpStatusCode.NoContent ? default : await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel);
    }
}
