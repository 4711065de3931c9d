using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Marketplace.Tests.Alerts;

/// <summary>A seller's own system: takes webhooks over HTTP and answers as a test wants.</summary>
internal sealed class WebhookReceiver : IAsyncDisposable
{
    private readonly WebApplication app;

    private WebhookReceiver(WebApplication app) => this.app = app;

    /// <summary>A request as it came.</summary>
    public sealed record Received(string Body, string? Signature, string? Event, string? Delivery);

    /// <summary>Where it listens.</summary>
    public Uri Address => new(app.Urls.First());

    /// <summary>Everything that came, in order.</summary>
    public ConcurrentQueue<Received> Requests { get; } = new();

    /// <summary>Status of the next answers.</summary>
    public int Answers { get; set; } = StatusCodes.Status200OK;

    public static async Task<WebhookReceiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var receiver = new WebhookReceiver(app);
        app.Run(async http =>
        {
            using var reader = new StreamReader(http.Request.Body);
            var headers = http.Request.Headers;
            receiver.Requests.Enqueue(new Received(
                await reader.ReadToEndAsync(), headers["X-Marketplace-Signature"], headers["X-Marketplace-Event"], headers["X-Marketplace-Delivery"]));
            http.Response.StatusCode = receiver.Answers;
            if (receiver.Answers is >= 300 and < 400)
            {
                http.Response.Headers.Location = "/elsewhere";
            }
        });
        await app.StartAsync();
        return receiver;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
