using System.Collections.Concurrent;
using Marketplace.Core.Platforms.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace Marketplace.Tests;

/// <summary>A call of a marketplace's API: when, at which port, to which of the marketplace's hosts.</summary>
public sealed record DoorCall(DateTimeOffset At, int Port, string Host, string Path);

/// <summary>Notes at which of its addresses a sandbox was called, so that a test can tell instances of the application apart.</summary>
public sealed class DoorLog(TimeProvider time) : IStartupFilter
{
    private readonly ConcurrentQueue<DoorCall> calls = new();

    /// <summary>All calls, oldest first.</summary>
    public IReadOnlyList<DoorCall> Calls => [.. calls];

    /// <inheritdoc />
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use((http, go) =>
        {
            if (http.Request.Headers[PlatformRedirect.OriginalHostHeader].ToString() is { Length: > 0 } host)
            {
                calls.Enqueue(new DoorCall(time.GetUtcNow(), http.Connection.LocalPort, host, http.Request.Path));
            }

            return go(http);
        });
        next(app);
    };
}
