using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Marketplace.Tests.Alerts;

/// <summary>A mail server that speaks as much SMTP as taking an e-mail needs.</summary>
internal sealed class MailServer : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stopping = new();
    private readonly Task serving;

    public MailServer()
    {
        listener.Start();
        serving = ServeAsync();
    }

    /// <summary>Its port on the loopback address.</summary>
    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>E-mails as they came, headers and all.</summary>
    public ConcurrentQueue<string> Mails { get; } = new();

    /// <summary>Answer to the receiver's address; "250 OK" takes it.</summary>
    public string ReceiverAnswer { get; set; } = "250 OK";

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        listener.Dispose();
        await serving;
        stopping.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using var client = await listener.AcceptTcpClientAsync(stopping.Token);
                await TalkAsync(client.GetStream());
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or IOException)
        {
            // The test is over.
        }
    }

    private async Task TalkAsync(NetworkStream stream)
    {
        using var reader = new StreamReader(stream, Encoding.UTF8);
        await using var writer = new StreamWriter(stream, new UTF8Encoding(false)) { NewLine = "\r\n", AutoFlush = true };
        await writer.WriteLineAsync("220 test");
        while (await reader.ReadLineAsync(stopping.Token) is { } line)
        {
            var verb = line.Split(' ')[0].ToUpperInvariant();
            await writer.WriteLineAsync(verb switch { "RCPT" => ReceiverAnswer, "DATA" => "354 go on", "QUIT" => "221 bye", _ => "250 OK" });
            if (verb == "DATA")
            {
                var mail = new StringBuilder();
                while (await reader.ReadLineAsync(stopping.Token) is { } text && text != ".")
                {
                    mail.AppendLine(text);
                }

                Mails.Enqueue(mail.ToString());
                await writer.WriteLineAsync("250 taken");
            }
            else if (verb == "QUIT")
            {
                return;
            }
        }
    }
}
