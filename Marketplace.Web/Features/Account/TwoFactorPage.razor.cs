using System.ComponentModel.DataAnnotations;
using Marketplace.Core.Accounts;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Identity;

namespace Marketplace.Web.Features.Account;

/// <summary>The second step of signing in: a code of the authenticator application, or a recovery code, which is used up thereby.</summary>
public sealed partial class TwoFactorPage(SignInManager<User> signIn, NavigationManager navigation)
{
    private const int Digits = 6;
    private string? problem;

    /// <summary>Page to go to afterwards; only addresses of this application are followed.</summary>
    [SupplyParameterFromQuery]
    public string? ReturnUrl { get; set; }

    /// <summary>Whether the browser shall stay signed in.</summary>
    [SupplyParameterFromQuery]
    public bool Remember { get; set; }

    [SupplyParameterFromForm]
    private CodeInput? Input { get; set; }

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        Input ??= new();
        if (await signIn.GetTwoFactorAuthenticationUserAsync() is null)
        {
            navigation.NavigateTo("login");
        }
    }

    private async Task SignInAsync()
    {
        var code = Input!.Code.Replace(" ", "", StringComparison.Ordinal);
        var result = code.Length == Digits && code.All(char.IsAsciiDigit)
            ? await signIn.TwoFactorAuthenticatorSignInAsync(code, Remember, rememberClient: false)
            : await signIn.TwoFactorRecoveryCodeSignInAsync(code);
        if (result.Succeeded)
        {
            navigation.NavigateTo(LocalAddress.Or(ReturnUrl, "/"), forceLoad: true);
            return;
        }

        problem = result.IsLockedOut
            ? "Too many wrong codes. For safety this account rests for five minutes; then try again."
            : "This code does not fit. Each works once: wait for the next one, check that the clock of your telephone is right, or use a recovery code that you have not used yet.";
    }

    private sealed class CodeInput
    {
        [Required(ErrorMessage = "Enter the code.")]
        public string Code { get; set; } = "";
    }
}
