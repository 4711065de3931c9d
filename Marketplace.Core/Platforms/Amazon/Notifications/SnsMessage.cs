using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Marketplace.Core.Platforms.Amazon.Notifications;

/// <summary>
/// What Amazon SNS posts to a web address: the notification as text in its own signed wrapping
/// (docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html).
/// </summary>
public sealed partial class SnsMessage
{
    /// <summary>Header by which such a post is known.</summary>
    public const string TypeHeader = "x-amz-sns-message-type";

    private const string Notice = "Notification";
    private static readonly string[] NoticeKeys = ["Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"];
    private static readonly string[] ConfirmationKeys = ["Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"];
    private readonly Dictionary<string, string> values;

    private SnsMessage(Dictionary<string, string> values) => this.values = values;

    /// <summary>Whether it carries a notification; otherwise it is about the subscription itself.</summary>
    public bool IsNotification => Value("Type") == Notice;

    /// <summary>Whether Amazon asks us to confirm that we want the topic's messages.</summary>
    public bool AsksForConfirmation => Value("Type") == "SubscriptionConfirmation";

    /// <summary>Amazon's id of the message; the same at each try.</summary>
    public string Id => Value("MessageId") ?? "";

    /// <summary>The topic.</summary>
    public string TopicArn => Value("TopicArn") ?? "";

    /// <summary>The content.</summary>
    public string Content => Value("Message") ?? "";

    /// <summary>When it was sent, UTC; null where the time makes no sense.</summary>
    public DateTimeOffset? SentAt =>
        DateTimeOffset.TryParse(Value("Timestamp"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at.ToUniversalTime() : null;

    /// <summary>Where the certificate lies, when it lies at Amazon; null where it does not, and then nothing may be believed.</summary>
    public Uri? Certificate => OfAmazon(Value("SigningCertURL") ?? Value("SigningCertUrl"), ".pem");

    /// <summary>Where the subscription is confirmed, when that is at Amazon; null otherwise.</summary>
    public Uri? Confirmation => OfAmazon(Value("SubscribeURL") ?? Value("SubscribeUrl"), "");

    /// <summary>Reads a body; null where it is no such message.</summary>
    public static SnsMessage? Read(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind != JsonValueKind.Object ? null : new SnsMessage(document.RootElement.EnumerateObject()
                .Where(p => p.Value.ValueKind == JsonValueKind.String)
                .GroupBy(p => p.Name)
                .ToDictionary(g => g.Key, g => g.Last().Value.GetString()!));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Whether the signature holds: version 1 is RSA over SHA-1, version 2 over SHA-256, both PKCS#1.</summary>
    public bool IsProven(X509Certificate2 certificate)
    {
        var hash = Value("SignatureVersion") switch
        {
            "1" => HashAlgorithmName.SHA1,
            "2" => HashAlgorithmName.SHA256,
            _ => (HashAlgorithmName?)null,
        };
        if (hash is not { } algorithm || Value("Signature") is not { } given)
        {
            return false;
        }

        var signature = new byte[given.Length];
        using var key = certificate.GetRSAPublicKey();
        return key is not null
            && Convert.TryFromBase64String(given, signature, out var length)
            && key.VerifyData(Encoding.UTF8.GetBytes(ToSign()), signature.AsSpan(0, length), algorithm, RSASignaturePadding.Pkcs1);
    }

    /// <summary>What Amazon signs: name and value of each part that is there, a line each.</summary>
    internal string ToSign() => string.Concat(
        (IsNotification ? NoticeKeys : ConfirmationKeys).Where(values.ContainsKey).Select(key => $"{key}\n{values[key]}\n"));

    private static Uri? OfAmazon(string? text, string ending) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address)
        && address is { Scheme: "https", IsDefaultPort: true, UserInfo.Length: 0 }
        && Host().IsMatch(address.Host)
        && address.AbsolutePath.EndsWith(ending, StringComparison.Ordinal)
            ? address
            : null;

    private string? Value(string name) => values.GetValueOrDefault(name);

    [GeneratedRegex(@"\Asns\.[a-z0-9-]+\.amazonaws\.com(\.cn)?\z")]
    private static partial Regex Host();
}
