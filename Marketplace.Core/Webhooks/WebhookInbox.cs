using System.Globalization;
using Marketplace.Core.Platforms;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Marketplace.Core.Webhooks;

/// <summary>
/// Takes notifications in: checks the proof, stores the raw delivery and the work that follows from it in one transaction, and
/// answers. A notification is only a hint to read the order again, so one that comes twice or late does no harm.
/// </summary>
public sealed class WebhookInbox
{
    /// <summary>Largest body that is read, in bytes; real notifications have a few thousand.</summary>
    public const int MaxBody = 1024 * 1024;

    // Clocks differ.
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(10);
    private readonly PlatformCatalog platforms;
    private readonly WebhookWriter writer;
    private readonly RefusalBrake brake;
    private readonly IOptions<WebhooksOptions> options;
    private readonly ILogger<WebhookInbox> logger;

    internal WebhookInbox(PlatformCatalog platforms, WebhookWriter writer, RefusalBrake brake, IOptions<WebhooksOptions> options, ILogger<WebhookInbox> logger) =>
        (this.platforms, this.writer, this.brake, this.options, this.logger) = (platforms, writer, brake, options, logger);

    /// <summary>Takes a delivery in and says what to answer.</summary>
    /// <exception cref="UnknownMarketplaceException">No marketplace with webhooks has this key.</exception>
    /// <exception cref="TransientException">What the proof needs cannot be fetched now; the marketplace shall try again.</exception>
    public async Task<WebhookReply> ReceiveAsync(string marketplace, WebhookRequest request, CancellationToken cancellationToken)
    {
        using var measure = WebhookMeter.Measure(marketplace);
        var (platform, receiver) = Of(marketplace);
        if (receiver.Challenge(request) is { } challenge)
        {
            return challenge;
        }

        if (request.Body.Length > MaxBody)
        {
            return await RefuseAsync(platform.Key, request with { Body = [] }, null, $"The body is larger than {MaxBody} bytes.", 413, cancellationToken);
        }

        // What a queue hands over has no media type.
        var contentType = Arrival.ContentTypeOf(request);
        if (request.Method == "POST" && contentType is not null && !receiver.ContentTypes.Contains(contentType))
        {
            return await RefuseAsync(platform.Key, request, null, $"The media type {contentType} is none of those in which {platform.Descriptor.Name} delivers.", 415, cancellationToken);
        }

        var reading = await receiver.ReadAsync(request, cancellationToken);
        if ((reading.Refusal ?? TimeProblem(reading, request.ReceivedAt)) is { } refusal)
        {
            return await RefuseAsync(platform.Key, request, reading.SentAt, refusal, receiver.RefusedStatus, cancellationToken);
        }

        // The same notification may come twice at once; the one that is stored second finds the first.
        var stored = await Task.WhenAll(reading.Signals.GroupBy(s => s.NotificationId)
            .Select(signals => writer.StoreAsync(new Arrival(platform.Key, request, reading.SentAt, null, signals.Key, [.. signals]), cancellationToken)));
        measure.Outcome = stored.Contains(true) ? "accepted" : "repeated";
        return new WebhookReply(200, "", "text/plain");
    }

    /// <summary>Notes a delivery whose body was too large to be read.</summary>
    /// <exception cref="UnknownMarketplaceException">No marketplace with webhooks has this key.</exception>
    public Task<WebhookReply> RefuseTooLargeAsync(string marketplace, WebhookRequest request, CancellationToken cancellationToken) =>
        RefuseAsync(Of(marketplace).Platform.Key, request with { Body = [] }, null, $"The body is larger than {MaxBody} bytes.", 413, cancellationToken);

    private (MarketplacePlatform Platform, IWebhookReceiver Receiver) Of(string marketplace) =>
        platforms.TryGet(marketplace, out var platform) && platform.Webhooks is { } receiver ? (platform, receiver) : throw new UnknownMarketplaceException(marketplace);

    // A copy that somebody has kept proves itself as well as the first; only its age tells. The duty to forget a buyer has no age.
    private string? TimeProblem(WebhookReading reading, DateTimeOffset receivedAt)
    {
        if (reading.SentAt is not { } sent || reading.Signals.Any(s => s.Subject == WebhookSubject.BuyerDeletion))
        {
            return null;
        }

        var oldest = TimeSpan.FromHours(options.Value.ToleratedHours);
        return receivedAt - sent > oldest ? string.Create(CultureInfo.InvariantCulture, $"It was sent at {sent:u}, which is longer ago than the {options.Value.ToleratedHours} hours that are tolerated.")
            : sent - receivedAt > Ahead ? string.Create(CultureInfo.InvariantCulture, $"It claims to be sent at {sent:u}, which is yet to come.")
            : null;
    }

    private async Task<WebhookReply> RefuseAsync(MarketplaceKey marketplace, WebhookRequest request, DateTimeOffset? sentAt, string why, int status, CancellationToken cancellationToken)
    {
        WebhookMeter.Refused(marketplace);
        if (brake.MayStore(marketplace))
        {
            logger.LogWarning("A notification in the name of {Marketplace} was not believed: {Reason}", marketplace, why);
            await writer.StoreAsync(Arrival.Refused(marketplace, request, sentAt, why), cancellationToken);
        }

        return new WebhookReply(status, "", "text/plain");
    }
}
