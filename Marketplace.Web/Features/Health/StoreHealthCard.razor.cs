using System.Globalization;
using Marketplace.Core.Connections;
using Marketplace.Core.Insights.Health;
using Marketplace.Web.Auth;
using Marketplace.Web.Components.Shared;
using Microsoft.AspNetCore.Components;

namespace Marketplace.Web.Features.Health;

/// <summary>A store's health, and a test of it on the spot.</summary>
public sealed partial class StoreHealthCard(StoreTest test, CurrentSeller seller)
{
    private StoreTestResult? result;
    private bool isTesting;

    /// <summary>The store and what the rules make of it.</summary>
    [Parameter, EditorRequired]
    public StoreHealth Health { get; set; } = null!;

    /// <summary>Called after a test, which may have changed the store's state.</summary>
    [Parameter]
    public EventCallback OnChanged { get; set; }

    private HealthFacts Facts => Health.Facts;

    private StoreView Store => Health.Facts.Store;

    private (string Text, StatusTone Tone) Level => WordsOf(Health.Level);

    private string Percent => string.Create(CultureInfo.InvariantCulture, $"{100 * Facts.ErrorRate:0.#} %");

    private async Task TestAsync()
    {
        isTesting = true;
        StateHasChanged();
        result = await test.RunAsync(await seller.IdAsync(), Store.Id, CancellationToken.None);
        isTesting = false;
        await OnChanged.InvokeAsync();
    }

    private static (string Text, StatusTone Tone) WordsOf(HealthLevel level) => level switch
    {
        HealthLevel.Green => ("Green", StatusTone.Good),
        HealthLevel.Yellow => ("Yellow", StatusTone.Caution),
        _ => ("Red", StatusTone.Bad),
    };

    private static StatusTone ToneOf(TestVerdict verdict) => verdict switch
    {
        TestVerdict.Good => StatusTone.Good,
        TestVerdict.Caution => StatusTone.Caution,
        TestVerdict.Bad => StatusTone.Bad,
        _ => StatusTone.Neutral,
    };

    // The last part of an address tells scopes apart.
    private static string Short(string scope) => scope[(scope.LastIndexOf('/') + 1)..];

    private static RenderFragment Time(DateTimeOffset? at) => builder =>
    {
        if (at is { } known)
        {
            builder.OpenComponent<RelativeTime>(0);
            builder.AddComponentParameter(1, nameof(RelativeTime.At), known);
            builder.CloseComponent();
        }
        else
        {
            builder.AddContent(2, "not yet");
        }
    };
}
