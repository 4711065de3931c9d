using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Marketplace.Core.Alerts;
using Marketplace.Core.Catalog;
using Marketplace.Core.Changes;
using Marketplace.Core.Data;
using Marketplace.Core.Inventory;
using Marketplace.Core.Work;
using Marketplace.Sandbox;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Tests;

/// <summary>
/// A seller's shop as it would be run: one or more instances of the built application on one database, a sandbox that outlives
/// them, an account made on the welcome page, and three stores connected by their consent pages.
/// </summary>
public sealed partial class BuiltShop : IAsyncDisposable
{
    /// <summary>The account.</summary>
    public const string Email = "owner@marketplace.example";

    private readonly TestStorage storage;
    private readonly ServiceProvider services;

    private BuiltShop(TestStorage storage, TestSandbox sandbox, IReadOnlyList<BuiltApp> instances)
    {
        this.storage = storage;
        Sandbox = sandbox;
        Instances = instances;
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(storage.Settings).Build();
        var collection = new ServiceCollection().AddLogging().AddSingleton<IConfiguration>(configuration).AddSingleton(TimeProvider.System);
        collection.AddMarketplaceData(configuration).AddChanges(configuration).AddWork().AddAlerts().AddCatalog().AddInventory();
        services = collection.BuildServiceProvider();
    }

    /// <summary>The marketplaces.</summary>
    public TestSandbox Sandbox { get; }

    /// <summary>The instances, each of which calls the sandbox at a door of its own.</summary>
    public IReadOnlyList<BuiltApp> Instances { get; }

    /// <summary>The seller's id.</summary>
    public Guid SellerId { get; private set; }

    /// <summary>The seller's proof for the API, on every instance.</summary>
    public AuthenticationHeaderValue Bearer { get; private set; } = new("Bearer");

    /// <summary>Opens the shop; listings and orders of the sandbox are on their way when this returns.</summary>
    /// <param name="instances">How many; more than one need PostgreSQL.</param>
    /// <param name="onPostgres">Whether the database is on PostgreSQL.</param>
    /// <param name="listings">Listings of each store.</param>
    public static async Task<BuiltShop> OpenAsync(int instances, bool onPostgres, int listings = 30)
    {
        var storage = new TestStorage(onPostgres);
        var ports = Enumerable.Range(0, instances).Select(_ => BuiltApp.FreePort()).ToList();
        var options = new SandboxOptions
        {
            EnforceLimits = false,
            Listings = listings,
            Orders = 6,
            CallbackUrl = $"http://127.0.0.1:{ports[0]}/api/v1/platforms/callback/{{marketplace}}",
        };
        var sandbox = await TestSandbox.StartAsync(options, doors: instances);
        var apps = ports.Select((port, i) => BuiltApp.Start(Settings(storage, sandbox, sandbox.Doors[i]), port)).ToList();
        var shop = new BuiltShop(storage, sandbox, apps);
        try
        {
            await Task.WhenAll(apps.Select(app => app.ReadyAsync()));
            await shop.RegisterAsync();
            foreach (var marketplace in sandbox.Marketplaces)
            {
                await shop.ConnectAsync(marketplace.Key);
            }

            return shop;
        }
        catch
        {
            await shop.DisposeAsync();
            throw;
        }
    }

    /// <summary>The database in the seller's name, past the application.</summary>
    public MarketplaceDbContext OpenDatabase() => services.GetRequiredService<MarketplaceDb>().Open(SellerId);

    /// <summary>Sets what is on hand of a variant, as a person would in the grid of any instance.</summary>
    public async Task SetOnHandAsync(Guid variantId, int onHand) =>
        Assert.True((await services.GetRequiredService<StockLedger>().SetOnHandAsync(SellerId, variantId, onHand, "test", null, CancellationToken.None)).Done);

    /// <summary>Quantity that a marketplace shows of a SKU.</summary>
    public int Shown(string marketplace, string sku) => JsonSerializer.SerializeToElement(Sandbox.Marketplace(marketplace).DescribeListing(sku)).GetProperty("quantity").GetInt32();

