using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Marketplace.Tests.Accounts;

/// <summary>A server that answers as the range API of Have I Been Pwned does, on a free port.</summary>
internal sealed class BreachedList : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly HashSet<string> stolen;

    private BreachedList(WebApplication app, IEnumerable<string> passwords) => (this.app, stolen) = (app, [.. passwords.Select(HashOf)]);

    /// <summary>Where it listens.</summary>
    public string Url => app.Urls.First();

    /// <summary>Each request's whole address, headers and body, as one text.</summary>
    public ConcurrentQueue<string> Asked { get; } = new();

    /// <summary>What it answers with in place of the list.</summary>
    public Func<HttpContext, Task>? Instead { get; set; }

    /// <summary>Listens.</summary>
    public static async Task<BreachedList> StartAsync(params string[] passwords)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Testing" });
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var list = new BreachedList(builder.Build(), passwords);
        list.app.MapFallback((RequestDelegate)list.AnswerAsync);
        await list.app.StartAsync();
        return list;
    }

    /// <summary>The SHA-1 of a password in hexadecimal.</summary>
    public static string HashOf(string password)
    {
        // The list is kept by SHA-1.
#pragma warning disable CA5350
        return Convert.ToHexString(SHA1.HashData(Encoding.UTF8.GetBytes(password)));
#pragma warning restore CA5350
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync(new CancellationToken(canceled: true));
        await app.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext http)
    {
        using var body = new StreamReader(http.Request.Body);
        Asked.Enqueue($"{http.Request.Method} {http.Request.Path}{http.Request.QueryString}\n{string.Join('\n', http.Request.Headers.Select(h => $"{h.Key}: {h.Value}"))}\n{await body.ReadToEndAsync()}");
        if (Instead is { } other)
        {
            await other(http);
            return;
        }

        var start = http.Request.Path.Value!.Split('/')[^1];
        var lines = stolen.Where(hash => hash.StartsWith(start, StringComparison.Ordinal)).Select(hash => $"{hash[5..]}:4711")
            .Append($"{new string('A', 35)}:2").Append($"{new string('B', 35)}:0");
        await http.Response.WriteAsync(string.Join("\r\n", lines));
    }
}
