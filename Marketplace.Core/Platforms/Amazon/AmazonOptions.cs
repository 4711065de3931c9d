using Microsoft.Extensions.Options;

namespace Marketplace.Core.Platforms.Amazon;

/// <summary>Settings under <c>Platforms:Amazon</c>. Either the three credentials are all there, or none is.</summary>
public sealed class AmazonOptions
{
    /// <summary>The settings' section.</summary>
    public const string Section = "Platforms:Amazon";

    /// <summary>The application's id in Seller Central ("amzn1.sp.solution.…" or "amzn1.sellerapps.app.…").</summary>
    public string ApplicationId { get; set; } = "";

    /// <summary>Login with Amazon client id ("amzn1.application-oa2-client.…").</summary>
    public string ClientId { get; set; } = "";

    /// <summary>Login with Amazon client secret; Amazon wants a new one every 180 days.</summary>
    public string ClientSecret { get; set; } = "";

    /// <summary>Adds <c>version=beta</c> to the consent page, which applications in draft state need.</summary>
    public bool DraftApplication { get; set; }

    /// <summary>ARN of the SQS queue that Amazon shall write notifications to; empty for none. Amazon calls no web address itself.</summary>
    public string NotificationQueueArn { get; set; } = "";

    /// <summary>Address of that queue, where it is not the one that follows from the ARN (a local stand-in, a VPC endpoint).</summary>
    public Uri? NotificationQueueUrl { get; set; }

    /// <summary>AWS key that may read the queue; empty leaves it to AWS's own chain (environment, profile, role of the machine).</summary>
    public string AwsAccessKeyId { get; set; } = "";

    /// <summary>Secret of that key.</summary>
    public string AwsSecretAccessKey { get; set; } = "";

    /// <summary>
    /// Key that a bridge from the queue to our webhook sends along as <c>x-api-key</c>. Empty: the queue is read from here, and web
    /// deliveries are refused.
    /// </summary>
    public string NotificationKey { get; set; } = "";

    /// <summary>ARN of an SNS topic of yours that posts the notifications here over https; empty refuses what comes from any topic.</summary>
    public string NotificationTopicArn { get; set; } = "";

    /// <summary>Where parcels with Amazon's labels leave from.</summary>
    public AmazonShipFrom ShipFrom { get; init; } = new();

    /// <summary>Seconds that a small listings feed usually takes from upload to report; beyond it, feeds are chosen over single calls.</summary>
    public double FeedSeconds { get; set; } = 180;

    /// <summary>Seconds that a feed on orders usually takes; it decides from how many parcels on a feed is chosen over single calls.</summary>
    public double OrderFeedSeconds { get; set; } = 180;

    /// <summary>Seconds until a feed's or report's state is first looked at again; doubles up to two minutes.</summary>
    public double PollSeconds { get; set; } = 15;

    /// <summary>Minutes after which a feed or report that is still running is left to itself; its rows may be tried again.</summary>
    public double PatienceMinutes { get; set; } = 30;

    /// <summary>Where tokens come from, for all regions.</summary>
    public Uri TokenUrl { get; set; } = new("https://api.amazon.com/auth/o2/token");

    /// <summary>API address per region: NA, EU, FE.</summary>
    public Dictionary<string, Uri> Endpoints { get; init; } = new(StringComparer.OrdinalIgnoreCase)
    {
        ["NA"] = new("https://sellingpartnerapi-na.amazon.com"),
        ["EU"] = new("https://sellingpartnerapi-eu.amazon.com"),
        ["FE"] = new("https://sellingpartnerapi-fe.amazon.com"),
    };

    /// <summary>Seller Central address per region, where the consent page lies.</summary>
    public Dictionary<string, Uri> SellerCentrals { get; init; } = new(StringComparer.OrdinalIgnoreCase)
    {
        ["NA"] = new("https://sellercentral.amazon.com"),
        ["EU"] = new("https://sellercentral-europe.amazon.com"),
        ["FE"] = new("https://sellercentral.amazon.co.jp"),
    };

