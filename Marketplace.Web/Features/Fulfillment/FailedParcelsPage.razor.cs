using Marketplace.Core.Changes;
using Marketplace.Core.Fulfillment;
using Microsoft.AspNetCore.Components;

namespace Marketplace.Web.Features.Fulfillment;

/// <summary>Refused parcels by cause.</summary>
public sealed partial class FailedParcelsPage
{
    private IReadOnlyList<FailureCause>? causes;
    private string? failure;

    /// <inheritdoc />
    protected override IReadOnlyCollection<ChangeTopic> Topics { get; } = [ChangeTopic.Fulfillment];

    [Inject]
    private FailedParcels Parcels { get; set; } = null!;

    [Inject]
    private ILogger<FailedParcelsPage> Logger { get; set; } = null!;

    /// <inheritdoc />
    protected override Task OnInitializedAsync() => LoadAsync();

    /// <inheritdoc />
    protected override Task OnChangesAsync(IReadOnlyList<Change> changes) => LoadAsync();

    private async Task LoadAsync()
    {
        try
        {
            causes = await Parcels.ByCauseAsync(await Seller.IdAsync(), CancellationToken.None);
            failure = null;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            Logger.LogError(exception, "Refused parcels could not be read");
            failure = "The database did not answer. Nothing is lost; try again in a moment.";
        }
    }
}
