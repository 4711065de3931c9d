using System.Text;
using Marketplace.Sandbox;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Marketplace.Tests.Contract;

/// <summary>
/// Hands every answer of a sandbox to the contract check, whoever asked: tests also send requests by hand, wrong ones on purpose,
/// and the refusals must be the marketplace's own.
/// </summary>
public sealed class AnswerRecorder(ContractTraffic traffic, Func<IEnumerable<ISandboxMarketplace>> marketplaces) : IStartupFilter
{
    /// <inheritdoc />
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(RecordAsync);
        next(app);
    };

    private async Task RecordAsync(HttpContext http, RequestDelegate next)
    {
        if (ContractLibrary.Instance is null || Target(http) is not { } url)
        {
            await next(http);
            return;
        }

        var life = new WatchedLife(http.Features.GetRequiredFeature<IHttpRequestLifetimeFeature>());
        http.Features.Set<IHttpRequestLifetimeFeature>(life);
        var wire = http.Response.Body;
        using var copy = new MemoryStream();
        http.Response.Body = copy;
        try
        {
            await next(http);
        }
        finally
        {
            http.Response.Body = wire;
        }

        if (life.IsCut || http.RequestAborted.IsCancellationRequested)
        {
            return;
        }

        await traffic.AddAnswerAsync(new Exchange
        {
            Method = http.Request.Method,
            Url = url,
            Headers = new Dictionary<string, string>(),
            Body = "",
            Status = http.Response.StatusCode,
            AnswerType = http.Response.ContentType?.Split(';')[0],
            Answer = Encoding.UTF8.GetString(copy.ToArray()),
        });
        if (copy.Length > 0)
        {
            await wire.WriteAsync(copy.ToArray(), http.RequestAborted);
        }
    }

    /// <summary>The real address that a request stands for, by prefix or by the host that was meant.</summary>
    private Uri? Target(HttpContext http)
    {
        var raw = http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var parts = raw.Split('/', 5);
        if (parts is ["", "sandbox", var key, var alias, ..])
        {
            var hosts = marketplaces().FirstOrDefault(marketplace => marketplace.Key == key)?.Hosts;
            var host = hosts?.FirstOrDefault(pair => pair.Key == alias || pair.Value == alias).Value;
            return host is null ? null : new Uri($"https://{host}/{(parts.Length > 4 ? parts[4] : "")}");
        }

        var meant = http.Request.Headers["X-Original-Host"].ToString() is { Length: > 0 } original ? original : http.Request.Host.Host;
        return Uri.TryCreate($"https://{meant}{raw}", UriKind.Absolute, out var url) ? url : null;
    }

    /// <summary>Remembers that the sandbox cut the connection, which leaves no answer to look at.</summary>
    private sealed class WatchedLife(IHttpRequestLifetimeFeature inner) : IHttpRequestLifetimeFeature
    {
        public bool IsCut { get; private set; }

        public CancellationToken RequestAborted
        {
            get => inner.RequestAborted;
            set => inner.RequestAborted = value;
        }

        public void Abort()
        {
            IsCut = true;
            inner.Abort();
        }
    }
}
