using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Marketplace.Tests.Connections;

namespace Marketplace.Tests.Web;

public sealed class TrackingFileEndpointTests : IAsyncLifetime
{
    private const string Files = "/api/v1/platforms/fulfillment/files";
    private const string Carriers = "/api/v1/platforms/fulfillment/carriers";
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
    public async Task Upload_File_IsJudged_CorrectedAndThrownAway_ByItsOwnerAlone()
    {
        using var taken = await client.PostAsync($"{Files}?fileName=orders.csv", new StringContent("Order ID,Tracking Number,Carrier\nNOBODYS,BOX1,UPS\n"));
        Assert.Equal(HttpStatusCode.Accepted, taken.StatusCode);
        var at = taken.Headers.Location!.ToString();
        await Eventually.TrueAsync(async () => (await client.GetFromJsonAsync<JsonElement>(at)).GetProperty("state").GetString() == "Judged");

        var row = (await client.GetFromJsonAsync<JsonElement>($"{at}/rows?filter=Refused")).GetProperty("rows")[0];
        using var corrected = await client.PatchAsJsonAsync($"{at}/rows/{row.GetProperty("id").GetString()}", new { trackingNumber = "" });
        Assert.Equal("Skipped", (await corrected.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("verdict").GetString());
        using var send = await client.PostAsync($"{at}/send", null);
        Assert.Equal(HttpStatusCode.Conflict, send.StatusCode);

        await app.AddSellerAsync("other@marketplace.example");
        using var stranger = await app.SignInAsync("other@marketplace.example");
        using var strange = await stranger.GetAsync(at);
        using var discarded = await client.DeleteAsync(at);
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NoContent), (strange.StatusCode, discarded.StatusCode));
    }

    [Fact]
    public async Task Upload_Nothing_Is422InWords()
    {
        using var answer = await client.PostAsync(Files, new StringContent(""));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Equal("This file is empty.", (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString());
    }

    [Fact]
    public async Task Carriers_NameThatCannotBe_Is422_OthersAreKept()
    {
        using var refused = await client.PutAsJsonAsync(Carriers, new { platform = "nowhere", name = "Van", carrier = "UPS" });
        using var kept = await client.PutAsJsonAsync(Carriers, new { platform = "ebay", name = "Van", carrier = "UPS" });

        Assert.Equal((HttpStatusCode.UnprocessableEntity, HttpStatusCode.NoContent), (refused.StatusCode, kept.StatusCode));
        Assert.Equal("Van", (await client.GetFromJsonAsync<JsonElement>(Carriers))[0].GetProperty("name").GetString());
    }
}
