using System.Collections.Concurrent;
using Marketplace.Core.Platforms;
using Marketplace.Core.Platforms.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Marketplace.Tests.Platforms.Http;

/// <summary>A real server that answers by a script, and a sender pointed at it.</summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ServiceProvider services;

    private ScriptedServer(WebApplication app, ServiceProvider services, ConcurrentQueue<string> requests, ConcurrentQueue<string> logs)
    {
        this.app = app;
        this.services = services;
        Requests = requests;
        Logs = logs;
    }

    /// <summary>Authorization header of each request, in order.</summary>
    public ConcurrentQueue<string> Requests { get; }

    /// <summary>All log lines, with their exceptions.</summary>
    public ConcurrentQueue<string> Logs { get; }

    public PlatformSender Sender => services.GetRequiredService<PlatformSender>();

    /// <summary>Starts a server whose n-th request (from 0) is answered by the script.</summary>
    public static async Task<ScriptedServer> StartAsync(Func<int, HttpContext, Task> script, TimeProvider? time = null, int retries = 4)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Testing" });
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var requests = new ConcurrentQueue<string>();
        var turn = -1;
        app.Run(http =>
        {
            requests.Enqueue(http.Request.Headers.Authorization.ToString());
            return script(Interlocked.Increment(ref turn), http);
        });
        await app.StartAsync();

        var logs = new ConcurrentQueue<string>();
        var collection = new ServiceCollection().AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(new QueueLogs(logs)));
        if (time is not null)
        {
            collection.AddSingleton(time);
        }

        collection.AddPlatforms(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Platforms:Http:RedirectTo"] = app.Urls.First(),
            ["Platforms:Http:RateFactor"] = "1000",
            ["Platforms:Http:RetryDelayMilliseconds"] = "1",
            ["Platforms:Http:MaxRetries"] = $"{retries}",
        }).Build());
        return new ScriptedServer(app, collection.BuildServiceProvider(), requests, logs);
    }

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        await app.DisposeAsync();
    }

    private sealed class QueueLogs(ConcurrentQueue<string> lines) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue($"{formatter(state, exception)} {exception}");

        public void Dispose()
        {
        }
    }
}
