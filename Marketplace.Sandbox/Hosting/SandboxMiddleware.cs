using Marketplace.Sandbox.Faults;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace Marketplace.Sandbox.Hosting;

/// <summary>
/// Takes requests for a marketplace, or for a seller of labels, out of the pipeline: by path (<c>/sandbox/{marketplace}/{host or alias}/…</c>) or by the
/// real host name in <c>X-Original-Host</c> or <c>Host</c>. Everything else goes on.
/// </summary>
public sealed class SandboxMiddleware(
    RequestDelegate next,
    IEnumerable<ISandboxMarketplace> marketplaces,
    IEnumerable<ISandboxService> services,
    FaultBox faults,
    RateGate gate,
    CallLog log,
    SandboxOptions options,
    TimeProvider time)
{
    private const int MaxBody = 32 * 1024 * 1024;
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(2);
    private readonly List<ISandboxService> marketplaces = [.. marketplaces, .. services];

    /// <summary>Answers the request, or passes it on.</summary>
    public async Task InvokeAsync(HttpContext http)
    {
        var target = http.Features.Get<IHttpRequestFeature>()?.RawTarget is { Length: > 0 } raw && raw.StartsWith('/')
            ? raw
            : http.Request.Path.ToUriComponent() + http.Request.QueryString.ToUriComponent();
        var (rawPath, rawQuery) = SplitTarget(target);
        if (Find(http, rawPath) is not var (marketplace, alias, below))
        {
            await next(http);
            return;
        }

        var call = await ReadAsync(http, marketplace.Hosts[alias], below, rawQuery);
        var match = marketplace.Operations.Match(call.Method, alias, below);
        if (match is not var (operation, values))
        {
            await WriteAsync(http, marketplace.UnknownPath(call), marketplace.Key, "", null);
            return;
        }

        call = call with { Operation = operation.Name, Path = values };
        var account = marketplace.AccountOf(call) ?? call.Header("Authorization") ?? call.Header("x-amz-access-token") ?? call.Header("x-tts-access-token") ?? "";
        if (!gate.Allow(marketplace.Key + account, operation))
        {
            await WriteAsync(http, marketplace.FaultReply(FaultKind.Throttle, call), marketplace.Key, operation.Name, null);
            return;
        }

        var fault = faults.Take(marketplace.Key, operation.Name);
        var reply = fault is FaultKind.Throttle or FaultKind.Error or FaultKind.ExpiredToken
            ? marketplace.FaultReply(fault.Value, call)
            : operation.Handler(call with { Fault = fault });
        if (fault == FaultKind.Timeout)
        {
            await Task.Delay(Silence, time, http.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await WriteAsync(http, fault is FaultKind.Reset or FaultKind.Timeout ? reply with { Abort = true } : reply, marketplace.Key, operation.Name, fault);
    }

    private (ISandboxService Marketplace, string Alias, string Below)? Find(HttpContext http, string rawPath)
    {
        if (rawPath.StartsWith("/sandbox/", StringComparison.Ordinal))
        {
            var parts = rawPath.Split('/', 5);
            return parts.Length >= 4
                && marketplaces.Find(m => m.Key == parts[2]) is { } byPath
                && AliasOf(byPath, parts[3]) is { } alias
                    ? (byPath, alias, "/" + (parts.Length > 4 ? parts[4] : ""))
                    : null;
        }

        var host = http.Request.Headers["X-Original-Host"].ToString() is { Length: > 0 } original ? original : http.Request.Host.Host;
        foreach (var marketplace in marketplaces)
        {
            if (AliasOf(marketplace, host) is { } alias)
            {
                return (marketplace, alias, rawPath);
            }
        }

        return null;
    }

    private static string? AliasOf(ISandboxService marketplace, string hostOrAlias) =>
        marketplace.Hosts.FirstOrDefault(h => h.Key == hostOrAlias || string.Equals(h.Value, hostOrAlias, StringComparison.OrdinalIgnoreCase)).Key;

    private static (string Path, string Query) SplitTarget(string target)
    {
        var mark = target.IndexOf('?', StringComparison.Ordinal);
        return mark < 0 ? (target, "") : (target[..mark], target[(mark + 1)..]);
    }

    private static async Task<SandboxCall> ReadAsync(HttpContext http, string host, string path, string query)
    {
        using var body = new MemoryStream();
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = MaxBody;
        }

        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        return new SandboxCall
        {
            Method = http.Request.Method.ToUpperInvariant(),
            Host = host,
            RawPath = path,
            RawQuery = query,
            Query = QueryHelpers.ParseQuery(query),
            Headers = new Dictionary<string, StringValues>(http.Request.Headers, StringComparer.OrdinalIgnoreCase),
            Body = body.ToArray(),
            Origin = $"{http.Request.Scheme}://{http.Request.Host}",
        };
    }

    private async Task WriteAsync(HttpContext http, SandboxReply reply, string marketplace, string operation, FaultKind? fault)
    {
        log.Add(new LoggedCall(time.GetUtcNow(), marketplace, operation, reply.Abort ? 0 : reply.Status, fault?.ToString().ToLowerInvariant()));
        if (reply.Abort)
        {
            http.Abort();
            return;
        }

        var wait = reply.Wait + TimeSpan.FromMilliseconds(options.AnswerMilliseconds);
        if (wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, time, http.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        http.Response.StatusCode = reply.Status;
        foreach (var (name, value) in reply.Headers)
        {
            http.Response.Headers[name] = value;
        }

        http.Response.ContentType = reply.ContentType;
        http.Response.ContentLength = reply.Status is 204 or 304 ? null : reply.Body.Length;
        if (reply.Body.Length > 0)
        {
            await http.Response.Body.WriteAsync(reply.Body, http.RequestAborted);
        }
    }
}
