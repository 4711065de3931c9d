using System.Text;
using System.Text.Json;
using Marketplace.Core.Platforms;
using Marketplace.Sandbox;
using Marketplace.Sandbox.Amazon;
using Marketplace.Tests.Sandbox.Amazon;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Marketplace.Tests.Platforms.Amazon;

public sealed class AmazonNotificationTests
{
    private static readonly Uri Address = new("http://localhost:5080/webhooks/amazon");

    private static readonly Dictionary<string, string?> Settings = new()
    {
        ["Platforms:Amazon:NotificationQueueArn"] = "arn:aws:sqs:us-east-1:000000000000:marketplace",
        ["Platforms:Amazon:NotificationKey"] = "the key",
        ["Platforms:Amazon:FeedSeconds"] = "1",
    };

    private static WebhookRequest Delivery(string body, string? key = "the key") =>
        new("POST", Address, new Dictionary<string, string>(), new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["X-Api-Key"] = key ?? "" }, Encoding.UTF8.GetBytes(body), TimeProvider.System.GetUtcNow());

    [Fact]
    public async Task Subscribe_Twice_MakesOneDestinationAndOneSubscriptionEach()
    {
        await using var bed = await AmazonBed.StartAsync(settings: Settings);
        var connection = await bed.ConnectAsync();
        await bed.Platform.Subscriptions!.SubscribeAsync(connection, Address, CancellationToken.None);
        await bed.Platform.Subscriptions.SubscribeAsync(connection, Address, CancellationToken.None);

        Assert.Equal((1, 2), (bed.Calls("createDestination", 200), bed.Calls("createSubscription", 200)));
        Assert.Equal(0, bed.Calls("createSubscription", 409));
    }

    [Fact]
    public async Task Subscribe_WithoutAQueue_NamesTheSettingAndCallsNothing()
    {
        await using var bed = await AmazonBed.StartAsync();
        var connection = await bed.ConnectAsync();
        var failure = await Assert.ThrowsAsync<RejectedException>(() => bed.Platform.Subscriptions!.SubscribeAsync(connection, Address, CancellationToken.None));
        Assert.Equal("Platforms:Amazon:NotificationQueueArn", failure.Field);
        Assert.Equal(0, bed.Calls("getDestinations"));
    }

    [Fact]
    public async Task Sale_IsToldInTheQueue_AndReadAsASignal()
    {
        await using var bed = await AmazonBed.StartAsync(settings: Settings);
        var connection = await bed.ConnectAsync();
        await bed.Platform.Subscriptions!.SubscribeAsync(connection, Address, CancellationToken.None);
        var id = bed.Amazon.CreateOrders(1, null, 1)[0];

        var message = Assert.Single(((AmazonSandbox)bed.Amazon).Notifications);
        var signal = Assert.Single((await bed.Platform.Webhooks!.ReadAsync(Delivery(message), CancellationToken.None)).Signals);
        Assert.Equal((WebhookSubject.Order, id, connection.ExternalAccountId), (signal.Subject, signal.ExternalId, signal.ExternalAccountId));
        Assert.DoesNotContain("buyer", message, StringComparison.OrdinalIgnoreCase);

        var batch = JsonSerializer.Serialize(new[] { new { messageId = "1", body = message }, new { messageId = "2", body = message } });
        var twice = (await bed.Platform.Webhooks.ReadAsync(Delivery(batch), CancellationToken.None)).Signals;
        Assert.Equal([signal.NotificationId, signal.NotificationId], twice.Select(s => s.NotificationId));
    }

    [Theory]
    [InlineData(null, "{}")]
    [InlineData("another key", "{}")]
    [InlineData("the key", "not json")]
    public async Task Delivery_Unproven_IsRefused(string? key, string body)
    {
        await using var bed = await AmazonBed.StartAsync(settings: Settings);
        Assert.NotNull((await bed.Platform.Webhooks!.ReadAsync(Delivery(body, key), CancellationToken.None)).Refusal);
    }

    [Fact]
    public async Task Delivery_WhenNoKeyIsSet_IsRefused()
    {
        await using var bed = await AmazonBed.StartAsync();
        var reading = await bed.Platform.Webhooks!.ReadAsync(Delivery("{}", ""), CancellationToken.None);
        Assert.Contains("Platforms:Amazon:NotificationKey", reading.Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bridge_BringsEachMessageUntilItIsTaken()
    {
        var taken = new List<(string? Key, string Body)>();
        var refusals = 1;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        await using var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.Run(async http =>
        {
            if (Interlocked.Decrement(ref refusals) >= 0)
            {
                http.Response.StatusCode = 503;
                return;
            }

            taken.Add((http.Request.Headers["x-api-key"], await new StreamReader(http.Request.Body).ReadToEndAsync()));
        });
        await app.StartAsync();
        var options = new SandboxOptions { EnforceLimits = false, Amazon = { NotificationAddress = app.Urls.First() }, Notifications = { DuplicatePercent = 100 } };
        await using var bed = await AmazonBed.StartAsync(options, Settings);
        await bed.Platform.Subscriptions!.SubscribeAsync(await bed.ConnectAsync(), Address, CancellationToken.None);
        bed.Amazon.CreateOrders(1, null, 1);

        await Eventually.TrueAsync(() => taken.Count == 2);
        Assert.All(taken, t => Assert.Equal(bed["NotificationKey"], t.Key));
        Assert.Equal(taken[0].Body, taken[1].Body);
    }

    [Fact]
    public async Task Tokens_ForTheWrongSide_AreDenied()
    {
        await using var bed = await AmazonBed.StartAsync(settings: Settings);
        using var destinations = await bed.GetAsync("/notifications/v1/destinations", await bed.TokenAsync());
        Assert.Equal(403, (await destinations.ErrorAsync()).Status);
        using var login = await bed.SendAsync(HttpMethod.Post, "api.amazon.com", "/auth/o2/token", null, AmazonWire.Json($$"""{"grant_type":"client_credentials","scope":"sellingpartnerapi::notifications","client_id":"{{bed["ClientId"]}}","client_secret":"{{bed["ClientSecret"]}}"}"""));
        var grantless = (await login.BodyAsync()).GetProperty("access_token").GetString();
        using var subscription = await bed.GetAsync("/notifications/v1/subscriptions/ORDER_CHANGE", grantless);
        Assert.Equal(403, (await subscription.ErrorAsync()).Status);
    }
}
