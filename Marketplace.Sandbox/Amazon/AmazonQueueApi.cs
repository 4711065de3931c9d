using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Marketplace.Sandbox.Faults;
using Marketplace.Sandbox.Hosting;

namespace Marketplace.Sandbox.Amazon;

/// <summary>The JSON protocol of SQS, as far as a reader of a queue needs it. Names begin with capitals; the operation is in a header.</summary>
internal sealed class AmazonQueueApi(AmazonQueueStore store, string arn, int seed)
{
    private const string Json = "application/x-amz-json-1.0";
    private const int MostMessages = 10;
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(250);

    /// <summary>The queue.</summary>
    public string Arn => arn;

    /// <summary>Key that may read the queue.</summary>
    public string AccessKeyId { get; } = $"AKIASANDBOX{seed:D9}";

    /// <summary>Its secret. Signatures are not checked.</summary>
    public string SecretAccessKey { get; } = $"sandbox-secret-{seed}";

    /// <summary>Address of the queue.</summary>
    public string Url => $"https://{Host}/{arn.Split(':')[4]}/{arn.Split(':')[5]}";

    /// <summary>Host of the queues of a region.</summary>
    public string Host => $"sqs.{arn.Split(':')[3]}.amazonaws.com";

    /// <summary>Answers a call of any operation.</summary>
    public SandboxReply Answer(SandboxCall call)
    {
        if (call.Header("Authorization")?.Contains($"Credential={AccessKeyId}/", StringComparison.Ordinal) != true)
        {
            return Refuse(403, "com.amazon.coral.service#UnrecognizedClientException", "The security token included in the request is invalid.");
        }

        JsonNode? body;
        try
        {
            body = JsonNode.Parse(call.Body);
        }
        catch (JsonException)
        {
            return Refuse(400, "com.amazon.coral.service#SerializationException", "The request could not be read.");
        }

        if (call.Header("X-Amz-Target") is not "AmazonSQS.GetQueueUrl" && !IsMine(AmazonBody.Text(body, "QueueUrl")))
        {
            return Refuse(400, "com.amazonaws.sqs#QueueDoesNotExist", "The specified queue does not exist.").With("x-amzn-query-error", "AWS.SimpleQueueService.NonExistentQueue;Sender");
        }

        return call.Header("X-Amz-Target") switch
        {
            "AmazonSQS.ReceiveMessage" => Receive(body),
            "AmazonSQS.DeleteMessage" => Delete(body),
            "AmazonSQS.DeleteMessageBatch" => DeleteBatch(body),
            "AmazonSQS.GetQueueUrl" => Ok(new JsonObject { ["QueueUrl"] = Url }),
            "AmazonSQS.GetQueueAttributes" => Ok(new JsonObject { ["Attributes"] = new JsonObject { ["QueueArn"] = arn, ["ApproximateNumberOfMessages"] = store.Count.ToString(CultureInfo.InvariantCulture) } }),
            _ => Refuse(400, "com.amazon.coral.service#UnknownOperationException", "The operation is not known."),
        };
    }

    /// <summary>The service's own body for a fault.</summary>
    public static SandboxReply Fault(FaultKind kind) => kind == FaultKind.ExpiredToken
        ? Refuse(403, "com.amazon.coral.service#ExpiredTokenException", "The security token included in the request is expired.")
        : kind == FaultKind.Throttle
            ? Refuse(400, "com.amazonaws.sqs#RequestThrottled", "The request was denied due to request throttling.")
            : Refuse(503, "com.amazon.coral.service#ServiceUnavailable", "The service is unavailable.");

    private bool IsMine(string? url) => url is not null && new Uri(url).AbsolutePath == new Uri(Url).AbsolutePath;

    private SandboxReply Receive(JsonNode? body)
    {
        var most = AmazonBody.Number(body, "MaxNumberOfMessages") ?? 1;
        if (most is < 1 or > MostMessages)
        {
            return Refuse(400, "com.amazonaws.sqs#InvalidParameterValue", "MaxNumberOfMessages must be between 1 and 10.");
        }

        var handed = store.Receive(most, TimeSpan.FromSeconds(AmazonBody.Number(body, "VisibilityTimeout") ?? 30));
        if (handed.Count == 0)
        {
            // A call is not held for long here, so that a message which comes meanwhile is not kept waiting.
            var wait = TimeSpan.FromSeconds(AmazonBody.Number(body, "WaitTimeSeconds") ?? 0);
            return Ok([]) with { Wait = wait < LongestWait ? wait : LongestWait };
        }

        return Ok(new JsonObject
        {
            ["Messages"] = new JsonArray([.. handed.Select(m => new JsonObject
            {
                ["MessageId"] = m.Id,
                ["ReceiptHandle"] = m.Receipt,
                ["MD5OfBody"] = Checksum(m.Body),
                ["Body"] = m.Body,
                ["Attributes"] = new JsonObject { ["ApproximateReceiveCount"] = m.Times.ToString(CultureInfo.InvariantCulture) },
            })]),
        });
    }

    private SandboxReply Delete(JsonNode? body) =>
        AmazonBody.Text(body, "ReceiptHandle") is { } receipt && store.Delete(receipt)
            ? Ok([])
            : Refuse(400, "com.amazonaws.sqs#ReceiptHandleIsInvalid", "The specified receipt handle is not valid.");

    private SandboxReply DeleteBatch(JsonNode? body)
    {
        if (body?["Entries"] is not JsonArray { Count: > 0 and <= MostMessages } entries)
        {
            return Refuse(400, "com.amazonaws.sqs#EmptyBatchRequest", "The batch holds 1 to 10 entries.");
        }

        var (done, failed) = (new JsonArray(), new JsonArray());
        foreach (var entry in entries)
        {
            var id = AmazonBody.Text(entry, "Id");
            if (AmazonBody.Text(entry, "ReceiptHandle") is { } receipt && store.Delete(receipt))
            {
                done.Add(new JsonObject { ["Id"] = id });
            }
            else
            {
                failed.Add(new JsonObject { ["Id"] = id, ["SenderFault"] = true, ["Code"] = "ReceiptHandleIsInvalid" });
            }
        }

        return Ok(new JsonObject { ["Successful"] = done, ["Failed"] = failed });
    }

    private static SandboxReply Ok(JsonObject body) =>
        new SandboxReply(200, Encoding.UTF8.GetBytes(body.ToJsonString()), Json).With("x-amzn-RequestId", Guid.NewGuid().ToString("D"));

    private static SandboxReply Refuse(int status, string type, string message) =>
        new SandboxReply(status, Encoding.UTF8.GetBytes(new JsonObject { ["__type"] = type, ["message"] = message }.ToJsonString()), Json).With("x-amzn-RequestId", Guid.NewGuid().ToString("D"));

    private static string Checksum(string body) =>
        // The protocol has the checksum as MD5; it guards against damage, not against people.
#pragma warning disable CA5351
        Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(body)));
#pragma warning restore CA5351
}
