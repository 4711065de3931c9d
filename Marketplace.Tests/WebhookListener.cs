using System.Collections.Concurrent;
using Marketplace.Core.Platforms;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Marketplace.Tests;

/// <summary>An application of ours that a marketplace delivers to, on a free port.</summary>
internal sealed class WebhookListener : IAsyncDisposable
{
    private readonly WebApplication app;
    private int refusals;

    private WebhookListener(WebApplication app) => this.app = app;

    public ConcurrentQueue<(WebhookRequest Request, WebhookReading Reading)> Deliveries { get; } = new();

    public Uri Address { get; private set; } = new("http://127.0.0.1");

    /// <summary>Listens, and answers the first deliveries with an error.</summary>
    public static async Task<WebhookListener> StartAsync(IWebhookReceiver receiver, int refusals = 0)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Testing" });
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var hook = new WebhookListener(builder.Build()) { refusals = refusals };
        hook.app.MapMethods("/webhooks", ["GET", "POST"], (Delegate)((HttpContext http) => hook.ReceiveAsync(http, receiver)));
        await hook.app.StartAsync();
        hook.Address = new Uri(new Uri(hook.app.Urls.First()), "/webhooks");
        return hook;
    }

    /// <summary>Waits until so many deliveries have come.</summary>
    public async Task<IReadOnlyList<(WebhookRequest Request, WebhookReading Reading)>> WaitAsync(int count)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (Deliveries.Count < count)
        {
            await Task.Delay(20, limit.Token);
        }

        return [.. Deliveries];
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task<IResult> ReceiveAsync(HttpContext http, IWebhookReceiver receiver)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        var request = new WebhookRequest(
            http.Request.Method,
            new Uri($"{http.Request.Scheme}://{http.Request.Host}{http.Request.Path}"),
            http.Request.Query.ToDictionary(q => q.Key, q => q.Value.ToString()),
            http.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            body.ToArray(),
            TimeProvider.System.GetUtcNow());
        if (receiver.Challenge(request) is { } challenge)
        {
            return TypedResults.Text(challenge.Body, challenge.ContentType, statusCode: challenge.Status);
        }

        var reading = await receiver.ReadAsync(request, CancellationToken.None);
        Deliveries.Enqueue((request, reading));
        return TypedResults.StatusCode(Interlocked.Decrement(ref refusals) >= 0 ? 500 : reading.Refusal is null ? 200 : receiver.RefusedStatus);
    }
}
