using System.Text;
using Amazon.Runtime;
using Amazon.SQS;
using Amazon.SQS.Model;
using Microsoft.Extensions.Options;

namespace Marketplace.Core.Platforms.Amazon;

/// <summary>Reads the SQS queue that Amazon writes notifications to.</summary>
public sealed class AmazonQueue(AmazonQueueHttp http, AmazonWebhooks webhooks, IOptions<AmazonOptions> options, TimeProvider time) : INotificationQueue, IDisposable
{
    private const int MostMessages = 10;
    private const int WaitSeconds = 20;

    // A message that is not stored within this time is handed out again.
    private const int HiddenSeconds = 60;
    private static readonly Uri Address = new("https://sqs.amazonaws.com/");
    private readonly Lazy<AmazonSQSClient> client = new(() => Open(http, options.Value));

    /// <inheritdoc />
    public bool IsSetUp => options.Value is { NotificationQueueArn.Length: > 0, NotificationKey.Length: 0 };

    private string Url => options.Value.NotificationQueueUrl is { } url ? url.AbsoluteUri : UrlOf(options.Value.NotificationQueueArn);

    /// <inheritdoc />
    public async Task<IReadOnlyList<QueuedNotification>> ReceiveAsync(CancellationToken cancellationToken)
    {
        var answer = await CallAsync(
            "ReceiveMessage",
            () => client.Value.ReceiveMessageAsync(
                new ReceiveMessageRequest { QueueUrl = Url, MaxNumberOfMessages = MostMessages, WaitTimeSeconds = WaitSeconds, VisibilityTimeout = HiddenSeconds }, cancellationToken));
        return [.. (answer.Messages ?? []).Select(m => new QueuedNotification(m.ReceiptHandle, RequestOf(m.Body)))];
    }

    /// <inheritdoc />
    public async Task DeleteAsync(IReadOnlyList<QueuedNotification> messages, CancellationToken cancellationToken)
    {
        foreach (var some in messages.Chunk(MostMessages))
        {
            await CallAsync(
                "DeleteMessageBatch",
                () => client.Value.DeleteMessageBatchAsync(
                    new DeleteMessageBatchRequest { QueueUrl = Url, Entries = [.. some.Select((m, index) => new DeleteMessageBatchRequestEntry($"m{index}", m.Receipt))] }, cancellationToken));
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        if (client.IsValueCreated)
        {
            client.Value.Dispose();
        }
    }

    /// <summary>Address of a queue: <c>arn:aws:sqs:{region}:{account}:{name}</c> is <c>https://sqs.{region}.amazonaws.com/{account}/{name}</c>.</summary>
    internal static string UrlOf(string arn)
    {
        var parts = arn.Split(':');
        return $"https://sqs.{parts[3]}.amazonaws.com/{parts[4]}/{parts[5]}";
    }

    private static AmazonSQSClient Open(AmazonQueueHttp http, AmazonOptions options)
    {
        var arn = options.NotificationQueueArn.Split(':');
        var root = options.NotificationQueueUrl is { } url ? url.GetLeftPart(UriPartial.Authority) : $"https://sqs.{arn[3]}.amazonaws.com";
        var config = new AmazonSQSConfig { ServiceURL = root, AuthenticationRegion = arn[3], HttpClientFactory = http, MaxErrorRetry = 1 };
        return options.AwsAccessKeyId.Length > 0
            ? new AmazonSQSClient(new BasicAWSCredentials(options.AwsAccessKeyId, options.AwsSecretAccessKey), config)
            : new AmazonSQSClient(config);
    }

    // The queue is ours and read with our own credentials, so its messages carry the proof that the receiver asks of any delivery.
    private WebhookRequest RequestOf(string body) => new(
        "POST", Address, new Dictionary<string, string>(), new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { [AmazonWebhooks.KeyHeader] = webhooks.OwnKey },
        Encoding.UTF8.GetBytes(body), time.GetUtcNow());

    private static async Task<T> CallAsync<T>(string operation, Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (Exception exception) when (exception is AmazonServiceException { StatusCode: System.Net.HttpStatusCode.Forbidden or System.Net.HttpStatusCode.BadRequest })
        {
            throw new RejectedException(
                $"AWS does not let this application read the queue of notifications. Check {AmazonOptions.Section}:NotificationQueueArn, and that the AWS credentials may sqs:ReceiveMessage and sqs:DeleteMessage on it.",
                exception)
            { Operation = operation, RawCode = ((AmazonServiceException)exception).ErrorCode, RequestId = ((AmazonServiceException)exception).RequestId };
        }
        catch (Exception exception) when (exception is AmazonServiceException or AmazonClientException or HttpRequestException)
        {
            throw new TransientException("The queue of Amazon's notifications cannot be read for the moment.", exception) { Operation = operation };
        }
    }
}
