using Marketplace.Core.Platforms;
using Marketplace.Core.Platforms.Http;
using Marketplace.Sandbox;
using Marketplace.Tests.Contract;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Marketplace.Tests;

/// <summary>The real sandbox on a free loopback port, and marketplace clients that are pointed at it over real HTTP.</summary>
public sealed class TestSandbox : IAsyncDisposable
{
    private readonly WebApplication app;

    private TestSandbox(WebApplication app, IReadOnlyList<Uri> doors, DoorLog log, ContractTraffic traffic)
    {
        this.app = app;
        Doors = doors;
        Log = log;
        Traffic = traffic;
    }

    /// <summary>Where it listens.</summary>
    public Uri Address => Doors[0];

    /// <summary>All addresses at which it listens; each client can have one of its own, to be told from others.</summary>
    public IReadOnlyList<Uri> Doors { get; }

    /// <summary>Which call came in at which door.</summary>
    public DoorLog Log { get; }

    /// <summary>What its clients sent and what it answered, held against the marketplaces' official documents.</summary>
    public ContractTraffic Traffic { get; }

    /// <summary>Its services: marketplaces, faults, log.</summary>
    public IServiceProvider Services => app.Services;

    /// <summary>Its marketplaces.</summary>
    public IReadOnlyList<ISandboxMarketplace> Marketplaces => [.. Services.GetServices<ISandboxMarketplace>()];

    /// <summary>One of its marketplaces.</summary>
    public ISandboxMarketplace Marketplace(string key) => Marketplaces.Single(m => m.Key == key);

    /// <summary>Starts a sandbox of its own for a test, on a clock of the test's own where tokens or quotas must run out.</summary>
    public static async Task<TestSandbox> StartAsync(SandboxOptions? options = null, TimeProvider? time = null, int doors = 1)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Testing" });
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls([.. Enumerable.Repeat("http://127.0.0.1:0", doors)]);
        builder.Services.AddSingleton(time ?? TimeProvider.System);
        var traffic = new ContractTraffic();
        var log = new DoorLog(time ?? TimeProvider.System);
        builder.Services.AddSingleton<IStartupFilter>(log);
        builder.Services.AddSingleton<IStartupFilter>(services => new AnswerRecorder(traffic, services.GetServices<ISandboxMarketplace>));
        var app = SandboxProgram.Build(builder, options ?? new SandboxOptions { EnforceLimits = false });
        await app.StartAsync();
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        return new TestSandbox(app, [.. addresses.Select(address => new Uri(address))], log, traffic);
    }

    /// <summary>Services with marketplace clients whose every call goes to this sandbox, at a thousand times the real rates and with quick retries.</summary>
    public ServiceProvider Clients(Action<PlatformBuilder> add, IReadOnlyDictionary<string, string?>? settings = null)
    {
        var values = new Dictionary<string, string?>
        {
            ["Platforms:Http:RedirectTo"] = Address.ToString(),
            ["Platforms:Http:RateFactor"] = "1000",
            ["Platforms:Http:RetryDelayMilliseconds"] = "5",
        };
        foreach (var (key, value) in settings ?? new Dictionary<string, string?>())
        {
            values[key] = value;
        }

        var services = new ServiceCollection().AddLogging();
        add(services.AddPlatforms(new ConfigurationBuilder().AddInMemoryCollection(values).Build()));
        TrafficRecorder.Attach(services, Traffic);
        return services.BuildServiceProvider();
    }

    /// <summary>Stops the sandbox and fails the test whose traffic broke a contract.</summary>
    /// <exception cref="ContractViolatedException">A request or an answer departs from the official document.</exception>
    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        Traffic.AssertKept();
    }
}
