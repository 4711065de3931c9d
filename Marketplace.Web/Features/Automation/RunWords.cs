using System.Globalization;
using Marketplace.Core.Sync;
using Marketplace.Web.Components.Shared;

namespace Marketplace.Web.Features.Automation;

/// <summary>Runs in words.</summary>
internal static class RunWords
{
    /// <summary>Where a run stands; null for a job that has never run.</summary>
    public static (string Text, StatusTone Tone) Of(SyncRunState? state) => state switch
    {
        SyncRunState.Queued => ("Waiting", StatusTone.Busy),
        SyncRunState.Running => ("Running", StatusTone.Busy),
        SyncRunState.Succeeded => ("Done", StatusTone.Good),
        SyncRunState.Partial => ("Done, some set aside", StatusTone.Caution),
        SyncRunState.Failed => ("Ended early", StatusTone.Bad),
        SyncRunState.Stopped => ("Stopped, incomplete", StatusTone.Caution),
        _ => ("Not yet run", StatusTone.Neutral),
    };

    /// <summary>In what a run is incomplete.</summary>
    public static string Incomplete(SyncRunState state) => state switch
    {
        SyncRunState.Partial => "some items could not be used.",
        SyncRunState.Stopped => "it was stopped; the next run goes on from the same place.",
        _ => "it broke off; the next run goes on from the same place.",
    };

    /// <summary>"0 s", "0.4 s", "12 s", "3 min".</summary>
    public static string Length(TimeSpan time) => time switch
    {
        { TotalMilliseconds: < 50 } => "0 s",
        { TotalSeconds: < 10 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0} s"),
        { TotalMinutes: < 2 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMinutes:0} min"),
    };
}
