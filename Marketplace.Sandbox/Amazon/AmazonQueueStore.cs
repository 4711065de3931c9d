using System.Globalization;

namespace Marketplace.Sandbox.Amazon;

/// <summary>
/// A standard queue of SQS: each message comes at least once, in no promised order, and again until it is deleted. Which ones come
/// twice, late or never follows from their number, so that a run can be repeated.
/// </summary>
internal sealed class AmazonQueueStore(NotificationOptions options, TimeProvider time)
{
    private const int Kept = 100_000;
    private static readonly TimeSpan HeldBack = TimeSpan.FromMilliseconds(400);
    private readonly Lock gate = new();
    private readonly List<Message> messages = [];
    private long number;

    /// <summary>A message as it is handed out.</summary>
    public sealed record Handed(string Id, string Receipt, string Body, int Times);

    /// <summary>Messages that are not deleted.</summary>
    public int Count
    {
        get
        {
            lock (gate)
            {
                return messages.Count;
            }
        }
    }

    /// <summary>Writes a message.</summary>
    public void Write(string body)
    {
        lock (gate)
        {
            var turn = ++number;
            if (Meets(options.LostPercent, turn, 53))
            {
                return;
            }

            var visible = time.GetUtcNow().AddSeconds(options.DelaySeconds) + (Meets(options.DisorderPercent, turn, 29) ? HeldBack : TimeSpan.Zero);
            for (var copies = Meets(options.DuplicatePercent, turn, 37) ? 2 : 1; copies > 0; copies--)
            {
                messages.Add(new Message(Guid.NewGuid().ToString("D"), body) { VisibleAt = visible });
            }

            if (messages.Count > Kept)
            {
                messages.RemoveRange(0, messages.Count - Kept);
            }
        }
    }

    /// <summary>Hands messages out and hides them for a while.</summary>
    public IReadOnlyList<Handed> Receive(int most, TimeSpan hidden)
    {
        lock (gate)
        {
            var now = time.GetUtcNow();
            var taken = messages.Where(m => m.VisibleAt <= now).Take(most).ToList();
            foreach (var message in taken)
            {
                (message.VisibleAt, message.Times) = (now + hidden, message.Times + 1);
                message.Receipt = $"{message.Id}#{message.Times.ToString(CultureInfo.InvariantCulture)}";
            }

            return [.. taken.Select(m => new Handed(m.Id, m.Receipt, m.Body, m.Times))];
        }
    }

    /// <summary>Deletes a message; false when no message was ever handed out under the receipt. Deleting twice does nothing.</summary>
    public bool Delete(string receipt)
    {
        lock (gate)
        {
            messages.RemoveAll(m => m.Receipt == receipt);
            return receipt.Contains('#', StringComparison.Ordinal);
        }
    }

    private static bool Meets(int percent, long turn, int stride) => percent > turn * stride % 100;

    private sealed class Message(string id, string body)
    {
        public string Id => id;

        public string Body => body;

        public DateTimeOffset VisibleAt { get; set; }

        public int Times { get; set; }

        public string Receipt { get; set; } = "";
    }
}
