using System.Globalization;
using Marketplace.Core.Alerts.Mail;
using Marketplace.Core.Changes;
using Marketplace.Core.Inventory.LowStock;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Marketplace.Web.Features.Alerts;

/// <summary>When stock counts as low, and who is told of alerts besides the screen.</summary>
public sealed partial class AlertSettingsPage
{
    private int? threshold;
    private string? mailTo;

    /// <inheritdoc />
    protected override IReadOnlyCollection<ChangeTopic> Topics { get; } = [ChangeTopic.Alerts];

    [Inject]
    private LowStockThresholds Thresholds { get; set; } = null!;

    [Inject]
    private AlertMailSettings Mail { get; set; } = null!;

    [Inject]
    private ISnackbar Snackbar { get; set; } = null!;

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        var seller = await Seller.IdAsync();
        threshold = await Thresholds.UsualAsync(seller, CancellationToken.None);
        mailTo = await Mail.ReadAsync(seller, CancellationToken.None);
    }

    /// <inheritdoc />
    protected override Task OnChangesAsync(IReadOnlyList<Change> changes) => Task.CompletedTask;

    private async Task SaveThresholdAsync(ChangeEventArgs args)
    {
        if (!int.TryParse(args.Value as string, NumberStyles.Integer, CultureInfo.InvariantCulture, out var items))
        {
            Snackbar.Add("The threshold is a whole number of items, 0 or more.", Severity.Warning);
            return;
        }

        Tell(await Thresholds.SetUsualAsync(await Seller.IdAsync(), items, CancellationToken.None), "Saved.");
        threshold = await Thresholds.UsualAsync(await Seller.IdAsync(), CancellationToken.None);
    }

    private async Task SaveMailAsync() => Tell(
        await Mail.SaveAsync(await Seller.IdAsync(), mailTo, CancellationToken.None),
        string.IsNullOrWhiteSpace(mailTo) ? "Saved: no e-mails." : "Saved.");

    private async Task TestMailAsync() => Tell(await Mail.TestAsync(await Seller.IdAsync(), CancellationToken.None), "The mail server took the test.");

    private void Tell(string? problem, string done) => Snackbar.Add(problem ?? done, problem is null ? Severity.Success : Severity.Warning);
}
