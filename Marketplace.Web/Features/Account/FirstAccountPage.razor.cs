using System.ComponentModel.DataAnnotations;
using Marketplace.Core.Accounts;
using Marketplace.Web.Auth;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Identity;

namespace Marketplace.Web.Features.Account;

/// <summary>Making the first account, open only while there is none; signs in at once.</summary>
public sealed partial class FirstAccountPage(FirstAccount first, SignInManager<User> signIn, NavigationManager navigation)
{
    private IReadOnlyList<string> problems = [];

    [SupplyParameterFromForm]
    private AccountInput? Input { get; set; }

    [CascadingParameter]
    private HttpContext Http { get; set; } = null!;

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        Input ??= new();
        if (!await first.IsOpenAsync(Http.RequestAborted))
        {
            navigation.NavigateTo("login");
        }
    }

    private async Task RegisterAsync()
    {
        var email = Input!.Email.Trim();
        var result = await first.RegisterAsync(email, Input!.Password, Input!.SellerName, Http.RequestAborted);
        if (!result.Succeeded)
        {
            problems = [.. result.Errors.Select(error => error.Description)];
            return;
        }

        await signIn.PasswordSignInAsync(email, Input!.Password, isPersistent: true, lockoutOnFailure: false);
        navigation.NavigateTo("/", forceLoad: true);
    }

    private sealed class AccountInput
    {
        [Required(ErrorMessage = "Enter your e-mail address.")]
        [EmailAddress(ErrorMessage = "This is no e-mail address.")]
        public string Email { get; set; } = "";

        [Required(ErrorMessage = "Give your business a name.")]
        [MaxLength(Seller.MaxName, ErrorMessage = "A hundred letters are the most.")]
        public string SellerName { get; set; } = "";

        [Required(ErrorMessage = "Choose a password.")]
        [NewPassword]
        public string Password { get; set; } = "";

        [Compare(nameof(Password), ErrorMessage = "The two passwords differ.")]
        public string Repeat { get; set; } = "";
    }
}
