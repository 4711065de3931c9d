using System.Text.Encodings.Web;
using Marketplace.Core.Accounts;
using Marketplace.Core.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using QRCoder;

namespace Marketplace.Web.Auth;

/// <summary>Turns the second factor of a user on and off: codes of an authenticator application, with recovery codes for its loss.</summary>
public sealed class TwoFactorSetup(UserManager<User> users, IServiceScopeFactory scopes, SignInManager<User> signIn, UserSessions sessions, AccountNotes notes)
{
    /// <summary>Recovery codes that are given out.</summary>
    public const int RecoveryCodes = 10;

    private const string Issuer = "Marketplace";
    private const int PixelsPerModule = 4;

    /// <summary>The key to enter in the application; made where there is none yet.</summary>
    public async Task<string> KeyAsync(User user) =>
        await users.GetAuthenticatorKeyAsync(user) is { Length: > 0 } known ? known : await WriterRace.RunAsync(() => MakeKeyAsync(user.Id));

    /// <summary>The key as an SVG picture of a QR code, made here: the key goes to no other host.</summary>
    public static string Picture(User user, string key)
    {
        var label = UrlEncoder.Default.Encode($"{Issuer}:{user.Email}");
        using var generator = new QRCodeGenerator();
        using var data = generator.CreateQrCode($"otpauth://totp/{label}?secret={key}&issuer={Issuer}&digits=6&period=30", QRCodeGenerator.ECCLevel.M);
        using var picture = new SvgQRCode(data);
        return picture.GetGraphic(PixelsPerModule, "#000000", "#ffffff", drawQuietZones: true, SvgQRCode.SizingMode.ViewBoxAttribute);
    }

    /// <summary>Turns it on where the code proves that the application has the key; every other sign-in of the user ends.</summary>
    /// <returns>The recovery codes, shown this once; null where the code is wrong or was used before.</returns>
    public async Task<IReadOnlyList<string>?> TurnOnAsync(User user, string code)
    {
        var digits = code.Replace(" ", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal);
        if (!await users.VerifyTwoFactorTokenAsync(user, users.Options.Tokens.AuthenticatorTokenProvider, digits))
        {
            return null;
        }

        await users.SetTwoFactorEnabledAsync(user, true);
        await notes.ChangedAsync(user, AccountChange.SecondFactorOn, CancellationToken.None);
        await SignInAgainAsync(user);
        return await MakeCodesAsync(user);
    }

    /// <summary>Recovery codes that are left.</summary>
    public Task<int> CodesLeftAsync(User user) => users.CountRecoveryCodesAsync(user);

    /// <summary>Makes new recovery codes; the old ones open nothing any more.</summary>
    /// <returns>The codes, shown this once.</returns>
    public async Task<IReadOnlyList<string>> RenewCodesAsync(User user)
    {
        var codes = await MakeCodesAsync(user);
        await notes.ChangedAsync(user, AccountChange.RecoveryCodes, CancellationToken.None);
        return codes;
    }

    /// <summary>Turns it off, and forgets the key; every other sign-in of the user ends.</summary>
    public async Task TurnOffAsync(User user)
    {
        await users.SetTwoFactorEnabledAsync(user, false);
        await users.ResetAuthenticatorKeyAsync(user);
        await notes.ChangedAsync(user, AccountChange.SecondFactorOff, CancellationToken.None);
        await SignInAgainAsync(user);
    }

    private async Task<IReadOnlyList<string>> MakeCodesAsync(User user) => [.. await users.GenerateNewTwoFactorRecoveryCodesAsync(user, RecoveryCodes) ?? []];

    // In a context of its own each time: of two pages that are opened at once, the later shows the key that the other has made.
    private async Task<string> MakeKeyAsync(Guid userId)
    {
        await using var scope = scopes.CreateAsyncScope();
        var manager = scope.ServiceProvider.GetRequiredService<UserManager<User>>();
        var user = await manager.FindByIdAsync(userId.ToString()) ?? throw new InvalidOperationException($"There is no user {userId}.");
        if (await manager.GetAuthenticatorKeyAsync(user) is { Length: > 0 } known)
        {
            return known;
        }

        // By the store itself: the manager would end all sign-ins, and looking at a key is no reason for that.
        var key = manager.GenerateNewAuthenticatorKey();
        await ((IUserAuthenticatorKeyStore<User>)scope.ServiceProvider.GetRequiredService<IUserStore<User>>()).SetAuthenticatorKeyAsync(user, key, CancellationToken.None);
        return (await manager.UpdateAsync(user)).Succeeded ? key : throw new DbUpdateConcurrencyException("The user was changed meanwhile.");
    }

    // A sign-in of its own, not a refreshed one: the change has ended the present one with all others, so that nobody is there to refresh.
    private async Task SignInAgainAsync(User user)
    {
        var present = signIn.Context.User.FindGuid(SellerClaims.Session);
        var stays = (await sessions.ListAsync(user.Id, CancellationToken.None)).Any(s => s.Id == present && s.Stays);
        await sessions.EndOthersAsync(user.Id, null, CancellationToken.None);
        await signIn.SignInAsync(user, stays);
    }
}
