using System.Text;
using Marketplace.Core.Platforms;
using Marketplace.Core.Platforms.Amazon;
using Marketplace.Sandbox;
using Marketplace.Sandbox.Amazon;
using Marketplace.Sandbox.Faults;

namespace Marketplace.Tests.Platforms.Amazon;

/// <summary>The queue of notifications, read by AWS's own client.</summary>
public sealed class AmazonQueueTests
{
    private static readonly Uri Nowhere = new("http://localhost:5080/webhooks/amazon");

    private static async Task<(AmazonBed Bed, INotificationQueue Queue, ConnectionContext Connection)> SubscribedAsync(SandboxOptions? options = null)
    {
        var plain = options ?? new SandboxOptions { EnforceLimits = false };
        var bed = await AmazonBed.StartAsync(plain, new()
        {
            ["Platforms:Amazon:NotificationQueueArn"] = $"arn:aws:sqs:us-east-1:000000000000:marketplace-sandbox-{plain.Seed}",
            ["Platforms:Amazon:AwsAccessKeyId"] = $"AKIASANDBOX{plain.Seed:D9}",
            ["Platforms:Amazon:AwsSecretAccessKey"] = $"sandbox-secret-{plain.Seed}",
            ["Platforms:Amazon:PollSeconds"] = "0.1",
        });
        var connection = await bed.ConnectAsync();
        await bed.Platform.Subscriptions!.SubscribeAsync(connection, Nowhere, CancellationToken.None);
        Assert.True(bed.Platform.Queue!.IsSetUp);
        return (bed, bed.Platform.Queue, connection);
    }

    [Fact]
    public async Task Receive_Sale_IsBelievedAndGoneOnceDeleted()
    {
        var (bed, queue, connection) = await SubscribedAsync();
        await using var _ = bed;
        var id = bed.Amazon.CreateOrders(1, null, 1)[0];

        var message = Assert.Single(await queue.ReceiveAsync(CancellationToken.None));
        var signal = Assert.Single((await bed.Platform.Webhooks!.ReadAsync(message.Request, CancellationToken.None)).Signals);
        Assert.Equal((WebhookSubject.Order, id, connection.ExternalAccountId), (signal.Subject, signal.ExternalId, signal.ExternalAccountId));

        await queue.DeleteAsync([message], CancellationToken.None);
        await queue.DeleteAsync([message], CancellationToken.None);
        Assert.Empty(await queue.ReceiveAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Receive_ManyDoubledAndOutOfOrder_BringsEachAtLeastOnce()
    {
        var (bed, queue, _) = await SubscribedAsync(new SandboxOptions { EnforceLimits = false, Notifications = { DuplicatePercent = 30, DisorderPercent = 30 } });
        await using var end = bed;
        var sold = bed.Amazon.CreateOrders(40, null, 1).ToHashSet();

        var told = new List<string>();
        await Eventually.TrueAsync(async () =>
        {
            var messages = await queue.ReceiveAsync(CancellationToken.None);
            foreach (var message in messages)
            {
                told.AddRange((await bed.Platform.Webhooks!.ReadAsync(message.Request, CancellationToken.None)).Signals.Select(s => s.ExternalId!));
            }

            await queue.DeleteAsync(messages, CancellationToken.None);
            return sold.SetEquals(told);
        });
        Assert.True(told.Count > sold.Count);
        Assert.NotEqual(sold.Order(StringComparer.Ordinal), told.Distinct());
    }

    [Fact]
    public async Task Receive_EndOfAFeed_IsASignalOfWork()
    {
        var (bed, queue, connection) = await SubscribedAsync();
        await using var _ = bed;
        await bed.Platform.Cancellations!.CancelAsync(connection, new CancelRequest(bed.Amazon.CreateOrders(1, null, 1)[0], CancelReason.OutOfStock, []), CancellationToken.None);

        var signals = new List<WebhookSignal>();
        await Eventually.TrueAsync(async () =>
        {
            foreach (var message in await queue.ReceiveAsync(CancellationToken.None))
            {
                signals.AddRange((await bed.Platform.Webhooks!.ReadAsync(message.Request, CancellationToken.None)).Signals);
            }

            return signals.Any(s => s.Subject == WebhookSubject.Task);
        });
        Assert.Equal(connection.ExternalAccountId, signals.First(s => s.Subject == WebhookSubject.Task).ExternalAccountId);
    }

    [Theory]
    [InlineData(FaultKind.Error, typeof(TransientException))]
    [InlineData(FaultKind.ExpiredToken, typeof(RejectedException))]
    public async Task Receive_UnderFault_SaysSoInTheOneFamily(FaultKind fault, Type failure)
    {
        var (bed, queue, _) = await SubscribedAsync();
        await using var end = bed;
        bed.Faults.Arm("amazon", "queue", fault, 4, null);
        var thrown = await Assert.ThrowsAnyAsync<PlatformException>(() => queue.ReceiveAsync(CancellationToken.None));
        Assert.IsType(failure, thrown);
    }

    [Fact]
    public async Task Delivery_WithoutTheProcessesOwnKey_IsRefusedWhenTheQueueIsReadFromHere()
    {
        var (bed, _, _) = await SubscribedAsync();
        await using var end = bed;
        bed.Amazon.CreateOrders(1, null, 1);
        var body = Encoding.UTF8.GetBytes(((AmazonSandbox)bed.Amazon).Notifications.First());
        foreach (var headers in new Dictionary<string, string>[] { [], new() { ["x-api-key"] = "" }, new() { ["x-api-key"] = "guess" } })
        {
            var request = new WebhookRequest("POST", Nowhere, new Dictionary<string, string>(), headers, body, TimeProvider.System.GetUtcNow());
            Assert.NotNull((await bed.Platform.Webhooks!.ReadAsync(request, CancellationToken.None)).Refusal);
        }
    }

    [Fact]
    public void Url_FollowsFromTheArn() =>
        Assert.Equal("https://sqs.eu-west-1.amazonaws.com/123456789012/orders", AmazonQueue.UrlOf("arn:aws:sqs:eu-west-1:123456789012:orders"));
}
