using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Tests.Web;

/// <summary>What every operation of the API takes and refuses by its form alone; found in our own OpenAPI document, so that none can be forgotten.</summary>
public sealed class ApiShapeTests : IAsyncLifetime
{
    private const string Locations = "/api/v1/platforms/inventory/locations";
    private static readonly string[] Methods = ["GET", "POST", "PUT", "PATCH", "DELETE"];
    private TestApp app = null!;
    private HttpClient client = null!;
    private IReadOnlyList<ApiOperation> operations = [];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        app = TestApp.Start(new Dictionary<string, string?> { ["Api:RequestsPerMinute"] = "1000000", ["Api:RequestsPerMinutePerAddress"] = "1000000" });
        client = await app.SignInAsync();
        operations = OpenApiFile.Operations(await OpenApiFile.ReadAsync(client));
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await app.DisposeAsync();
    }

    [Fact]
    public async Task EveryBody_OfAnotherType_Is415()
    {
        var wrong = new List<string>();
        var tried = 0;
        foreach (var operation in operations.Where(o => BodyTypes(o).Contains("application/json") || BodyTypes(o).Contains("multipart/form-data")))
        {
            foreach (var type in ((string[])["text/plain", "application/xml", "application/json", "application/x-www-form-urlencoded"]).Except(BodyTypes(operation)))
            {
                tried++;
                using var request = new HttpRequestMessage(new HttpMethod(operation.Method), Address(operation)) { Content = new StringContent("{}", Encoding.UTF8, type) };
                using var answer = await client.SendAsync(request, Cancel);
                if (answer.StatusCode != HttpStatusCode.UnsupportedMediaType)
                {
                    wrong.Add($"{operation} took {type}: {(int)answer.StatusCode}");
                }
            }
        }

        Assert.True(tried > 100, $"Only {tried} bodies were sent.");
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public async Task EveryPath_AskedByAMethodThatItHasNot_IsRefused()
    {
        var wrong = new List<string>();
        foreach (var path in operations.GroupBy(o => o.Path))
        {
            foreach (var method in Methods.Except(path.Select(o => o.Method)))
            {
                using var request = new HttpRequestMessage(new HttpMethod(method), Address(path.First()));
                using var answer = await client.SendAsync(request, Cancel);
                if (answer.StatusCode is not (HttpStatusCode.MethodNotAllowed or HttpStatusCode.NotFound))
                {
                    wrong.Add($"{method} {path.Key}: {(int)answer.StatusCode}");
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public void NoParameter_OfAnAddress_IsASecret()
    {
        string[] secrets = ["token", "secret", "password", "apikey", "api_key", "authorization"];

        Assert.Empty(
            from operation in operations
            from parameter in operation.Parameters("query").Concat(operation.Parameters("path"))
            where secrets.Any(secret => ((string)parameter["name"]!).Contains(secret, StringComparison.OrdinalIgnoreCase))
            select $"{operation} {parameter["name"]}");
    }

    [Fact]
    public async Task Parameter_GivenTwice_IsRefusedAndNotChosenFrom()
    {
        using var answer = await client.GetAsync("/api/v1/platforms/inventory?page=1&page=2", Cancel);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task Fields_ThatABodyHasNot_SetNothing()
    {
        var other = await app.AddSellerAsync("other@marketplace.example");
        var id = Guid.NewGuid();

        using var made = await client.PostAsJsonAsync(Locations, new { name = "Annex", id, sellerId = other, isDefault = true, isArchived = true }, Cancel);

        Assert.True(made.StatusCode is HttpStatusCode.Created or HttpStatusCode.BadRequest, $"{made.StatusCode}");
        await using var db = app.Services.GetRequiredService<MarketplaceDb>().Open(other);
        Assert.False(await db.StockLocations.AnyAsync(l => l.Name == "Annex", Cancel));
        var own = (await client.GetFromJsonAsync<JsonElement>(Locations, Cancel)).EnumerateArray().Where(l => l.GetProperty("name").GetString() == "Annex").ToList();
        Assert.DoesNotContain(own, l => l.GetProperty("id").GetGuid() == id || l.GetProperty("isDefault").GetBoolean());
    }

    private static List<string> BodyTypes(ApiOperation operation) => [.. (operation.Node["requestBody"]?["content"] as JsonObject ?? []).Select(type => type.Key)];

    private static string Address(ApiOperation operation) =>
        operation.Parameters("path").Aggregate(operation.Path, (path, p) => path.Replace($"{{{(string?)p["name"]}}}", Guid.NewGuid().ToString(), StringComparison.Ordinal));
}
