using System.Diagnostics;

namespace Marketplace.Tests.Chaos;

/// <summary>A clock that runs faster than the wall's, timers and all, so that minutes of waiting pass in seconds and in their true order.</summary>
internal sealed class HurriedTime(double speed) : TimeProvider
{
    private readonly DateTimeOffset begun = System.GetUtcNow();
    private readonly long stamp = Stopwatch.GetTimestamp();

    public override DateTimeOffset GetUtcNow() => begun + (Stopwatch.GetElapsedTime(stamp) * speed);

    public override long GetTimestamp() => (long)((Stopwatch.GetTimestamp() - stamp) * speed);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new Hurried(System.CreateTimer(callback, state, Scaled(dueTime), Scaled(period)), this);

    private TimeSpan Scaled(TimeSpan time) => time <= TimeSpan.Zero ? time : TimeSpan.FromMilliseconds(Math.Max(1, time.TotalMilliseconds / speed));

    private sealed class Hurried(ITimer timer, HurriedTime time) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(time.Scaled(dueTime), time.Scaled(period));

        public void Dispose() => timer.Dispose();

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}
