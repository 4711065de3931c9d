using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using Marketplace.Core.Platforms;
using Microsoft.Extensions.Options;
using MimeKit;

namespace Marketplace.Core.Alerts.Mail;

/// <summary>Sends e-mails over the server of the settings.</summary>
public sealed class AlertMailer(IOptions<AlertsOptions> options)
{
    private const int ImplicitTlsPort = 465;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);

    /// <summary>Whether the settings name a server.</summary>
    public bool IsSet => options.Value.Smtp.IsSet;

    /// <summary>Sends a plain e-mail.</summary>
    /// <exception cref="TransientException">The server cannot be reached or does not take it now.</exception>
    /// <exception cref="RejectedException">No server is set, or it refuses the sign-in, the sender or the receiver.</exception>
    public async Task SendAsync(string to, string subject, string text, CancellationToken cancellationToken)
    {
        var smtp = options.Value.Smtp;
        if (smtp.Host is not { Length: > 0 } host)
        {
            throw new RejectedException("No mail server is set. Add Alerts:Smtp:Host to the settings and restart.");
        }

        using var message = new MimeMessage();
        message.From.Add(MailboxAddress.Parse(smtp.From));
        message.To.Add(MailboxAddress.Parse(to));
        message.Subject = subject;
        message.Body = new TextPart("plain") { Text = text };
        try
        {
            using var client = new SmtpClient { Timeout = (int)Timeout.TotalMilliseconds };
            await client.ConnectAsync(host, smtp.Port, Security(smtp), cancellationToken);
            if (!string.IsNullOrEmpty(smtp.User))
            {
                await client.AuthenticateAsync(smtp.User, smtp.Password ?? "", cancellationToken);
            }

            await client.SendAsync(message, cancellationToken);
            await client.DisconnectAsync(quit: true, cancellationToken);
        }
        catch (AuthenticationException exception)
        {
            throw new RejectedException("The mail server refused the sign-in. Check Alerts:Smtp:User and Alerts:Smtp:Password.", exception);
        }
        catch (SslHandshakeException exception)
        {
            throw new RejectedException("The mail server does not speak TLS as it should. Check Alerts:Smtp:Port and Alerts:Smtp:RequireTls.", exception);
        }
        catch (SmtpCommandException exception) when ((int)exception.StatusCode >= 500)
        {
            throw new RejectedException($"The mail server refused the e-mail ({(int)exception.StatusCode}). Check the address in the alert settings and Alerts:Smtp:From.", exception);
        }
        catch (Exception exception) when (exception is IOException or System.Net.Sockets.SocketException or ProtocolException or SmtpCommandException or TimeoutException)
        {
            throw new TransientException($"The mail server {host}:{smtp.Port} does not take e-mails at the moment; it is tried again.", exception);
        }
    }

    private static SecureSocketOptions Security(SmtpOptions smtp) =>
        smtp.Port == ImplicitTlsPort ? SecureSocketOptions.SslOnConnect
        : smtp.RequireTls ? SecureSocketOptions.StartTls
        : SecureSocketOptions.StartTlsWhenAvailable;
}
