namespace Marketplace.Sandbox.Amazon;

/// <summary>What can be set for the Amazon of the sandbox alone.</summary>
public sealed class AmazonSandboxOptions
{
    /// <summary>
    /// Where notifications are brought from the queue, as an operator's bridge does with the real ones; empty leaves them in the queue.
    /// </summary>
    public string NotificationAddress { get; set; } = "";

    /// <summary>In what form they are brought there.</summary>
    public AmazonBridgeForm NotificationForm { get; set; }

    /// <summary>How the topic signs, where they come through one: 1 is SHA-1, 2 is SHA-256.</summary>
    public int TopicSignatureVersion { get; set; } = 2;

    /// <summary>Of a hundred calls, how many the gateway refuses with a page of HTML before anything reads them, as it does with malformed ones.</summary>
    public int HtmlErrorPercent { get; set; }

    /// <summary>Seconds that a feed takes beyond the fraction of one that it always does; the real ones take minutes.</summary>
    public double FeedSeconds { get; set; }
}

/// <summary>Ways from Amazon's queue to a web address.</summary>
public enum AmazonBridgeForm
{
    /// <summary>As they are, with a key.</summary>
    Key,

    /// <summary>By an API destination of EventBridge, with a key.</summary>
    EventBridge,

    /// <summary>By a topic of SNS, signed.</summary>
    Sns,
}
