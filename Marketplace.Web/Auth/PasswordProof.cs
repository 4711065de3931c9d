using System.Globalization;
using Marketplace.Core.Accounts;
using Microsoft.AspNetCore.Identity;

namespace Marketplace.Web.Auth;

/// <summary>
/// Asks who is signed in for the password once more before the account is changed. Wrong ones count towards the same lock-out as on the
/// sign-in page: whoever got hold of somebody's session cannot try on without end.
/// </summary>
public sealed class PasswordProof(UserManager<User> users, AccountNotes notes)
{
    /// <summary>Looks whether the password is the user's.</summary>
    /// <param name="user">Who is signed in.</param>
    /// <param name="password">What was entered.</param>
    /// <returns>Null where it is; else what happened and what to do, in words for the page.</returns>
    public async Task<string?> RefusalAsync(User user, string password)
    {
        if (await users.IsLockedOutAsync(user))
        {
            await notes.AddOnceAnHourAsync(user, "Change of the account refused: too many wrong passwords before", CancellationToken.None);
            return Resting();
        }

        // Counted before it is looked at, and not looked at where it could not be counted: guesses that come at once buy nothing.
        if (!(await users.AccessFailedAsync(user)).Succeeded)
        {
            return "Your account was being changed at the same moment, so your password was not looked at and nothing was changed. Try again.";
        }

        var isLastTry = await users.IsLockedOutAsync(user);
        if (!await users.CheckPasswordAsync(user, password))
        {
            await notes.AddAsync(user, isLastTry ? "Change of the account refused: too many wrong passwords" : "Change of the account refused: wrong password", CancellationToken.None);
            return isLastTry ? Resting() : "This is not your password, so nothing was changed. Check it and try again; after a few wrong ones the account rests.";
        }

        await users.ResetAccessFailedCountAsync(user);
        if (isLastTry)
        {
            await users.SetLockoutEndDateAsync(user, null);
        }

        return null;
    }

    private string Resting() => string.Create(
        CultureInfo.InvariantCulture,
        $"Too many wrong passwords, so nothing was changed. For safety this account takes no password for {users.Options.Lockout.DefaultLockoutTimeSpan.TotalMinutes:0} minutes; then try again. If it was not you who tried, sign out everywhere else and choose a new password.");
}
