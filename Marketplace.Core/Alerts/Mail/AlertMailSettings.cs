using System.ComponentModel.DataAnnotations;
using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Alerts.Mail;

/// <summary>Where a seller's alerts are mailed to.</summary>
public sealed class AlertMailSettings(MarketplaceDb database, AlertMailer mailer)
{
    private static readonly EmailAddressAttribute Address = new();

    /// <summary>Whether this installation can send e-mails at all.</summary>
    public bool CanSend => mailer.IsSet;

    /// <summary>The address; null for none.</summary>
    public async Task<string?> ReadAsync(Guid sellerId, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        return await db.AlertSettings.Select(s => s.MailTo).SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>Sets the address; empty for none.</summary>
    /// <returns>Why it was refused and what to do; null when it was done.</returns>
    public async Task<string?> SaveAsync(Guid sellerId, string? mailTo, CancellationToken cancellationToken)
    {
        var address = string.IsNullOrWhiteSpace(mailTo) ? null : mailTo.Trim();
        if (address is { Length: > 254 } || (address is not null && !Address.IsValid(address)))
        {
            return "That is no e-mail address. Write one, such as you@example.com, or leave it empty for no e-mails.";
        }

        await using var db = database.Open(sellerId);
        if (await db.AlertSettings.SingleOrDefaultAsync(cancellationToken) is { } settings)
        {
            settings.MailTo = address;
        }
        else
        {
            db.AlertSettings.Add(new AlertSettings { MailTo = address });
        }

        await db.SaveChangesAsync(cancellationToken);
        return null;
    }

    /// <summary>Sends an e-mail to the address now.</summary>
    /// <returns>What is wrong, in plain words; null when the server took it.</returns>
    public async Task<string?> TestAsync(Guid sellerId, CancellationToken cancellationToken)
    {
        if (!mailer.IsSet)
        {
            return "No mail server is set. Add Alerts:Smtp:Host to the settings and restart.";
        }

        if (await ReadAsync(sellerId, cancellationToken) is not { } to)
        {
            return "There is no address yet. Save one first.";
        }

        try
        {
            await mailer.SendAsync(to, "Marketplace: a test", "Alerts of your stores will come to this address.", cancellationToken);
            return null;
        }
        catch (Platforms.PlatformException exception)
        {
            return exception.Message;
        }
    }
}