    /// <summary>Full key of the first credential that is missing; null when all are there.</summary>
    public string? MissingSetting =>
        Credentials.Where(c => c.Value.Length == 0).Select(c => $"{Section}:{c.Name}").FirstOrDefault();

    internal IEnumerable<(string Name, string Value)> Credentials =>
        [(nameof(ApplicationId), ApplicationId), (nameof(ClientId), ClientId), (nameof(ClientSecret), ClientSecret)];

    /// <summary>API address of a region.</summary>
    /// <exception cref="RejectedException">The region has no address in the settings.</exception>
    public Uri EndpointOf(string region) => Of(Endpoints, nameof(Endpoints), region);

    /// <summary>Seller Central address of a region.</summary>
    /// <exception cref="RejectedException">The region has no address in the settings.</exception>
    public Uri SellerCentralOf(string region) => Of(SellerCentrals, nameof(SellerCentrals), region);

    private static Uri Of(Dictionary<string, Uri> addresses, string name, string region) =>
        addresses.GetValueOrDefault(region) ?? throw new RejectedException($"Amazon has no region '{region}' in the settings under {Section}:{name}.");
}

/// <summary>Stops the start on settings that could not work, and names the key.</summary>
internal sealed class AmazonOptionsValidator : IValidateOptions<AmazonOptions>
{
    public ValidateOptionsResult Validate(string? name, AmazonOptions options)
    {
        var faults = new List<string>();
        if (options.Credentials.Any(c => c.Value.Length > 0))
        {
            faults.AddRange(options.Credentials.Where(c => c.Value.Length == 0).Select(c => $"{AmazonOptions.Section}:{c.Name} is required as soon as one of Amazon's credentials is set."));
            if (options.ApplicationId.Length > 0 && !options.ApplicationId.StartsWith("amzn1.", StringComparison.Ordinal))
            {
                faults.Add($"{AmazonOptions.Section}:ApplicationId must be the id from Seller Central, which starts with \"amzn1.\".");
            }
        }

        if ((options.AwsAccessKeyId.Length > 0) != (options.AwsSecretAccessKey.Length > 0))
        {
            faults.Add($"{AmazonOptions.Section}:AwsAccessKeyId and AwsSecretAccessKey belong together: set both, or none to use AWS's own chain of credentials.");
        }

        if (options.NotificationQueueArn.Length > 0 && (!options.NotificationQueueArn.StartsWith("arn:aws", StringComparison.Ordinal) || options.NotificationQueueArn.Split(':') is not [_, _, "sqs", _, _, _]))
        {
            faults.Add($"{AmazonOptions.Section}:NotificationQueueArn must be the ARN of an SQS queue (\"arn:aws:sqs:…\"); Amazon takes no other destination for orders.");
        }

        var times = new[] { (nameof(options.FeedSeconds), options.FeedSeconds), (nameof(options.OrderFeedSeconds), options.OrderFeedSeconds), (nameof(options.PollSeconds), options.PollSeconds), (nameof(options.PatienceMinutes), options.PatienceMinutes) };
        faults.AddRange(times.Where(t => t.Item2 is not (> 0 and <= 86_400)).Select(t => $"{AmazonOptions.Section}:{t.Item1} must be greater than 0 and at most 86400."));
        var addresses = options.Endpoints.Select(e => (Name: $"Endpoints:{e.Key}", Address: e.Value))
            .Concat(options.SellerCentrals.Select(e => (Name: $"SellerCentrals:{e.Key}", Address: e.Value)))
            .Append((Name: nameof(AmazonOptions.TokenUrl), Address: options.TokenUrl));
        faults.AddRange(addresses
            .Where(a => !a.Address.IsAbsoluteUri || a.Address.Scheme is not ("https" or "http"))
            .Select(a => $"{AmazonOptions.Section}:{a.Name} must be an absolute http or https address."));
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
