using Marketplace.Core.Fulfillment;
using Marketplace.Core.Fulfillment.Files;
using Marketplace.Web.Auth;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Marketplace.Web.Features.Fulfillment;

/// <summary>A field of a file's row that is corrected in place. It is stored a moment after the last key, so that a page that is lost takes nothing with it.</summary>
public sealed partial class RowField : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(600);

    private CancellationTokenSource? pausing;
    private string? typed;
    private bool isRefused;

    /// <summary>The row.</summary>
    [Parameter, EditorRequired]
    public TrackingFileRow Row { get; set; } = null!;

    /// <summary>Which of its fields.</summary>
    [Parameter, EditorRequired]
    public CorrectableField Field { get; set; }

    /// <summary>Whether it may still be corrected.</summary>
    [Parameter]
    public bool CanEdit { get; set; }

    [Inject]
    private TrackingFileCorrections Corrections { get; set; } = null!;

    [Inject]
    private CurrentSeller Seller { get; set; } = null!;

    [Inject]
    private ISnackbar Snackbar { get; set; } = null!;

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    // What is being typed stays on the screen while the table behind it is read anew.
    private string? Value => typed ?? Stored;

    private string? Stored => Field switch
    {
        CorrectableField.Order => Row.OrderNumber,
        CorrectableField.Tracking => Row.TrackingNumber,
        _ => Row.Carrier,
    };

    private string Name => Field switch
    {
        CorrectableField.Order => "Order number",
        CorrectableField.Tracking => "Tracking number",
        _ => "Carrier",
    };

    /// <inheritdoc />
    public void Dispose()
    {
        pausing?.Cancel();
        pausing?.Dispose();
    }

    private async Task TypedAsync(ChangeEventArgs args)
    {
        typed = args.Value as string ?? "";
        pausing?.Cancel();
        pausing?.Dispose();
        pausing = new CancellationTokenSource();
        try
        {
            await Task.Delay(Pause, Time, pausing.Token);
        }
        catch (OperationCanceledException)
        {
            return;
        }

        await SaveAsync();
    }

    private async Task LeftAsync(ChangeEventArgs args)
    {
        typed = args.Value as string ?? "";
        pausing?.Cancel();
        await SaveAsync();
    }

    private async Task SaveAsync()
    {
        if (typed is not { } text || text.Trim() == (Stored ?? ""))
        {
            return;
        }

        var correction = Field switch
        {
            CorrectableField.Order => new RowCorrection(OrderNumber: text),
            CorrectableField.Tracking => new RowCorrection(TrackingNumber: text),
            _ => new RowCorrection(Carrier: text),
        };
        var stored = await Corrections.CorrectAsync(await Seller.IdAsync(), Row.Id, correction, CancellationToken.None);
        isRefused = stored is null;
        if (stored is null)
        {
            Snackbar.Add($"Row {Row.RowNumber} cannot be corrected any more: it is being sent, or is entered already.", Severity.Warning);
        }
        else if (typed == text)
        {
            typed = null;
            (Row.OrderNumber, Row.TrackingNumber, Row.Carrier) = (stored.OrderNumber, stored.TrackingNumber, stored.Carrier);
        }
    }
}
