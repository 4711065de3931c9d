using System.Net.Http.Headers;
using System.Net.Http.Json;
using Marketplace.Core.Accounts;
using Marketplace.Core.Data;
using Marketplace.Sandbox;
using Marketplace.Sandbox.Faults;
using Marketplace.Sandbox.Hosting;
using Marketplace.Tests.Contract;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Marketplace.Tests;

/// <summary>
/// The whole application on a free loopback port, with a database of its own and the sandbox mounted; no store is connected
/// and nothing sells by itself unless the settings say so.
/// </summary>
public sealed class TestApp : WebApplicationFactory<Program>
{
    /// <summary>Password of all accounts.</summary>
    public const string Password = "demo-seller-1";

    /// <summary>The demo account.</summary>
    public const string DemoEmail = "demo@marketplace.example";

    private readonly TestStorage storage = new();
    private readonly IReadOnlyDictionary<string, string?> settings;
    private readonly Action<ILoggingBuilder>? logging;

    private readonly TimeProvider? time;

    private TestApp(IReadOnlyDictionary<string, string?>? settings, Action<ILoggingBuilder>? logging, TimeProvider? time)
    {
        this.time = time;
        this.settings = settings ?? new Dictionary<string, string?>();
        this.logging = logging;
        UseKestrel(0);
    }

    /// <summary>Where it listens.</summary>
    public Uri Address => ClientOptions.BaseAddress;

    /// <summary>All that is stored, as it lies there.</summary>
    public Task<IReadOnlyDictionary<string, byte[]>> StoredAsync() => storage.ContentsAsync();

    /// <summary>What its marketplace clients sent and got, held against the marketplaces' official documents.</summary>
    public ContractTraffic Traffic { get; } = new();

    /// <summary>Faults of the sandbox.</summary>
    public FaultBox Faults => Services.GetRequiredService<FaultBox>();

    /// <summary>Calls that the sandbox answered.</summary>
    public CallLog Calls => Services.GetRequiredService<CallLog>();

    /// <summary>One of the sandbox's marketplaces.</summary>
    public ISandboxMarketplace Marketplace(string key) => Services.GetServices<ISandboxMarketplace>().Single(m => m.Key == key);

    /// <summary>Starts the application; it listens when this returns.</summary>
    /// <param name="settings">Settings that differ from the test's own.</param>
    /// <param name="logging">Takes the log.</param>
    /// <param name="time">The clock of the application and of the sandbox in it; the wall's without one.</param>
    public static TestApp Start(IReadOnlyDictionary<string, string?>? settings = null, Action<ILoggingBuilder>? logging = null, TimeProvider? time = null)
    {
        var app = new TestApp(settings, logging, time);
        app.StartServer();
        return app;
    }

    /// <summary>A client without cookies or redirects.</summary>
    public HttpClient Browser() => new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = Address };

    /// <summary>A client of the API that is signed in.</summary>
    public async Task<HttpClient> SignInAsync(string email = DemoEmail)
    {
        var client = Browser();
        using var answer = await client.PostAsJsonAsync("/api/v1/auth/login", new { email, password = Password });
        answer.EnsureSuccessStatusCode();
        var tokens = await answer.Content.ReadFromJsonAsync<Tokens>();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", tokens!.AccessToken);
        return client;
    }

    /// <summary>Makes a user who owns a seller of their own.</summary>
    /// <returns>The seller's id.</returns>
    public async Task<Guid> AddSellerAsync(string email)
    {
        var user = await AddUserAsync(email);
        return await Services.GetRequiredService<SellerFounding>().FoundAsync(user, email, CancellationToken.None);
    }

    /// <summary>Makes a user who belongs to no seller yet.</summary>
    /// <returns>Their id.</returns>
    public async Task<Guid> AddUserAsync(string email)
    {
        await using var scope = Services.CreateAsyncScope();
        var user = new User { UserName = email, Email = email, DisplayName = email, EmailConfirmed = true };
        var result = await scope.ServiceProvider.GetRequiredService<UserManager<User>>().CreateAsync(user, Password);
        Assert.True(result.Succeeded, string.Join(" ", result.Errors.Select(e => e.Description)));
        return user.Id;
    }

    /// <summary>Makes a user who works for a seller.</summary>
    /// <param name="email">Address to sign in with.</param>
    /// <param name="role">What they are there.</param>
    /// <param name="sellerId">Where; null for the demo's seller.</param>
    /// <returns>Their id.</returns>
    public async Task<Guid> AddMemberAsync(string email, Role role, Guid? sellerId = null)
    {
        var user = await AddUserAsync(email);
        await using var db = Services.GetRequiredService<MarketplaceDb>().OpenForMachine();
        db.Memberships.Add(new Membership { UserId = user, SellerId = sellerId ?? await SellerIdAsync(), Role = role, JoinedAt = DateTimeOffset.UnixEpoch });
        await db.SaveChangesAsync();
        return user;
    }

    /// <summary>Takes a user off all sellers.</summary>
    public async Task RemoveMemberAsync(Guid userId)
    {
        await using var db = Services.GetRequiredService<MarketplaceDb>().OpenForMachine();
        await db.Memberships.Where(m => m.UserId == userId).ExecuteDeleteAsync();
        Services.GetRequiredService<Standings>().Forget(userId);
    }

    /// <summary>Id of the first seller of a user.</summary>
    public async Task<Guid> SellerIdAsync(string email = DemoEmail)
    {
        await using var db = Services.GetRequiredService<MarketplaceDb>().OpenForMachine();
        var known = email.ToUpperInvariant();
        return await db.Memberships.Where(m => db.Users.Any(u => u.Id == m.UserId && u.NormalizedEmail == known))
            .OrderBy(m => m.JoinedAt).Select(m => m.SellerId).FirstAsync();
    }

    /// <inheritdoc />
    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        storage.Dispose();
        Traffic.AssertKept();
    }

    /// <inheritdoc />
    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Testing");
        builder.UseDefaultServiceProvider(options => options.ValidateOnBuild = options.ValidateScopes = true);
        var values = new Dictionary<string, string?>
        {
            ["Demo:Enabled"] = "true",
            ["Demo:ConnectStores"] = "false",
            ["Demo:Password"] = Password,
            ["Sandbox:RateFactor"] = "1000",
            ["Sandbox:EnforceLimits"] = "false",
            ["Platforms:Http:RetryDelayMilliseconds"] = "5",
            ["Api:SignInsPerMinute"] = "10000",

            // Tests ask no server but their own.
            ["Accounts:BreachedPasswords:Enabled"] = "false",
        };
        foreach (var (key, value) in storage.Settings.Concat(values).Concat(settings))
        {
            builder.UseSetting(key, value);
        }

        builder.ConfigureTestServices(services =>
        {
            TrafficRecorder.Attach(services, Traffic);
            services.AddSingleton(time ?? TimeProvider.System);
        });
        builder.ConfigureLogging(log =>
        {
            log.ClearProviders();
            logging?.Invoke(log);
        });
    }

    private sealed record Tokens(string AccessToken);
}
