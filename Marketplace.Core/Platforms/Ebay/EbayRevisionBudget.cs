using System.Collections.Concurrent;

namespace Marketplace.Core.Platforms.Ebay;

/// <summary>
/// eBay lets a listing be revised 250 times a day and then blocks it until the next. The last few changes of the day are kept for setting a
/// listing to zero, so that a busy one can still be stopped from selling what is gone. Counted since the start of the application.
/// </summary>
internal sealed class EbayRevisionBudget(TimeProvider time)
{
    /// <summary>Changes a day that may set any quantity.</summary>
    public const int Usual = 235;

    /// <summary>Changes a day in all.</summary>
    public const int Most = 249;

    private readonly ConcurrentDictionary<(Guid Connection, string Listing), Day> days = new();

    /// <summary>Uses one change of the listing; false when none is left for this quantity today.</summary>
    public bool Take(Guid connectionId, string listing, int quantity)
    {
        var ends = EbayDay.NextStart(time.GetUtcNow());
        var day = days.AddOrUpdate((connectionId, listing), _ => new Day(ends), (_, known) => known.EndsAt == ends ? known : new Day(ends));
        return day.Take(quantity == 0 ? Most : Usual);
    }

    /// <summary>When changes are allowed again, UTC.</summary>
    public DateTimeOffset NextDay => EbayDay.NextStart(time.GetUtcNow());

    private sealed class Day(DateTimeOffset endsAt)
    {
        private readonly Lock gate = new();
        private int used;

        public DateTimeOffset EndsAt { get; } = endsAt;

        public bool Take(int allowed)
        {
            lock (gate)
            {
                if (used >= allowed)
                {
                    return false;
                }

                used++;
                return true;
            }
        }
    }
}
