using Marketplace.Sandbox.Control;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Marketplace.Sandbox;

/// <summary>The sandbox running alone.</summary>
public static class SandboxProgram
{
    /// <summary>
    /// Starts the sandbox. Takes <c>--urls</c>, <c>--seed</c>, <c>--listings</c>, <c>--orders</c>, <c>--sellEverySeconds</c>,
    /// <c>--rateFactor</c>, <c>--enforceLimits</c>, <c>--lagSeconds</c>, <c>--answerMilliseconds</c> and <c>--callbackUrl</c>.
    /// </summary>
    public static async Task Main(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        var options = new SandboxOptions { CallbackUrl = "http://localhost:5080/api/v1/platforms/callback/{marketplace}" };
        builder.Configuration.Bind(options);
        await using var app = Build(builder, options);
        await app.StartAsync();
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? "";
        Console.WriteLine(Describe(address, app.Services.GetServices<ISandboxMarketplace>()));
        await app.WaitForShutdownAsync();
    }

    /// <summary>Builds a sandbox server; tests start it on a free port.</summary>
    public static WebApplication Build(WebApplicationBuilder builder, SandboxOptions options)
    {
        builder.Services.AddMarketplaceSandbox(options);
        var app = builder.Build();
        app.UseMarketplaceSandbox();
        app.MapSandboxControl();
        return app;
    }

    private static string Describe(string address, IEnumerable<ISandboxMarketplace> marketplaces)
    {
        var lines = new List<string> { $"Marketplace sandbox at {address} (nothing here is real)" };
        foreach (var marketplace in marketplaces)
        {
            lines.Add("");
            lines.Add(marketplace.Key);
            lines.AddRange(marketplace.Hosts.Select(host => $"  {host.Value} → {address}/sandbox/{marketplace.Key}/{host.Key}"));
            lines.AddRange(marketplace.Credentials.Values.Select(value => $"  {value.Key}: {value.Value}"));
            lines.Add($"  consent page: {address}{marketplace.Credentials.ConsentPath}");
        }

        lines.AddRange(["", "easypost (labels)", $"  api.easypost.com → {address}/sandbox/easypost/api", $"  key: {EasyPost.EasyPostSandbox.ProductionKey}", $"  test key: {EasyPost.EasyPostSandbox.TestKey}"]);

        return string.Join(Environment.NewLine, lines);
    }
}
