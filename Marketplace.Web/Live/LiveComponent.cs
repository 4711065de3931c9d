using Marketplace.Core.Changes;
using Marketplace.Web.Auth;
using Microsoft.AspNetCore.Components;

namespace Marketplace.Web.Live;

/// <summary>A component that reloads when something of its seller changes. Listens only once it is interactive; a burst reloads once.</summary>
public abstract class LiveComponent : ComponentBase, IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(400);
    private IDisposable? subscription;

    /// <summary>The feed.</summary>
    [Inject]
    protected ChangeFeed Feed { get; set; } = null!;

    /// <summary>Who is signed in.</summary>
    [Inject]
    protected CurrentSeller Seller { get; set; } = null!;

    /// <summary>Topics to listen to.</summary>
    protected abstract IReadOnlyCollection<ChangeTopic> Topics { get; }

    /// <summary>Whether changes are heard; pages carry it in the markup as <c>data-live</c>.</summary>
    protected bool IsLive => subscription is not null;

    /// <summary>
    /// Reads again what is shown; runs on the component's own context, and is followed by a new rendering. Called once with no
    /// changes when listening begins.
    /// </summary>
    protected abstract Task OnChangesAsync(IReadOnlyList<Change> changes);

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender && RendererInfo.IsInteractive)
        {
            subscription = Feed.Subscribe(await Seller.IdAsync(), Topics, Interval, changes => InvokeAsync(async () =>
            {
                await OnChangesAsync(changes);
                StateHasChanged();
            }));

            // What changed between the first reading and the subscription was heard by nobody.
            await OnChangesAsync([]);
            StateHasChanged();
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Stops listening.</summary>
    protected virtual void Dispose(bool disposing) => subscription?.Dispose();
}
