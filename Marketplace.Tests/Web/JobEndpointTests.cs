using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Marketplace.Tests.Connections;

namespace Marketplace.Tests.Web;

public sealed class JobEndpointTests : IAsyncLifetime
{
    private const string Root = "/api/v1/platforms";
    private TestApp app = null!;
    private HttpClient client = null!;

    public async ValueTask InitializeAsync()
    {
        app = TestApp.Start();
        client = await app.SignInAsync();
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await app.DisposeAsync();
    }

    [Fact]
    public async Task Put_OwnTime_IsShownWithTheNextRun()
    {
        var store = await TestStore.ConnectAsync(app);

        using var answer = await client.PutAsJsonAsync($"{Root}/jobs/{store}/orders", new { everyMinutes = 45, paused = false });

        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        var job = await JobAsync(store, "Orders");
        Assert.Equal(45, job.GetProperty("everyMinutes").GetDouble());
        Assert.True(job.GetProperty("nextAt").GetDateTimeOffset() > DateTimeOffset.UnixEpoch);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10_081)]
    public async Task Put_TimeOutOfBounds_Is400(int minutes)
    {
        var store = await TestStore.ConnectAsync(app);

        using var answer = await client.PutAsJsonAsync($"{Root}/jobs/{store}/orders", new { everyMinutes = minutes });

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Theory]
    [InlineData("coffee")]
    [InlineData("77")]
    public async Task Start_JobThatIsNone_IsRefused(string job)
    {
        var store = await TestStore.ConnectAsync(app);

        using var answer = await client.PostAsync($"{Root}/jobs/{store}/{job}/start", null);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("OrderStatus", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_HealthOfAStore_RunsToItsEnd()
    {
        var store = await TestStore.ConnectAsync(app);

        using var answer = await client.PostAsync($"{Root}/jobs/{store}/health/start", null);

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        var last = await TestStore.EventuallyAsync(async () => (await JobAsync(store, "Health")).GetProperty("last"), run => run.ValueKind == JsonValueKind.Object);
        Assert.Equal("Succeeded", last.GetProperty("state").GetString());
    }

    [Fact]
    public async Task ManualSync_WithoutBody_StartsTheThreeImports()
    {
        await TestStore.ConnectAsync(app);

        using var answer = await client.PostAsync($"{Root}/manual-sync", null);

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        var runs = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("runs");
        Assert.Equal(["Products", "Inventory", "Orders"], runs.EnumerateObject().Select(p => p.Name));
    }

    [Fact]
    public async Task Stop_RunThatIsNone_Is404()
    {
        using var answer = await client.PostAsync($"{Root}/jobs/runs/{Guid.CreateVersion7()}/stop", null);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    private async Task<JsonElement> JobAsync(Guid store, string job) =>
        (await client.GetFromJsonAsync<JsonElement>($"{Root}/sync/status")).GetProperty("jobs").EnumerateArray()
            .Single(j => j.GetProperty("connectionId").GetGuid() == store && j.GetProperty("job").GetString() == job);
}
