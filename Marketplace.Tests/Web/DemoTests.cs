using System.Net.Http.Json;
using System.Text.Json;
using Marketplace.Core.Data;
using Marketplace.Core.Platforms;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Tests.Web;

public sealed class DemoTests
{
    private static readonly Dictionary<string, string?> WithStores = new() { ["Demo:ConnectStores"] = "true" };

    [Fact]
    public async Task Start_WithStores_HasEachMarketplaceConnected()
    {
        await using var app = TestApp.Start(WithStores);
        using var client = await app.SignInAsync();

        var stores = (await client.GetFromJsonAsync<JsonElement>("/api/v1/platforms/connections")).EnumerateArray().ToList();

        Assert.Equal(
            app.Services.GetRequiredService<PlatformCatalog>().All.Select(p => p.Key.Value).Order(),
            stores.Select(s => s.GetProperty("platform").GetString()!).Order());
        Assert.All(stores, s => Assert.Equal("Connected", s.GetProperty("state").GetString()));
    }

    [Fact]
    public async Task Start_OnTheDatabaseOfAnEarlierRun_ConnectsAnewWithoutDoubles()
    {
        await using var folder = new TempFolder();
        var settings = new Dictionary<string, string?>(WithStores) { ["Database:Provider"] = "Sqlite", ["Database:ConnectionString"] = $"Data Source={folder.File("demo.db")};Pooling=False" };
        await using (TestApp.Start(settings))
        {
        }

        await using var app = TestApp.Start(settings);
        using var client = await app.SignInAsync();

        var stores = (await client.GetFromJsonAsync<JsonElement>("/api/v1/platforms/connections")).EnumerateArray().ToList();
        Assert.Equal(app.Services.GetRequiredService<PlatformCatalog>().All.Count, stores.Count);
    }

    [Fact]
    public async Task Start_KeepingTheEarlierRunsData_RevivesTheSameStores()
    {
        await using var folder = new TempFolder();
        var settings = new Dictionary<string, string?>(WithStores)
        {
            ["Database:Provider"] = "Sqlite",
            ["Database:ConnectionString"] = $"Data Source={folder.File("demo.db")};Pooling=False",
            ["Demo:StartFresh"] = "false",
        };
        string before;
        await using (var first = TestApp.Start(settings))
        {
            before = await StoreIdsAsync(first);
        }

        await using var second = TestApp.Start(settings);

        Assert.Equal(before, await StoreIdsAsync(second));
    }

    [Fact]
    public async Task Start_OnAFileOfAnotherVersion_SetsItAsideAndMakesANewOne()
    {
        await using var folder = new TempFolder();
        var settings = new Dictionary<string, string?>(WithStores)
        {
            ["Database:Provider"] = "Sqlite",
            ["Database:ConnectionString"] = $"Data Source={folder.File("demo.db")};Pooling=False",
            ["Database:SetAsideUnknown"] = "true",
        };
        await using (var first = TestApp.Start(settings))
        {
            await ExecuteAsync(first, $"PRAGMA user_version = 7");
        }

        await using var second = TestApp.Start(settings);
        using var client = await second.SignInAsync();

        Assert.Contains(Directory.GetFiles(folder.File("")), file => Path.GetFileName(file).StartsWith("demo.db.2", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Start_OnAFileOfAnotherVersionThatMatters_IsRefusedAndSaysWhatToDo()
    {
        await using var folder = new TempFolder();
        var settings = new Dictionary<string, string?>
        {
            ["Database:Provider"] = "Sqlite",
            ["Database:ConnectionString"] = $"Data Source={folder.File("shop.db")};Pooling=False",
        };
        await using (var first = TestApp.Start(settings))
        {
            await ExecuteAsync(first, $"UPDATE __EFMigrationsHistory SET MigrationId = '20200101000000_Older'");
        }

        var refusal = Assert.ThrowsAny<Exception>(() => TestApp.Start(settings));

        Assert.Contains("was made by another version of Marketplace", refusal.ToString(), StringComparison.Ordinal);
        Assert.Contains("shop.db away", refusal.ToString(), StringComparison.Ordinal);
    }

    private static async Task ExecuteAsync(TestApp app, FormattableString sql)
    {
        await using var db = app.Services.GetRequiredService<MarketplaceDb>().OpenForMachine();
        await db.Database.ExecuteSqlAsync(sql);
    }

    private static async Task<string> StoreIdsAsync(TestApp app)
    {
        using var client = await app.SignInAsync();
        var stores = await client.GetFromJsonAsync<JsonElement>("/api/v1/platforms/connections");
        return string.Join(' ', stores.EnumerateArray().Select(s => $"{s.GetProperty("id")} {s.GetProperty("state")}"));
    }

    private sealed class TempFolder : IAsyncDisposable
    {
        private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("demo-");

        public string File(string name) => Path.Combine(folder.FullName, name);

        public ValueTask DisposeAsync()
        {
            folder.Delete(recursive: true);
            return ValueTask.CompletedTask;
        }
    }
}
