using Marketplace.Core.Fulfillment.Labels.Providers;
using Marketplace.Core.Postage;
using Marketplace.Web.Auth;
using Marketplace.Web.Components.Shared;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Marketplace.Web.Features.Packing;

/// <summary>The seller's account at an independent provider of labels: key, sender, test.</summary>
public sealed partial class LabelProviderPage
{
    private LabelProviderView? account;
    private LabelProviderVerdict? verdict;
    private string? failure;
    private string? key;
    private string? name;
    private string? phone;
    private string? street;
    private string? street2;
    private string? city;
    private string? state;
    private string? postalCode;
    private string? country;
    private bool busy;
    private bool isReady;

    [Inject]
    private LabelProviderAccounts Accounts { get; set; } = null!;

    [Inject]
    private CurrentSeller Seller { get; set; } = null!;

    [Inject]
    private IDialogService Dialogs { get; set; } = null!;

    [Inject]
    private ILogger<LabelProviderPage> Logger { get; set; } = null!;

    private string Provider => Accounts.Providers[0].Key;

    /// <inheritdoc />
    protected override Task OnInitializedAsync() => LoadAsync();

    /// <inheritdoc />
    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender && RendererInfo.IsInteractive)
        {
            isReady = true;
            StateHasChanged();
        }
    }

    private async Task LoadAsync()
    {
        if (Accounts.Providers.Count == 0)
        {
            return;
        }

        try
        {
            account = await Accounts.FindAsync(await Seller.IdAsync(), Provider, CancellationToken.None);
            failure = null;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            Logger.LogError(exception, "The account at the label provider could not be read");
            failure = "The database did not answer, or the keys that the account is encrypted with are not here. Try again in a moment.";
            return;
        }

        if (account?.Sender is { } sender)
        {
            (name, phone, street, street2) = (sender.Name ?? sender.Company, sender.Phone, sender.Street, sender.Street2);
            (city, state, postalCode, country) = (sender.City, sender.State, sender.PostalCode, sender.Country);
        }
    }

    private async Task SaveAsync()
    {
        (busy, verdict) = (true, null);
        var sender = new PostalAddress
        {
            Name = name?.Trim(),
            Phone = Filled(phone),
            Street = street?.Trim() ?? "",
            Street2 = Filled(street2),
            City = city?.Trim() ?? "",
            State = Filled(state),
            PostalCode = postalCode?.Trim() ?? "",
            Country = country?.Trim().ToUpperInvariant() ?? "",
        };
        verdict = await Accounts.SaveAsync(await Seller.IdAsync(), Provider, key, sender, CancellationToken.None);
        busy = false;
        if (verdict.IsDone)
        {
            key = null;
            await LoadAsync();
        }
    }

    private async Task RemoveAsync()
    {
        if (await ConfirmDialog.AskAsync(Dialogs, "Remove this account?", "Its key is forgotten here. Labels that were bought stay, but those not used can no longer be given back from here.", "Remove", isDangerous: true))
        {
            await Accounts.RemoveAsync(await Seller.IdAsync(), Provider, CancellationToken.None);
            (account, verdict) = (null, new LabelProviderVerdict(true, "The account is removed."));
        }
    }

    private static string? Filled(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    // Browsers would offer to keep the key, and fill addresses of their own in.
    private static Dictionary<string, object?> Quiet(string testId) => new() { ["data-testid"] = testId, ["autocomplete"] = "off" };
}
