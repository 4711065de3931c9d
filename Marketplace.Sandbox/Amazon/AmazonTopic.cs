using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Marketplace.Sandbox.Hosting;

namespace Marketplace.Sandbox.Amazon;

/// <summary>A topic of SNS that posts each message to one address, signed, once the address has confirmed that it wants them.</summary>
internal sealed class AmazonTopic(string arn, int signatureVersion, TimeProvider time) : IDisposable
{
    /// <summary>Host of the topics of a region.</summary>
    public const string Host = "sns.us-east-1.amazonaws.com";

    private static readonly string[] NoticeKeys = ["Message", "MessageId", "Timestamp", "TopicArn", "Type"];
    private static readonly string[] ConfirmationKeys = ["Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"];
    private readonly RSA key = RSA.Create(2048);
    private readonly RSA forger = RSA.Create(2048);
    private readonly string token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
    private volatile bool isConfirmed;

    /// <summary>Its name at AWS.</summary>
    public string Arn => arn;

    /// <summary>Whether the address has confirmed; until then nothing is posted there.</summary>
    public bool IsConfirmed => isConfirmed;

    /// <summary>The question whether the address wants the messages.</summary>
    public JsonObject Question() => Wrap("SubscriptionConfirmation", new JsonObject
    {
        ["Token"] = token,
        ["Message"] = $"You have chosen to subscribe to the topic {arn}.",
        ["SubscribeURL"] = $"https://{Host}/?Action=ConfirmSubscription&TopicArn={arn}&Token={token}",
    });

    /// <summary>A message in the topic's wrapping.</summary>
    public JsonObject Notice(string message) => Wrap("Notification", new JsonObject { ["Message"] = message });

    /// <summary>A wrapped message with its signature, made by the topic or by somebody else.</summary>
    public string Sign(JsonObject wrapped, bool forged)
    {
        var keys = wrapped["Type"]!.GetValue<string>() == "Notification" ? NoticeKeys : ConfirmationKeys;
        var text = string.Concat(keys.Select(name => $"{name}\n{wrapped[name]!.GetValue<string>()}\n"));
        var hash = signatureVersion == 1 ? HashAlgorithmName.SHA1 : HashAlgorithmName.SHA256;
        var copy = wrapped.DeepClone().AsObject();
        copy["Signature"] = Convert.ToBase64String((forged ? forger : key).SignData(Encoding.UTF8.GetBytes(text), hash, RSASignaturePadding.Pkcs1));
        return copy.ToJsonString();
    }

    /// <summary>GET SigningCertURL.</summary>
    public SandboxReply Certificate(SandboxCall call)
    {
        var request = new CertificateRequest("CN=sns.amazonaws.com", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var now = time.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddYears(1));
        return new SandboxReply(200, Encoding.UTF8.GetBytes(certificate.ExportCertificatePem()), "application/x-pem-file");
    }

    /// <summary>GET SubscribeURL.</summary>
    public SandboxReply Confirm(SandboxCall call)
    {
        if (call.QueryValue("Action") != "ConfirmSubscription" || call.QueryValue("Token") != token)
        {
            return new SandboxReply(400, Encoding.UTF8.GetBytes("<ErrorResponse><Error><Type>Sender</Type><Code>InvalidParameter</Code></Error></ErrorResponse>"), "text/xml");
        }

        isConfirmed = true;
        return new SandboxReply(200, Encoding.UTF8.GetBytes($"<ConfirmSubscriptionResponse><ConfirmSubscriptionResult><SubscriptionArn>{arn}:1</SubscriptionArn></ConfirmSubscriptionResult></ConfirmSubscriptionResponse>"), "text/xml");
    }

    /// <inheritdoc />
    public void Dispose()
    {
        key.Dispose();
        forger.Dispose();
    }

    private JsonObject Wrap(string type, JsonObject content)
    {
        content["Type"] = type;
        content["MessageId"] = Guid.NewGuid().ToString();
        content["TopicArn"] = arn;
        content["Timestamp"] = time.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
        content["SignatureVersion"] = signatureVersion.ToString(CultureInfo.InvariantCulture);
        content["SigningCertURL"] = $"https://{Host}/SimpleNotificationService-sandbox.pem";
        return content;
    }
}
