using System.Net.Http.Json;
using System.Text.Json;
using Marketplace.Core.Platforms;
using Marketplace.Tests.Web;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using static Marketplace.Tests.Connections.TestStore;

namespace Marketplace.Tests.Connections;

public sealed class SecretsInLogsTests
{
    [Fact]
    public async Task Log_AtDebugDuringConnectAndRenewal_HoldsNoSecrets()
    {
        using var log = new CapturedLog();
        var debug = new Dictionary<string, string?>
        {
            ["Logging:LogLevel:Default"] = "Debug",
            ["Logging:LogLevel:Marketplace"] = "Debug",
            ["Logging:LogLevel:Microsoft"] = "Debug",
            ["Logging:LogLevel:System"] = "Debug",
        };
        await using var app = TestApp.Start(debug, logging => logging.AddProvider(log));
        var platform = app.Services.GetRequiredService<PlatformCatalog>().All[0].Key.Value;
        using var client = await app.SignInAsync();
        var page = await ConnectFlow.StartAsync(client, platform);
        var back = await ConnectFlow.DecideAsync(app, page);
        using var answer = await ConnectFlow.ReturnAsync(app, back);
        Assert.True(answer.IsSuccessStatusCode);
        var store = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("connections")[0].GetGuid();
        var tokens = (await OpenAsync(app, store)).Tokens;
        var first = await tokens.GetAsync(TestContext.Current.CancellationToken);
        var second = await tokens.RenewAsync(first, TestContext.Current.CancellationToken);

        var query = QueryHelpers.ParseQuery(back.Query).Where(value => value.Key.EndsWith("code", StringComparison.Ordinal) || value.Key == "state").Select(value => value.Value.ToString());
        var secrets = app.Marketplace(platform).Credentials.Values
            .Where(value => value.Key.EndsWith("Secret", StringComparison.Ordinal)).Select(value => value.Value)
            .Concat(query)
            .Concat([first, second, TestApp.Password, client.DefaultRequestHeaders.Authorization!.Parameter!])
            .ToList();

        Assert.True(secrets.Count >= 6);
        Assert.Contains("answered 200", log.Text, StringComparison.Ordinal);
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, log.Text, StringComparison.Ordinal));
    }
}
