using Marketplace.Core.Accounts;
using Microsoft.AspNetCore.Identity;

namespace Marketplace.Web.Auth;

/// <summary>Checks codes of authenticator applications in the place of Identity's own provider, which takes one as often as it is shown.</summary>
internal sealed class AuthenticatorCodes(OneTimeCodes codes) : IUserTwoFactorTokenProvider<User>
{
    // The telephone makes them.
    public Task<string> GenerateAsync(string purpose, UserManager<User> manager, User user) => Task.FromResult("");

    public async Task<bool> ValidateAsync(string purpose, string token, UserManager<User> manager, User user) =>
        await manager.GetAuthenticatorKeyAsync(user) is { Length: > 0 } key && await codes.TakeAsync(user.Id, key, token, CancellationToken.None);

    public async Task<bool> CanGenerateTwoFactorTokenAsync(UserManager<User> manager, User user) => await manager.GetAuthenticatorKeyAsync(user) is { Length: > 0 };
}
