using Marketplace.Core.Platforms;

namespace Marketplace.Core.Fulfillment.Labels;

/// <summary>Fetches a label's paper from where the marketplace laid it. The address is as good as a key, so it is never logged.</summary>
internal sealed class LabelDownload(IHttpClientFactory clients)
{
    /// <summary>Name of the HTTP client.</summary>
    public const string ClientName = "labels";

    private const int MaxBytes = 10 * 1024 * 1024;

    /// <summary>The paper's bytes.</summary>
    /// <exception cref="TransientException">It cannot be fetched now.</exception>
    /// <exception cref="RejectedException">It is no label.</exception>
    public async Task<byte[]> FetchAsync(LabelDocument document, CancellationToken cancellationToken)
    {
        if (document.Address.Scheme == "data")
        {
            return Inline(document.Address.OriginalString);
        }

        if (document.Address.Scheme is not ("https" or "http"))
        {
            throw new RejectedException($"The label lies at an address that cannot be fetched ({document.Address.Scheme}).");
        }

        try
        {
            using var client = clients.CreateClient(ClientName);
            client.MaxResponseContentBufferSize = MaxBytes;
            return await client.GetByteArrayAsync(document.Address, cancellationToken);
        }
        catch (Exception failure) when (failure is HttpRequestException || (failure is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // The message of the failure may hold the address.
            throw new TransientException("The label could not be fetched; it is tried again by itself.");
        }
    }

    private static byte[] Inline(string address)
    {
        const string Mark = ";base64,";
        var at = address.IndexOf(Mark, StringComparison.Ordinal);
        try
        {
            return at > 0 ? Convert.FromBase64String(Uri.UnescapeDataString(address[(at + Mark.Length)..])) : throw new RejectedException("The label came in a form that cannot be read.");
        }
        catch (FormatException)
        {
            throw new RejectedException("The label came in a form that cannot be read.");
        }
    }
}
