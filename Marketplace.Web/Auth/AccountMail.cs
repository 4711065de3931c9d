using Marketplace.Core.Accounts;
using Marketplace.Core.Alerts;
using Marketplace.Core.Alerts.Mail;
using Marketplace.Core.Platforms;
using Marketplace.Web.Endpoints;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Marketplace.Web.Auth;

/// <summary>
/// E-mails about accounts. Their links begin with the address of the settings, never with the one that a request claims: a forged Host
/// must not lead a user's token elsewhere.
/// </summary>
public sealed class AccountMail(AlertMailer mailer, UserManager<User> users, IOptions<ApiOptions> api, IOptions<AlertsOptions> alerts, ILogger<AccountMail> logger)
{
    /// <summary>Whether e-mails can be sent: a mail server and the public address are set.</summary>
    public bool CanSend => mailer.IsSet && Origin is not null;

    private Uri? Origin => api.Value.PublicUrl ?? alerts.Value.PublicUrl;

    /// <summary>Sends a link to join a seller.</summary>
    /// <returns>Whether the mail server took it.</returns>
    public Task<bool> InviteAsync(string email, string sellerName, string invitedBy, string path, CancellationToken cancellationToken) =>
        SendAsync(email, $"Join {sellerName} on Marketplace", $"{invitedBy} invites you to {sellerName}. This link holds for {Invitation.Days} days and works once:", path, cancellationToken);

    /// <summary>Sends a link to prove that an address is theirs.</summary>
    /// <returns>Whether the mail server took it.</returns>
    public async Task<bool> ConfirmAsync(User user, CancellationToken cancellationToken) =>
        await SendAsync(
            user.Email!, "Confirm your e-mail address", "Somebody signed up to Marketplace with this address. If it was you, open this link:",
            $"confirm-email?user={user.Id}&token={Uri.EscapeDataString(await users.GenerateEmailConfirmationTokenAsync(user))}", cancellationToken);

    /// <summary>Sends a link to choose a new password.</summary>
    /// <returns>Whether the mail server took it.</returns>
    public async Task<bool> ResetAsync(User user, CancellationToken cancellationToken) =>
        await SendAsync(
            user.Email!, "Choose a new password", "Somebody asked for a new password for this address. If it was not you, do nothing. Otherwise open this link within a day:",
            $"reset-password?user={user.Id}&token={Uri.EscapeDataString(await users.GeneratePasswordResetTokenAsync(user))}", cancellationToken);

    private async Task<bool> SendAsync(string to, string subject, string text, string path, CancellationToken cancellationToken)
    {
        if (!CanSend)
        {
            return false;
        }

        try
        {
            await mailer.SendAsync(to, subject, $"{text}\r\n\r\n{new Uri(Origin!, path)}\r\n", cancellationToken);
            return true;
        }
        catch (PlatformException exception)
        {
            logger.LogWarning("An e-mail about an account was not sent: {Problem}", exception.Message);
            return false;
        }
    }
}
