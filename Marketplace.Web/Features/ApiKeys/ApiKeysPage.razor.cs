using Marketplace.Core.Accounts;
using Marketplace.Core.ApiAccess;
using Marketplace.Core.Changes;
using Marketplace.Web.Auth;
using Marketplace.Web.Components.Shared;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using MudBlazor;

namespace Marketplace.Web.Features.ApiKeys;

/// <summary>Makes and revokes personal keys for the API.</summary>
public sealed partial class ApiKeysPage(ApiKeyBook apiKeys, AccountNotices notices, AuthenticationStateProvider authentication, IDialogService dialogs, ISnackbar snackbar, TimeProvider time)
{
    private IReadOnlyList<ApiKey>? keys;
    private DateTimeOffset now;
    private string? made;

    /// <inheritdoc />
    protected override IReadOnlyCollection<ChangeTopic> Topics { get; } = [];

    /// <inheritdoc />
    protected override Task OnInitializedAsync() => LoadAsync();

    /// <inheritdoc />
    protected override Task OnChangesAsync(IReadOnlyList<Change> changes) => LoadAsync();

    private async Task LoadAsync()
    {
        now = time.GetUtcNow();
        keys = await apiKeys.ListAsync(await Seller.IdAsync(), CancellationToken.None);
    }

    private async Task<bool> MakeAsync(NewApiKey wish)
    {
        var user = (await authentication.GetAuthenticationStateAsync()).User;
        var result = await apiKeys.MakeAsync(user.SellerId(), user.UserId(), wish, CancellationToken.None);
        if (result.Problem is { } problem)
        {
            snackbar.Add(problem, Severity.Warning);
            return false;
        }

        await notices.TellAsync(user.UserId(), AccountChange.ApiKey, CancellationToken.None);
        made = result.Key;
        await LoadAsync();

        // The form asks for its answer, so its event ends there and would paint the form alone.
        StateHasChanged();
        return true;
    }

    private async Task RevokeAsync(ApiKey key)
    {
        if (await ConfirmDialog.AskAsync(dialogs, $"Revoke the key {key.Name}?", "Programs that use it are refused from now on. This cannot be taken back.", "Revoke", isDangerous: true))
        {
            await apiKeys.RevokeAsync(await Seller.IdAsync(), key.Id, CancellationToken.None);
            await LoadAsync();
        }
    }
}
