using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Marketplace.Core.Platforms.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Marketplace.Core.Platforms.Amazon.Notifications;

/// <summary>Believes what comes from an SNS topic of the operator's, and confirms our subscription to it.</summary>
public sealed class SnsGate(IHttpClientFactory clients, IOptions<AmazonOptions> options, TimeProvider time, ILogger<SnsGate> logger) : IDisposable
{
    private const int MostKept = 20;
    private const int LargestCertificate = 64 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private readonly ConcurrentDictionary<Uri, X509Certificate2> certificates = new();
    private readonly SemaphoreSlim gate = new(1);

    /// <summary>Checks a message.</summary>
    /// <returns>Why it is not believed, in plain words; null when it is.</returns>
    /// <exception cref="TransientException">The certificate could not be fetched now.</exception>
    public async Task<string?> ProblemOfAsync(SnsMessage message, CancellationToken cancellationToken)
    {
        if (options.Value.NotificationTopicArn is not { Length: > 0 } topic)
        {
            return $"No topic is set under {AmazonOptions.Section}:{nameof(AmazonOptions.NotificationTopicArn)}.";
        }

        // Anybody may have a topic and point it here; the signature only says that Amazon sent it.
        if (!string.Equals(message.TopicArn, topic, StringComparison.Ordinal))
        {
            return "The message comes from another topic than the one that is set.";
        }

        if (message.Certificate is not { } address)
        {
            return "The certificate that the message names does not lie at Amazon.";
        }

        var certificate = await CertificateAsync(address, cancellationToken);
        var now = time.GetUtcNow();
        return certificate is null || now < certificate.NotBefore.ToUniversalTime() || now > certificate.NotAfter.ToUniversalTime()
            ? "The certificate that the message names is no valid one."
            : message.IsProven(certificate) ? null : "The signature does not fit the message.";
    }

    /// <summary>Tells Amazon that we want the messages of the topic.</summary>
    /// <exception cref="TransientException">Amazon could not be reached; it asks again.</exception>
    public async Task ConfirmAsync(SnsMessage message, CancellationToken cancellationToken)
    {
        if (message.Confirmation is not { } address)
        {
            throw new TransientException("Amazon asked to confirm a subscription at an address that is not its own.") { Operation = "ConfirmSubscription" };
        }

        using var answer = await GetAsync(address, cancellationToken);
        if (!answer.IsSuccessStatusCode)
        {
            throw new TransientException($"Amazon did not take the confirmation of the subscription ({(int)answer.StatusCode}).") { Operation = "ConfirmSubscription" };
        }

        logger.LogInformation("The subscription to the topic of Amazon's notifications is confirmed");
    }

    /// <inheritdoc />
    public void Dispose()
    {
        gate.Dispose();
        foreach (var certificate in certificates.Values)
        {
            certificate.Dispose();
        }
    }

    private async Task<X509Certificate2?> CertificateAsync(Uri address, CancellationToken cancellationToken)
    {
        if (certificates.TryGetValue(address, out var known))
        {
            return known;
        }

        // Messages come in bursts: the first one fetches, the others wait for it.
        await gate.WaitAsync(cancellationToken);
        try
        {
            if (certificates.TryGetValue(address, out known))
            {
                return known;
            }

            using var answer = await GetAsync(address, cancellationToken);
            if ((int)answer.StatusCode >= 500)
            {
                throw new TransientException("The certificate of a notification could not be fetched from Amazon now.") { Operation = "SigningCertificate" };
            }

            // Amazon changes its certificate now and then and has few; more than these are somebody's attempts.
            return !answer.IsSuccessStatusCode || certificates.Count >= MostKept ? null
                : certificates[address] = X509Certificate2.CreateFromPem(await answer.Content.ReadAsStringAsync(cancellationToken));
        }
        catch (CryptographicException)
        {
            return null;
        }
        finally
        {
            gate.Release();
        }
    }

    private async Task<HttpResponseMessage> GetAsync(Uri address, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            var client = clients.CreateClient(PlatformHttpRegistration.ClientName);
            client.MaxResponseContentBufferSize = LargestCertificate;
            return await client.GetAsync(address, either.Token);
        }
        catch (Exception exception) when (exception is HttpRequestException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new TransientException("Amazon's notification service could not be reached.", exception) { Operation = "SigningCertificate" };
        }
    }
}
