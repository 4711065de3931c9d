namespace Marketplace.Core.Platforms;

/// <summary>A queue to which a marketplace writes its notifications, where it calls no web address. Each comes at least once, in any order.</summary>
public interface INotificationQueue
{
    /// <summary>Whether the queue is to be read from here. False where the operator brings its messages to our web address instead.</summary>
    bool IsSetUp { get; }

    /// <summary>
    /// Waits some seconds for messages and takes a few; none when none came. Each is as a web delivery would be and proves itself to
    /// the marketplace's receiver. What is not deleted comes again.
    /// </summary>
    /// <exception cref="PlatformException">The queue could not be read.</exception>
    Task<IReadOnlyList<QueuedNotification>> ReceiveAsync(CancellationToken cancellationToken);

    /// <summary>Deletes messages that are stored here.</summary>
    /// <exception cref="PlatformException">The queue could not be reached; the messages come again.</exception>
    Task DeleteAsync(IReadOnlyList<QueuedNotification> messages, CancellationToken cancellationToken);
}

/// <summary>A message of a queue.</summary>
/// <param name="Receipt">What it is deleted by.</param>
/// <param name="Request">The message as a delivery.</param>
public sealed record QueuedNotification(string Receipt, WebhookRequest Request);
