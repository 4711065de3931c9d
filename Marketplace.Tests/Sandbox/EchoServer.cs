using System.Text.Json.Nodes;
using Marketplace.Sandbox;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Marketplace.Tests.Sandbox;

/// <summary>The sandbox with the echoing marketplace beside the real ones, on a free port.</summary>
internal sealed class EchoServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly HttpClient http;

    private EchoServer(WebApplication app)
    {
        this.app = app;
        http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
    }

    public EchoMarketplace Marketplace { get; private init; } = null!;

    public static async Task<EchoServer> StartAsync(SandboxOptions? options = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Testing" });
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var marketplace = new EchoMarketplace();
        builder.Services.AddSingleton<ISandboxMarketplace>(marketplace);
        var app = SandboxProgram.Build(builder, options ?? new SandboxOptions());
        await app.StartAsync();
        return new EchoServer(app) { Marketplace = marketplace };
    }

    public async Task<(int Status, JsonNode? Body)> SendAsync(HttpMethod method, string path, object? body = null, string? host = null, string? originalHost = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(http.BaseAddress!.OriginalString + path));
        request.Headers.Host = host;
        if (originalHost is not null)
        {
            request.Headers.Add("X-Original-Host", originalHost);
        }

        if (body is not null)
        {
            request.Content = System.Net.Http.Json.JsonContent.Create(body);
        }

        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync();
        return ((int)answer.StatusCode, text.Length > 0 ? JsonNode.Parse(text) : null);
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await app.DisposeAsync();
    }
}
