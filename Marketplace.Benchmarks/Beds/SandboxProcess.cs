using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Marketplace.Benchmarks.Measuring;

namespace Marketplace.Benchmarks.Beds;

/// <summary>The sandbox as a process of its own, so that its memory is not counted as the product's.</summary>
public sealed partial class SandboxProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private readonly Process process;

    private SandboxProcess(Process process, Uri address)
    {
        this.process = process;
        Address = address;
        Control = new HttpClient { BaseAddress = new Uri(address, "/sandbox/control/"), Timeout = Patience };
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    private HttpClient Control { get; }

    /// <summary>Starts a sandbox whose stores hold so much, at so many times the published limits; they are kept.</summary>
    /// <param name="listings">Listings of each store.</param>
    /// <param name="orders">Open orders of each store.</param>
    /// <param name="rateFactor">Multiplies the published limits.</param>
    /// <param name="answerMilliseconds">How long each answer is on its way.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<SandboxProcess> StartAsync(int listings, int orders, double rateFactor, double answerMilliseconds, CancellationToken cancellationToken)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "Marketplace.Sandbox.dll");
        var process = new Process
        {
            StartInfo = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
            {
                RedirectStandardOutput = true,
                ArgumentList =
                {
                    program, "--urls", "http://127.0.0.1:0",
                    "--listings", listings.ToString(CultureInfo.InvariantCulture), "--orders", orders.ToString(CultureInfo.InvariantCulture),
                    "--rateFactor", rateFactor.ToString(CultureInfo.InvariantCulture),
                    "--answerMilliseconds", answerMilliseconds.ToString(CultureInfo.InvariantCulture), "--Logging:LogLevel:Default=Warning",
                },
            },
        };
        process.Start();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        while (await process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
        {
            if (AddressLine().Match(line) is { Success: true } match)
            {
                _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
                return new SandboxProcess(process, new Uri(match.Groups[1].Value));
            }
        }

        await process.WaitForExitAsync(cancellationToken);
        throw new InvalidOperationException($"The sandbox ended at its start with code {process.ExitCode}.");
    }

    /// <summary>Settings with which a client is let in.</summary>
    public async Task<IReadOnlyDictionary<string, string?>> CredentialsAsync(CancellationToken cancellationToken)
    {
        var all = await Control.GetFromJsonAsync<Dictionary<string, Dictionary<string, string>>>("credentials", cancellationToken);
        return all!.SelectMany(m => m.Value.Select(v => (Name: $"Platforms:{m.Key}:{v.Key}", v.Value))).ToDictionary(v => v.Name, v => (string?)v.Value);
    }

    /// <summary>Sells.</summary>
    /// <returns>The order ids.</returns>
    public async Task<IReadOnlyList<string>> SellAsync(string marketplace, int count, string? sku, CancellationToken cancellationToken)
    {
        using var answer = await Control.PostAsJsonAsync($"{marketplace}/orders", new { count, sku, quantity = 1 }, cancellationToken);
        answer.EnsureSuccessStatusCode();
        var ids = (await answer.Content.ReadFromJsonAsync<JsonElement>(cancellationToken)).GetProperty("ids");
        return [.. ids.EnumerateArray().Select(id => id.GetString()!)];
    }

    /// <summary>Times at which a listing's quantity changed, and to what, oldest first.</summary>
    public async Task<IReadOnlyList<(DateTimeOffset At, int Quantity)>> ChangesAsync(string marketplace, string sku, CancellationToken cancellationToken)
    {
        var listing = await Control.GetFromJsonAsync<JsonElement>($"{marketplace}/listings/{Uri.EscapeDataString(sku)}", cancellationToken);
        return [.. listing.GetProperty("changes").EnumerateArray().Select(c => (c.GetProperty("time").GetDateTimeOffset(), c.GetProperty("quantity").GetInt32()))];
    }

    /// <summary>What it has answered so far.</summary>
    public async Task<CallCounts> CountsAsync(CancellationToken cancellationToken) =>
        new((await Control.GetFromJsonAsync<List<CallCount>>("calls", cancellationToken))!);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        Control.Dispose();
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    [GeneratedRegex(@"^Marketplace sandbox at (http\S+) ")]
    private static partial Regex AddressLine();
}
