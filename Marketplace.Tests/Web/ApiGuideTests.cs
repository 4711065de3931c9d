using System.Diagnostics;
using System.Text.RegularExpressions;
using Marketplace.Core.ApiAccess;
using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Tests.Web;

/// <summary>Runs the examples of docs/api.md as the script that they are, so that they stay true.</summary>
public sealed partial class ApiGuideTests
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(4);
    private static readonly string[] Needed = ["curl", "jq", "bash"];

    [Fact]
    public async Task Guide_ItsBlocksAsOneScript_RunToTheEnd()
    {
        var missing = Needed.Where(tool => !(Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, tool)))).ToList();
        Assert.SkipWhen(missing.Count > 0 && Environment.GetEnvironmentVariable("CI") != "true", $"{string.Join(" and ", missing)} must be installed for the examples.");
        var guide = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "api.md"));
        var blocks = Block().Matches(guide).Select(m => m.Groups[1].Value).ToList();
        Assert.True(blocks.Count > 10, $"{blocks.Count} blocks were found.");

        await using var app = TestApp.Start();
        app.Marketplace("tiktok").CreateOrders(8, null, 1);
        var seller = await app.SellerIdAsync();
        var user = await UserIdAsync(app);
        var made = await app.Services.GetRequiredService<ApiKeyBook>().MakeAsync(seller, user, new NewApiKey("Guide", ApiScopeRules.All, null), CancellationToken.None);
        var (status, said) = await RunAsync(string.Join('\n', blocks.Prepend("set -euo pipefail; set -x")), new Dictionary<string, string>
        {
            ["MARKETPLACE"] = app.Address.ToString().TrimEnd('/'),
            ["API_KEY"] = made.Key,
            ["EMAIL"] = TestApp.DemoEmail,
            ["PASSWORD"] = TestApp.Password,
        });

        Assert.True(status == 0, said[^Math.Min(said.Length, 6_000)..]);
    }

    private static async Task<Guid> UserIdAsync(TestApp app)
    {
        await using var db = app.Services.GetRequiredService<MarketplaceDb>().OpenForMachine();
        return await db.Users.Where(u => u.Email == TestApp.DemoEmail).Select(u => u.Id).SingleAsync();
    }

    private static async Task<(int Status, string Said)> RunAsync(string script, IReadOnlyDictionary<string, string> variables)
    {
        var folder = Directory.CreateTempSubdirectory("marketplace-guide");
        try
        {
            var start = new ProcessStartInfo("bash", ["-c", $"exec 2>&1\n{script}"]) { RedirectStandardOutput = true, WorkingDirectory = folder.FullName };
            foreach (var (name, value) in variables)
            {
                start.Environment[name] = value;
            }

            using var process = Process.Start(start)!;
            using var longest = new CancellationTokenSource(Longest);
            await using var stop = longest.Token.Register(() => process.Kill(entireProcessTree: true));
            var said = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            return (process.ExitCode, said);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [GeneratedRegex("^```sh\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
