using System.Text;
using System.Text.Json.Nodes;
using Marketplace.Core.Platforms;
using Marketplace.Core.Platforms.Amazon.Notifications;
using Marketplace.Sandbox;
using Marketplace.Sandbox.Amazon;

namespace Marketplace.Tests.Platforms.Amazon;

/// <summary>Notifications that a topic of SNS posts to us, signed by Amazon.</summary>
public sealed class SnsTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Topic_IsConfirmedByItsFirstPost_AndThenBelieved(int version)
    {
        await using var bed = await StartAsync(version);
        var connection = await bed.ConnectAsync();
        await using var hook = await WebhookListener.StartAsync(bed.Platform.Webhooks!);

        var (id, post) = await SellAsync(bed, connection, hook);

        Assert.Null(post.Reading.Refusal);
        var signal = Assert.Single(post.Reading.Signals);
        Assert.Equal((WebhookSubject.Order, id, connection.ExternalAccountId), (signal.Subject, signal.ExternalId, signal.ExternalAccountId));
        Assert.NotNull(post.Reading.SentAt);
        Assert.Equal(1, bed.Calls("confirmSubscription", 200));
        Assert.Equal(1, bed.Calls("topicCertificate", 200));
    }

    [Theory]
    [InlineData(
        """{"Type":"Notification","MessageId":"1","TopicArn":"arn:aws:sns:us-east-2:123456789012:t","Subject":"S","Message":"M\nN","Timestamp":"2019-01-31T04:37:04.321Z","UnsubscribeURL":"u"}""",
        "Message\nM\nN\nMessageId\n1\nSubject\nS\nTimestamp\n2019-01-31T04:37:04.321Z\nTopicArn\narn:aws:sns:us-east-2:123456789012:t\nType\nNotification\n")]
    [InlineData(
        """{"Type":"Notification","MessageId":"1","TopicArn":"t","Message":"M","Timestamp":"T"}""",
        "Message\nM\nMessageId\n1\nTimestamp\nT\nTopicArn\nt\nType\nNotification\n")]
    [InlineData(
        """{"Type":"SubscriptionConfirmation","MessageId":"1","Token":"K","TopicArn":"t","Message":"M","SubscribeURL":"U","Timestamp":"T"}""",
        "Message\nM\nMessageId\n1\nSubscribeURL\nU\nTimestamp\nT\nToken\nK\nTopicArn\nt\nType\nSubscriptionConfirmation\n")]
    public void ToSign_OfEachKind_HasThePublishedPartsInTheirOrder(string body, string parts) => Assert.Equal(parts, SnsMessage.Read(Encoding.UTF8.GetBytes(body))!.ToSign());

    [Fact]
    public async Task Post_ThatIsNotExactlyWhatAmazonSigned_IsRefused()
    {
        await using var bed = await StartAsync(2);
        var connection = await bed.ConnectAsync();
        await using var hook = await WebhookListener.StartAsync(bed.Platform.Webhooks!);
        var (_, post) = await SellAsync(bed, connection, hook);
        var calls = bed.Log.Calls.Count;

        foreach (var (name, value) in new[]
        {
            ("Message", "{}"), ("MessageId", "another"), ("Timestamp", "2020-01-01T00:00:00.000Z"), ("SignatureVersion", "1"), ("SignatureVersion", "3"), ("Signature", "AAAA"),
            ("TopicArn", "arn:aws:sns:us-east-1:999999999999:theirs"),
            ("SigningCertURL", "https://sns.us-east-1.amazonaws.com.evil.example/x.pem"),
            ("SigningCertURL", "https://evil.example/sns.us-east-1.amazonaws.com/x.pem"),
            ("SigningCertURL", "http://sns.us-east-1.amazonaws.com/x.pem"),
            ("SigningCertURL", "https://user@sns.us-east-1.amazonaws.com/x.pem"),
            ("SigningCertURL", "https://sns.us-east-1.amazonaws.com:8443/x.pem"),
            ("SigningCertURL", "https://sns.us-east-1.amazonaws.com/x.txt"),
        })
        {
            var altered = JsonNode.Parse(post.Request.Body)!;
            altered[name] = value;
            Assert.NotNull((await ReadAsync(bed, post.Request with { Body = Encoding.UTF8.GetBytes(altered.ToJsonString()) })).Refusal);
        }

        Assert.NotNull((await ReadAsync(bed, post.Request with { Body = "[]"u8.ToArray() })).Refusal);
        Assert.NotNull((await ReadAsync(bed, post.Request with { Headers = new Dictionary<string, string>() })).Refusal);
        Assert.Equal(calls, bed.Log.Calls.Count);
        Assert.Null((await ReadAsync(bed, post.Request)).Refusal);
    }

    [Fact]
    public async Task Post_WhenNoTopicIsSet_IsRefusedAndNamesTheSetting()
    {
        await using var bed = await AmazonBed.StartAsync();
        var request = new WebhookRequest(
            "POST", new Uri("https://shop.example/webhooks/amazon"), new Dictionary<string, string>(), new Dictionary<string, string> { ["x-amz-sns-message-type"] = "Notification" }, "{}"u8.ToArray(), default);

        Assert.Contains("Platforms:Amazon:NotificationTopicArn", (await ReadAsync(bed, request)).Refusal, StringComparison.Ordinal);
    }

    private static Task<WebhookReading> ReadAsync(AmazonBed bed, WebhookRequest request) => bed.Platform.Webhooks!.ReadAsync(request, Cancel);

    private static Task<AmazonBed> StartAsync(int version)
    {
        var options = new SandboxOptions { EnforceLimits = false, Orders = 0, Amazon = new AmazonSandboxOptions { NotificationForm = AmazonBridgeForm.Sns, TopicSignatureVersion = version } };
        return AmazonBed.StartAsync(options, new Dictionary<string, string?>
        {
            ["Platforms:Amazon:NotificationQueueArn"] = "arn:aws:sqs:us-east-1:000000000000:marketplace",
            ["Platforms:Amazon:NotificationTopicArn"] = $"arn:aws:sns:us-east-1:000000000000:marketplace-sandbox-{options.Seed}",
        });
    }

    // The first post asks for the confirmation, the second one is about the sale.
    private static async Task<(string Id, (WebhookRequest Request, WebhookReading Reading) Post)> SellAsync(AmazonBed bed, ConnectionContext connection, WebhookListener hook)
    {
        await bed.Platform.Subscriptions!.SubscribeAsync(connection, hook.Address, Cancel);
        bed.Amazon.BridgeTo(hook.Address);
        await hook.WaitAsync(1);
        await Eventually.TrueAsync(() => bed.Calls("confirmSubscription", 200) == 1);
        var id = bed.Amazon.CreateOrders(1, null, 1)[0];
        return (id, (await hook.WaitAsync(2))[1]);
    }
}
