using Marketplace.Core.Accounts;
using Microsoft.AspNetCore.Identity;

namespace Marketplace.Web.Auth;

/// <summary>Looks at each password that somebody chooses, wherever they do: Identity asks for its shortest length, this for the rest.</summary>
public sealed class NewPasswordValidator(BreachedPasswords breached) : IPasswordValidator<User>
{
    /// <inheritdoc />
    public async Task<IdentityResult> ValidateAsync(UserManager<User> manager, User user, string? password)
    {
        // What is too short is refused anyway; the list need not be asked.
        if (password is not { Length: >= PasswordRules.Shortest })
        {
            return IdentityResult.Success;
        }

        if (password.Length > PasswordRules.Longest)
        {
            return Refused("PasswordTooLong", $"Passwords may have {PasswordRules.Longest} characters.");
        }

        return await breached.TimesSeenAsync(password, CancellationToken.None) is > 0 and var times
            ? Refused("PasswordBreached", FormattableString.Invariant($"This password was found {times:N0} times in stolen data, and attackers try such passwords first. Choose another one, and change it wherever else you use it."))
            : IdentityResult.Success;
    }

    private static IdentityResult Refused(string code, string words) => IdentityResult.Failed(new IdentityError { Code = code, Description = words });
}
