using Marketplace.Core.Accounts;
using Marketplace.Web.Auth;
using Marketplace.Web.Components.Shared;
using Marketplace.Web.Endpoints;
using Marketplace.Web.Features.Account;
using Marketplace.Web.Live;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;
using MudBlazor;

namespace Marketplace.Web.Features.Team;

/// <summary>The people of a seller: invited by link, given a role, taken off.</summary>
public sealed partial class TeamPage(
    TeamBook team, Invitations invites, AccountMail mail, CurrentSeller seller, ViewerTime viewer, NavigationManager navigation, IOptions<ApiOptions> api,
    IDialogService dialogs, ISnackbar snackbar)
{
    private IReadOnlyList<MemberView> members = [];
    private IReadOnlyList<Invitation> invitations = [];
    private string? email;
    private Role role = Role.Packer;
    private string? link;
    private bool wasMailed;
    private bool isReady;
    private bool isDemanded;
    private Guid me;

    private ViewerTime Viewer => viewer;

    private string DemandWords => members.Count(m => !m.HasTwoFactor) switch
    {
        0 => "All members have one.",
        var without when isDemanded => $"{without} of {members.Count} have none yet. They can set it up and do nothing else here, in pages and by the API, until they have.",
        var without => $"{without} of {members.Count} have none. Once it is asked for, they can do nothing here until they have set it up.",
    };

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        me = await seller.UserIdAsync();
        await LoadAsync();
    }

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
        var id = await seller.IdAsync();
        (members, invitations) = (await team.ListAsync(id, CancellationToken.None), await invites.ListAsync(id, CancellationToken.None));
        isDemanded = await team.DemandsSecondFactorAsync(id, CancellationToken.None);
    }

    private async Task InviteAsync()
    {
        var (id, name) = (await seller.IdAsync(), await seller.NameAsync());
        var to = email?.Trim() ?? "";
        var (secret, problem) = await invites.InviteAsync(id, to, role, name, CancellationToken.None);
        if (secret is null)
        {
            snackbar.Add(problem!, Severity.Warning);
            return;
        }

        var path = JoinPage.Address(secret);

        // An owner may be here by an address of their own, such as a tunnel's, that opens nothing for whom they invite.
        link = new Uri(api.Value.PublicUrl ?? new Uri(navigation.BaseUri), path).AbsoluteUri;
        var desk = (await team.DesksAsync(me, CancellationToken.None)).First(d => d.SellerId == id);
        wasMailed = await mail.InviteAsync(to, desk.Name, name, path, CancellationToken.None);
        email = null;
        await LoadAsync();
    }

    private async Task RevokeAsync(Invitation invitation)
    {
        await invites.RevokeAsync(await seller.IdAsync(), invitation.Id, CancellationToken.None);
        await LoadAsync();
    }

    private async Task ChangeAsync(MemberView member, Role wish) =>
        await TellAsync(await team.ChangeRoleAsync(await seller.IdAsync(), member.UserId, wish, CancellationToken.None), $"{member.Email} is {wish} now.");

    private async Task RemoveAsync(MemberView member)
    {
        if (await ConfirmDialog.AskAsync(dialogs, $"Take {member.Email} off?", "They see nothing of this seller any more, from their next click. An invitation brings them back.", "Take off", isDangerous: true))
        {
            await TellAsync(await team.RemoveAsync(await seller.IdAsync(), member.UserId, CancellationToken.None), $"{member.Email} does not belong here any more.");
        }
    }

    // The box is bound, so that it goes back to what is stored where its tick was refused.
    private async Task DemandAsync()
    {
        var wish = isDemanded;
        await TellAsync(
            await team.DemandSecondFactorAsync(await seller.IdAsync(), me, wish, CancellationToken.None),
            wish ? "Everybody needs a second factor from now on." : "A second factor is everybody's own choice again.");
    }

    private async Task TellAsync(string? problem, string done)
    {
        snackbar.Add(problem ?? done, problem is null ? Severity.Success : Severity.Warning);
        await LoadAsync();
    }
}
