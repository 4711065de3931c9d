namespace Marketplace.Core.Platforms;

/// <summary>Believes a marketplace's notifications only when they prove themselves, and reads them into neutral signals.</summary>
public interface IWebhookReceiver
{
    /// <summary>HTTP status that tells this marketplace that a delivery was not believed.</summary>
    int RefusedStatus { get; }

    /// <summary>Media types in which this marketplace delivers; others are refused unread.</summary>
    IReadOnlyCollection<string> ContentTypes => ["application/json"];

    /// <summary>Answer to the marketplace's own test of the address (eBay's challenge); null when the request is no such test.</summary>
    WebhookReply? Challenge(WebhookRequest request);

    /// <summary>Checks the proof over the raw bytes in constant time, then reads the signals. Never throws for bad input.</summary>
    /// <exception cref="TransientException">The key that the proof needs could not be fetched now.</exception>
    Task<WebhookReading> ReadAsync(WebhookRequest request, CancellationToken cancellationToken);
}

/// <summary>Asks a marketplace to send its notifications to us.</summary>
public interface IWebhookSubscriber
{
    /// <summary>Whether the marketplace calls our own web address; false where it delivers in another way, or to an address of its own settings.</summary>
    bool NeedsAddress => true;

    /// <summary>Makes the store's subscriptions; asking again changes nothing.</summary>
    /// <param name="connection">The store.</param>
    /// <param name="address">Our own address; of no meaning where <see cref="NeedsAddress"/> is false.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="RejectedException">A setting is missing, or the marketplace does not take the address; the message says what to do.</exception>
    Task SubscribeAsync(ConnectionContext connection, Uri address, CancellationToken cancellationToken);
}

/// <summary>Has a marketplace send a notification with invented data, to see whether it arrives.</summary>
public interface INotificationTester
{
    /// <summary>Asks for the notification; it comes like any other, some seconds later.</summary>
    /// <param name="connection">The store.</param>
    /// <param name="address">Our own address.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="RejectedException">The store is not subscribed at this address; the message says what to do.</exception>
    Task TestAsync(ConnectionContext connection, Uri address, CancellationToken cancellationToken);
}

/// <summary>A delivery as it came in.</summary>
/// <param name="Method">HTTP method, upper case.</param>
/// <param name="Address">The address as it is registered with the marketplace, without query.</param>
/// <param name="Query">Decoded query values.</param>
/// <param name="Headers">Headers; names ignore case.</param>
/// <param name="Body">Raw bytes.</param>
/// <param name="ReceivedAt">UTC.</param>
public sealed record WebhookRequest(
    string Method, Uri Address, IReadOnlyDictionary<string, string> Query, IReadOnlyDictionary<string, string> Headers, byte[] Body, DateTimeOffset ReceivedAt);

/// <summary>What to answer.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Body">Body; empty for none.</param>
/// <param name="ContentType">Its media type.</param>
public sealed record WebhookReply(int Status, string Body, string ContentType);

/// <summary>What a delivery turned out to be.</summary>
/// <param name="Refusal">Why it is not believed, in plain words; null when it is.</param>
/// <param name="Signals">What it tells; empty for kinds that mean nothing here.</param>
public sealed record WebhookReading(string? Refusal, IReadOnlyList<WebhookSignal> Signals)
{
    /// <summary>When the marketplace sent it, as the delivery itself says, UTC; null where it may rightly be read long after (a queue).</summary>
    public DateTimeOffset? SentAt { get; init; }

    /// <summary>A delivery that is not believed.</summary>
    public static WebhookReading Refused(string why) => new(why, []);
}

/// <summary>A hint to look again; it carries no data that is trusted.</summary>
/// <param name="NotificationId">The marketplace's id of the notification; the same one twice is one.</param>
/// <param name="Subject">What changed.</param>
/// <param name="ExternalAccountId">Whose store; null when the notification does not say.</param>
/// <param name="ExternalId">The order or listing.</param>
/// <param name="OccurredAt">UTC.</param>
public sealed record WebhookSignal(string NotificationId, WebhookSubject Subject, string? ExternalAccountId, string? ExternalId, DateTimeOffset OccurredAt)
{
    /// <summary>Name of the store, where the notification names it without its id.</summary>
    public string? ExternalAccountName { get; init; }
}

/// <summary>What a signal is about.</summary>
public enum WebhookSubject
{
    /// <summary>An order is new or changed.</summary>
    Order,

    /// <summary>Some order is new or changed, and the notification does not say which.</summary>
    Orders,

    /// <summary>A listing changed.</summary>
    Listing,

    /// <summary>The seller withdrew the authorisation, or it is about to end.</summary>
    Authorization,

    /// <summary>A buyer's account was deleted, and with it must go what is stored of the buyer.</summary>
    BuyerDeletion,

    /// <summary>Work that the marketplace did for us by itself (a batch, a feed) has ended.</summary>
    Task,

    /// <summary>Nothing that is acted on.</summary>
    Other,
}
