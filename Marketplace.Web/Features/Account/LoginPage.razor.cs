using System.ComponentModel.DataAnnotations;
using Marketplace.Core.Accounts;
using Marketplace.Web.Auth;
using Marketplace.Web.Demo;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Marketplace.Web.Features.Account;

/// <summary>Signing in with e-mail and password; rendered per request, because the cookie needs one.</summary>
public sealed partial class LoginPage(SignInManager<User> signIn, FirstAccount first, IOptions<DemoOptions> demo, IOptions<AccountsOptions> accounts, NavigationManager navigation)
{
    private string? problem;

    /// <summary>Page to go to afterwards; only addresses of this application are followed.</summary>
    [SupplyParameterFromQuery]
    public string? ReturnUrl { get; set; }

    [SupplyParameterFromForm]
    private LoginInput? Input { get; set; }

    [CascadingParameter]
    private HttpContext Http { get; set; } = null!;

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        // A browser sends no word of a box that is not ticked, so that only the empty form may begin with a tick.
        Input ??= new() { Remember = true };
        if (HttpMethods.IsGet(Http.Request.Method) && Http.User.Identity is { IsAuthenticated: true })
        {
            navigation.NavigateTo(LocalAddress.Or(ReturnUrl, "/"), forceLoad: true);
        }

        if (await first.IsOpenAsync(Http.RequestAborted))
        {
            navigation.NavigateTo("welcome");
        }
    }

    private async Task SignInAsync()
    {
        var stays = Input!.Remember && accounts.Value.Sessions.StayDays > 0;
        var result = await signIn.PasswordSignInAsync(Input!.Email.Trim(), Input!.Password, stays, lockoutOnFailure: true);
        if (result.Succeeded)
        {
            navigation.NavigateTo(LocalAddress.Or(ReturnUrl, "/"), forceLoad: true);
            return;
        }

        if (result.RequiresTwoFactor)
        {
            navigation.NavigateTo($"login/code?Remember={stays}&ReturnUrl={Uri.EscapeDataString(LocalAddress.Or(ReturnUrl, "/"))}");
            return;
        }

        // One answer for all, as an answer of its own for accounts that rest would tell which accounts there are.
        problem = "E-mail and password do not belong together. Check both and try again. After five wrong passwords an account rests for five minutes, and then even the right one is refused.";
    }

    private sealed class LoginInput
    {
        [Required(ErrorMessage = "Enter your e-mail address.")]
        public string Email { get; set; } = "";

        [Required(ErrorMessage = "Enter your password.")]
        public string Password { get; set; } = "";

        public bool Remember { get; set; }
    }
}
