using System.Globalization;
using Marketplace.Core.Sync;
using Marketplace.Web.Auth;
using Marketplace.Web.Components.Shared;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Marketplace.Web.Features.Automation;

/// <summary>A job on a store: state, times, and what can be done with it by hand.</summary>
public sealed partial class JobRow(SyncStarter starter, SyncPlans plans, CurrentSeller seller, ISnackbar snackbar)
{
    private static readonly int[] Offered = [5, 10, 15, 30, 60, 120, 240, 360, 720, 1440];

    /// <summary>The job.</summary>
    [Parameter, EditorRequired]
    public SyncJobStatus Job { get; set; } = null!;

    /// <summary>Called after something was changed.</summary>
    [Parameter]
    public EventCallback OnChanged { get; set; }

    private double? Percent => Job.Current is { Expected: > 0 and var expected, Fetched: var fetched } ? Math.Min(100, 100.0 * fetched / expected) : null;

    private string Chosen => Job.IsOwnChoice ? Job.Every.TotalMinutes.ToString(CultureInfo.InvariantCulture) : "";

    // The time of the settings comes first; a time that was set by the API stays in the list.
    private IEnumerable<(string Value, string Words)> Choices =>
        Offered.Concat(Job.IsOwnChoice ? [(int)Job.Every.TotalMinutes] : []).Distinct().Order()
            .Select(minutes => (minutes.ToString(CultureInfo.InvariantCulture), IntervalWords.Of(TimeSpan.FromMinutes(minutes))))
            .Prepend(("", Job.IsOwnChoice ? "as in the settings" : $"{IntervalWords.Of(Job.Every)} (settings)"));

    private (string Text, StatusTone Tone) State => RunWords.Of(Job.Current?.State ?? Job.Last?.State);

    private async Task StartAsync()
    {
        if (await starter.StartForConnectionAsync(await seller.IdAsync(), Job.ConnectionId, Job.Job, "seller", CancellationToken.None) is null)
        {
            snackbar.Add($"{Job.StoreName} is not connected any more. Reconnect it on the dashboard first.", Severity.Warning);
        }

        await OnChanged.InvokeAsync();
    }

    private async Task StopAsync()
    {
        if (Job.Current is { } run)
        {
            await starter.StopAsync(await seller.IdAsync(), run.Id, CancellationToken.None);
        }

        await OnChanged.InvokeAsync();
    }

    private Task TogglePauseAsync() => SetAsync(Job.IsOwnChoice ? (int)Job.Every.TotalMinutes : null, !Job.Paused);

    private Task ChooseAsync(ChangeEventArgs choice) =>
        SetAsync(int.TryParse(choice.Value as string, CultureInfo.InvariantCulture, out var minutes) ? minutes : null, Job.Paused);

    private async Task SetAsync(int? everyMinutes, bool paused)
    {
        await plans.SetAsync(await seller.IdAsync(), Job.ConnectionId, Job.Job, everyMinutes, paused, CancellationToken.None);
        await OnChanged.InvokeAsync();
    }
}
