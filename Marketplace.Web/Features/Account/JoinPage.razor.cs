using System.ComponentModel.DataAnnotations;
using Marketplace.Core.Accounts;
using Marketplace.Web.Auth;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Identity;

namespace Marketplace.Web.Features.Account;

/// <summary>Where the link of an invitation leads: joins a seller with the account that is signed in, or with a new one.</summary>
public sealed partial class JoinPage(Invitations invitations, UserManager<User> users, SignInManager<User> signIn, AccountMail mail, NavigationManager navigation)
{
    private InvitationView? invitation;
    private bool isSignedIn;
    private IReadOnlyList<string> problems = [];

    /// <summary>The link's secret.</summary>
    [SupplyParameterFromQuery]
    public string? Code { get; set; }

    [SupplyParameterFromForm(FormName = "join-register")]
    private JoinInput? Input { get; set; }

    [SupplyParameterFromForm(FormName = "join")]
    private ConsentInput? Consent { get; set; }

    [CascadingParameter]
    private HttpContext Http { get; set; } = null!;

    private string Self => Address(Code ?? "");

    /// <summary>Address of an invitation, relative to the application.</summary>
    public static string Address(string code) => $"/join?code={Uri.EscapeDataString(code)}";

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        isSignedIn = Http.User.Identity is { IsAuthenticated: true };
        invitation = await invitations.FindAsync(Code, Http.RequestAborted);
        Consent ??= new();
        Input ??= new() { Email = invitation?.Email ?? "" };
    }

    private async Task RegisterAsync()
    {
        var email = Input!.Email.Trim();
        var user = new User { UserName = email, Email = email, DisplayName = Input!.Name.Trim() };
        var result = await users.CreateAsync(user, Input!.Password);
        if (!result.Succeeded)
        {
            problems = [.. result.Errors.Select(error => error.Description)];
            return;
        }

        if (await invitations.AcceptAsync(Code, user.Id, Http.RequestAborted) is null)
        {
            // Somebody was faster with the same link; an account that belongs nowhere would only be in the way.
            await users.DeleteAsync(user);
            invitation = null;
            return;
        }

        await mail.ConfirmAsync(user, Http.RequestAborted);
        await signIn.PasswordSignInAsync(email, Input!.Password, isPersistent: true, lockoutOnFailure: false);
        navigation.NavigateTo("/", forceLoad: true);
    }

    private async Task AcceptAsync()
    {
        if (!isSignedIn || await invitations.AcceptAsync(Code, Http.User.UserId(), Http.RequestAborted) is not { } seller)
        {
            invitation = null;
            return;
        }

        await SeatChange.SignInAtAsync(Http, seller);
        navigation.NavigateTo("/", forceLoad: true);
    }

    private sealed class ConsentInput;

    private sealed class JoinInput
    {
        [Required(ErrorMessage = "Enter your name."), MaxLength(User.MaxName, ErrorMessage = "A hundred letters are the most.")]
        public string Name { get; set; } = "";

        [Required(ErrorMessage = "Enter your e-mail address."), EmailAddress(ErrorMessage = "This is no e-mail address.")]
        public string Email { get; set; } = "";

        [Required(ErrorMessage = "Choose a password."), NewPassword]
        public string Password { get; set; } = "";
    }
}
