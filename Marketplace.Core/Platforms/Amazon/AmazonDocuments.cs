using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;
using Marketplace.Core.Platforms.Amazon.Wire;
using Marketplace.Core.Platforms.Http;

namespace Marketplace.Core.Platforms.Amazon;

/// <summary>Writes and reads the documents of feeds and reports, which lie outside the API at signed addresses.</summary>
public sealed class AmazonDocuments(AmazonClient client, PlatformSender sender)
{
    static AmazonDocuments() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>Uploads the content of a feed and returns the document's id.</summary>
    /// <exception cref="PlatformException">Amazon refused, or failed.</exception>
    public async Task<string> UploadAsync(ConnectionContext connection, byte[] content, string contentType, CancellationToken cancellationToken)
    {
        var document = await client.SendAsync<AmazonDocumentWire>(
            connection, AmazonOperations.CreateFeedDocument, HttpMethod.Post, "/feeds/2021-06-30/documents", new AmazonDocumentWish(contentType), cancellationToken);
        await sender.SendAsync(
            new PlatformRequest
            {
                Operation = AmazonOperations.UploadDocument,
                Build = _ =>
                {
                    // The signature covers the content type letter by letter, and no token may go along.
                    var message = new HttpRequestMessage(HttpMethod.Put, document.Url) { Content = new ByteArrayContent(content) };
                    message.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
                    return message;
                },
                Judge = JudgeStore,
            },
            cancellationToken);
        return document.FeedDocumentId ?? throw new TransientException("Amazon gave an address for a feed, but no id.") { Operation = AmazonOperations.CreateFeedDocument.Name };
    }

    /// <summary>Downloads a document as text. Its address is asked for just before, since it is good for five minutes only.</summary>
    /// <exception cref="PlatformException">Amazon refused, or failed.</exception>
    public async Task<string> ReadAsync(ConnectionContext connection, OperationPlan operation, string path, CancellationToken cancellationToken)
    {
        var document = await client.SendAsync<AmazonDocumentWire>(connection, operation, HttpMethod.Get, path, null, cancellationToken);
        var response = await sender.SendAsync(
            new PlatformRequest { Operation = AmazonOperations.DownloadDocument, Build = _ => new HttpRequestMessage(HttpMethod.Get, document.Url), Judge = JudgeStore },
            cancellationToken);
        try
        {
            return CharsetOf(response.Header("Content-Type")).GetString(Unpack(response.Body, document.CompressionAlgorithm));
        }
        catch (InvalidDataException exception)
        {
            throw new TransientException("A document from Amazon was cut short.", exception) { Operation = AmazonOperations.DownloadDocument.Name };
        }
    }

    /// <summary>The encoding that a content type names, in Amazon's spelling or the usual one; UTF-8 where it names none.</summary>
    internal static Encoding CharsetOf(string? contentType)
    {
        var name = MediaTypeHeaderValue.TryParse(contentType, out var type) ? type.CharSet?.Trim('"') : null;
        return name?.ToUpperInvariant() switch
        {
            null or "" => Encoding.UTF8,
            "CP1252" => Encoding.GetEncoding(1252),
            "WINDOWS-31J" or "MS932" => Encoding.GetEncoding(932),
            _ => ByName(name),
        };
    }

    private static Encoding ByName(string name)
    {
        try
        {
            return Encoding.GetEncoding(name);
        }
        catch (ArgumentException)
        {
            return Encoding.UTF8;
        }
    }

    // Some stores unpack by themselves when asked; the first two bytes tell whether there is still something to unpack.
    private static byte[] Unpack(byte[] body, string? algorithm)
    {
        if (algorithm != "GZIP" || body is not [0x1F, 0x8B, ..])
        {
            return body;
        }

        using var packed = new GZipStream(new MemoryStream(body), CompressionMode.Decompress);
        using var plain = new MemoryStream();
        packed.CopyTo(plain);
        return plain.ToArray();
    }

    private static PlatformFailure? JudgeStore(PlatformResponse response) => response.Status switch
    {
        >= 200 and < 300 => null,
        403 => new PlatformFailure(FailureKind.Rejected, "Amazon's document store refused the address; it was too old or the content did not match what was announced.") { RawCode = "403" },
        _ => new PlatformFailure(FailureKind.Transient, "Amazon's document store is failing for the moment.") { RawCode = $"{response.Status}" },
    };
}
