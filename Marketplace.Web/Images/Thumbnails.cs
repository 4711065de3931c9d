using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace Marketplace.Web.Images;

/// <summary>Small copies of product pictures: each is fetched once, however many pages ask for it at the same time.</summary>
public sealed class Thumbnails(
    IHttpClientFactory clients, ImageSources sources, ThumbnailFolder folder, ThumbnailMaker maker, IOptions<ImageOptions> options, TimeProvider time, ILogger<Thumbnails> logger) : IDisposable
{
    /// <summary>Name of the HTTP client that fetches pictures: without a store's tokens, and outside the limits of its calls.</summary>
    internal const string ClientName = "images";

    private const int FetchedAtOnce = 8;
    private const int MostFailuresKept = 10_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan FailureKept = TimeSpan.FromMinutes(10);
    private readonly ConcurrentDictionary<string, Lazy<Task<Thumbnail?>>> flights = new();
    private readonly ConcurrentDictionary<string, DateTimeOffset> failures = new();
    private readonly SemaphoreSlim lanes = new(FetchedAtOnce);

    /// <summary>The small copy of a picture; null where it may not be fetched, is not there, or is no picture.</summary>
    public async Task<Thumbnail?> GetAsync(Uri picture, CancellationToken cancellationToken)
    {
        if (!sources.Allows(picture))
        {
            return null;
        }

        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(picture.AbsoluteUri)))[..40];
        if (await folder.FindAsync(name, cancellationToken) is { } kept)
        {
            return kept;
        }

        if (failures.TryGetValue(name, out var at) && time.GetUtcNow() - at < FailureKept)
        {
            return null;
        }

        // Whoever gives up waiting does not stop it for the others.
        var flight = flights.GetOrAdd(name, _ => new Lazy<Task<Thumbnail?>>(() => FetchAndKeepAsync(picture, name)));
        return await flight.Value.WaitAsync(cancellationToken);
    }

    /// <inheritdoc />
    public void Dispose() => lanes.Dispose();

    private async Task<Thumbnail?> FetchAndKeepAsync(Uri picture, string name)
    {
        using var limit = new CancellationTokenSource(Patience, time);
        await lanes.WaitAsync();
        try
        {
            var thumbnail = await FetchAsync(picture, limit.Token);
            if (thumbnail is not null)
            {
                await folder.KeepAsync(name, thumbnail, CancellationToken.None);
                return thumbnail;
            }
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException or IOException)
        {
            logger.LogDebug("A product picture could not be fetched from {Host}: {Problem}", picture.Host, exception.Message);
        }
        finally
        {
            lanes.Release();
            flights.TryRemove(name, out _);
        }

        if (failures.Count > MostFailuresKept)
        {
            failures.Clear();
        }

        failures[name] = time.GetUtcNow();
        return null;
    }

    private async Task<Thumbnail?> FetchAsync(Uri picture, CancellationToken cancellationToken)
    {
        using var client = clients.CreateClient(ClientName);
        using var answer = await client.GetAsync(picture, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (!answer.IsSuccessStatusCode)
        {
            return null;
        }

        var most = options.Value.MaxKilobytesEach * 1024;
        await using var stream = await answer.Content.ReadAsStreamAsync(cancellationToken);
        using var content = new MemoryStream();
        var buffer = new byte[81_920];
        int read;
        while ((read = await stream.ReadAsync(buffer, cancellationToken)) > 0)
        {
            content.Write(buffer, 0, read);
            if (content.Length > most)
            {
                return null;
            }
        }

        return maker.Make(content.ToArray(), answer.Content.Headers.ContentType?.MediaType);
    }
}