    /// <summary>Asks an instance's API in the seller's name.</summary>
    public async Task<HttpResponseMessage> SendAsync(BuiltApp instance, HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, path) { Headers = { Authorization = Bearer }, Content = body is null ? null : JsonContent.Create(body) };
        return await instance.Client.SendAsync(request);
    }

    /// <summary>Waits until there is no problem any more; one that stays fails the test, with what the instances wrote last.</summary>
    public async Task UntilNullAsync(Func<Task<string?>> problem, double seconds = 120)
    {
        string? last = null;
        try
        {
            await Eventually.TrueAsync(
                async () =>
                {
                    last = await problem();
                    await Task.Delay(100);
                    return last is null;
                },
                seconds: seconds);
        }
        catch (TimeoutException)
        {
            Assert.Fail($"{last}{Environment.NewLine}{string.Join($"{Environment.NewLine}--- next instance{Environment.NewLine}", Instances.Select(i => i.Log))}");
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        foreach (var instance in Instances)
        {
            await instance.DisposeAsync();
        }

        await services.DisposeAsync();
        await Sandbox.DisposeAsync();
        storage.Dispose();
    }

    private static Dictionary<string, string?> Settings(TestStorage storage, TestSandbox sandbox, Uri door) => new(
        storage.Settings.Concat(sandbox.Marketplaces.SelectMany(m => m.Credentials.Values.Select(v => KeyValuePair.Create<string, string?>($"Platforms:{m.Key}:{v.Key}", v.Value)))))
    {
        ["Platforms:Http:RedirectTo"] = door.ToString(),
        ["Platforms:Http:RateFactor"] = "1000",
        ["Platforms:Http:RetryDelayMilliseconds"] = "20",
        ["Api:RequestsPerMinute"] = "100000",
        ["Api:SignInsPerMinute"] = "10000",
        ["Schedule:Orders"] = "00:00:02",
        ["Schedule:Inventory"] = "00:00:15",
        ["Sync:VerifyAfterSeconds"] = "0.5",
        ["Sync:PatienceSeconds"] = "5",
        ["Logging:LogLevel:Marketplace"] = "Warning",
        ["Logging:LogLevel:Marketplace.Core.Work"] = "Information",
    };

    private async Task RegisterAsync()
    {
        var first = Instances[0].Client;
        using var page = await first.GetAsync("/welcome");
        var html = await page.Content.ReadAsStringAsync();
        var token = AntiforgeryToken().Match(html).Groups[1].Value;
        Assert.NotEqual("", token);
        using var form = new FormUrlEncodedContent(
        [
            new("_handler", "first-account"), new("__RequestVerificationToken", token),
            new("Input.SellerName", "Test shop"), new("Input.Email", Email), new("Input.Password", TestApp.Password), new("Input.Repeat", TestApp.Password),
        ]);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/welcome") { Content = form };
        request.Headers.Add("Cookie", string.Join("; ", page.Headers.GetValues("Set-Cookie").Select(c => c.Split(';')[0])));
        using var made = await first.SendAsync(request);
        Assert.True((int)made.StatusCode is 302 or 303, $"{made.StatusCode} {await made.Content.ReadAsStringAsync()}");

        // The last instance signs in, so that the first must know its keys.
        using var signedIn = await Instances[^1].Client.PostAsJsonAsync("/api/v1/auth/login", new { email = Email, password = TestApp.Password });
        Assert.True(signedIn.IsSuccessStatusCode, await signedIn.Content.ReadAsStringAsync());
        Bearer = new AuthenticationHeaderValue("Bearer", (await signedIn.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("accessToken").GetString());
        await using var db = services.GetRequiredService<MarketplaceDb>().OpenForMachine();
        SellerId = await db.Sellers.Select(s => s.Id).SingleAsync();
    }

    private async Task ConnectAsync(string marketplace)
    {
        using var start = await SendAsync(Instances[0], HttpMethod.Get, $"/api/v1/platforms/connect/{marketplace}");
        Assert.True(start.IsSuccessStatusCode, await start.Content.ReadAsStringAsync());
        var consent = (await start.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("authorizationUrl").GetString()!;
        using var allow = new FormUrlEncodedContent([new("decision", "approve")]);
        using var decided = await Instances[0].Client.PostAsync(consent, allow);
        Assert.True(decided.Headers.Location is not null, await decided.Content.ReadAsStringAsync());

        // Any instance may get the browser back.
        using var back = new HttpRequestMessage(HttpMethod.Get, new Uri(Instances[^1].Address, new Uri(new Uri(consent), decided.Headers.Location).PathAndQuery)) { Headers = { { "Accept", "application/json" } } };
        using var connected = await Instances[^1].Client.SendAsync(back);
        Assert.True(connected.IsSuccessStatusCode, await connected.Content.ReadAsStringAsync());
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]*value=\"([^\"]+)\"")]
    private static partial Regex AntiforgeryToken();
}
