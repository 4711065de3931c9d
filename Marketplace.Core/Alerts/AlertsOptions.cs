using System.ComponentModel.DataAnnotations;

namespace Marketplace.Core.Alerts;

/// <summary>Settings under <c>Alerts</c>.</summary>
public sealed class AlertsOptions
{
    /// <summary>The settings' section.</summary>
    public const string Section = "Alerts";

    /// <summary>The server that takes e-mails; without a host none are sent.</summary>
    public SmtpOptions Smtp { get; set; } = new();

    /// <summary>Address of the application for links in e-mails, where it has one.</summary>
    public Uri? PublicUrl { get; set; }

    /// <summary>
    /// Lets webhooks go to addresses of this machine and its network, and without encryption. Off, or anybody with an account could reach
    /// what only this server should.
    /// </summary>
    public bool AllowInternalWebhooks { get; set; }

    /// <summary>Days for which sent webhooks are kept.</summary>
    [Range(1, 3650)]
    public int KeptDays { get; set; } = 60;
}

/// <summary>Settings under <c>Alerts:Smtp</c>.</summary>
public sealed class SmtpOptions
{
    /// <summary>Host; null sends no e-mail.</summary>
    public string? Host { get; set; }

    /// <summary>Port; 465 speaks TLS from the start, any other begins in the clear and must turn to TLS.</summary>
    [Range(1, 65_535)]
    public int Port { get; set; } = 587;

    /// <summary>Whether the server must speak TLS; turn it off for a server on this machine only.</summary>
    public bool RequireTls { get; set; } = true;

    /// <summary>User; null where the server asks for none.</summary>
    public string? User { get; set; }

    /// <summary>Password.</summary>
    public string? Password { get; set; }

    /// <summary>Sender.</summary>
    [Required(ErrorMessage = "Alerts:Smtp:From must not be empty."), EmailAddress(ErrorMessage = "Alerts:Smtp:From must be an e-mail address.")]
    public string From { get; set; } = "marketplace@localhost";

    /// <summary>Whether e-mails can be sent at all.</summary>
    public bool IsSet => !string.IsNullOrWhiteSpace(Host);
}
