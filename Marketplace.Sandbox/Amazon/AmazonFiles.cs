using System.Collections.Concurrent;
using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Marketplace.Sandbox.Hosting;

namespace Marketplace.Sandbox.Amazon;

/// <summary>A document outside the API.</summary>
/// <param name="ContentType">What was announced, or what is sent.</param>
/// <param name="Body">Its bytes; null until it is uploaded.</param>
/// <param name="Packed">The bytes are GZIP.</param>
internal sealed record AmazonFile(string ContentType, byte[]? Body, bool Packed)
{
    /// <summary>The bytes, unpacked.</summary>
    public byte[] Plain()
    {
        if (!Packed)
        {
            return Body ?? [];
        }

        using var packed = new GZipStream(new MemoryStream(Body!), CompressionMode.Decompress);
        using var plain = new MemoryStream();
        packed.CopyTo(plain);
        return plain.ToArray();
    }
}

/// <summary>The document store of feeds and reports: signed addresses that are good for five minutes.</summary>
internal sealed class AmazonFiles(int seed, TimeProvider time)
{
    /// <summary>States of a feed or report, as clients may ask for them.</summary>
    public static readonly HashSet<string> States = ["CANCELLED", "DONE", "FATAL", "IN_PROGRESS", "IN_QUEUE"];

    private const int Lasts = 300;
    private readonly byte[] key = SHA256.HashData(Encoding.UTF8.GetBytes($"amazon files {seed}"));
    private readonly ConcurrentDictionary<string, AmazonFile> files = new();

    /// <summary>Alias of a region's store.</summary>
    public static string AliasOf(AmazonRegion region) => "docs-" + region.Key.ToLowerInvariant();

    /// <summary>Host of a region's store.</summary>
    public static string HostOf(AmazonRegion region) => $"tortuga-prod-{region.Key.ToLowerInvariant()}.s3-external-1.amazonaws.com";

    /// <summary>Makes room for a document that the client will upload.</summary>
    public string Announce(AmazonRegion region, string contentType) => Add(region, new AmazonFile(contentType, null, false));

    /// <summary>Keeps a document that Amazon made, packed as Amazon does.</summary>
    public string Store(AmazonRegion region, byte[] body, string contentType)
    {
        using var packed = new MemoryStream();
        using (var zip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            zip.Write(body);
        }

        return Add(region, new AmazonFile(contentType, packed.ToArray(), true));
    }

    /// <summary>The checksum that Amazon gives along with documents.</summary>
    // The contracts name MD5: it guards against damage on the way, not against anybody.
#pragma warning disable CA5351
    public static string Checksum(byte[] document) => Convert.ToBase64String(MD5.HashData(document));
#pragma warning restore CA5351

    /// <summary>Keeps a document that Amazon publishes as it is.</summary>
    public string Publish(AmazonRegion region, byte[] body, string contentType) => Add(region, new AmazonFile(contentType, body, false));

    /// <summary>A document, or null.</summary>
    public AmazonFile? Find(string id) => files.GetValueOrDefault(id);

    /// <summary>A signed address, in the form in which the sandbox itself was reached: by host name or by path.</summary>
    public string AddressOf(string id, AmazonRegion region, SandboxCall call, string method, bool encodingHeader = false)
    {
        var expires = time.GetUtcNow().AddSeconds(Lasts).ToUnixTimeSeconds();
        var byHost = call.Header("X-Original-Host") is not null || new Uri(call.Origin).Host == call.Host;
        var root = byHost ? $"https://{HostOf(region)}" : $"{call.Origin}/sandbox/amazon/{AliasOf(region)}";
        var encoding = encodingHeader ? "1" : "0";
        return $"{root}/{Uri.EscapeDataString(id)}?X-Amz-Expires={Lasts}&X-Sandbox-Until={expires.ToString(CultureInfo.InvariantCulture)}&X-Sandbox-Encoding={encoding}&X-Amz-Signature={Sign(id, method, expires, encoding)}";
    }

    /// <summary>Takes an upload; its content type must be the announced one, letter by letter, and no other credential may come along.</summary>
    public SandboxReply Put(SandboxCall call)
    {
        var id = call.Path["id"];
        if (Refuse(call, "PUT") is { } refusal)
        {
            return refusal;
        }

        var file = files[id];
        if (call.Header("Content-Type") != file.ContentType || call.Header("Authorization") is not null || call.Headers.Keys.Any(h => h.StartsWith("x-amz-", StringComparison.OrdinalIgnoreCase)))
        {
            return Xml(403, "SignatureDoesNotMatch", "The request signature we calculated does not match the signature you provided. Check your key and signing method.");
        }

        files[id] = file with { Body = call.Body };
        return SandboxReply.Empty(200);
    }

    /// <summary>Hands out a document.</summary>
    public SandboxReply Get(SandboxCall call)
    {
        if (Refuse(call, "GET") is { } refusal)
        {
            return refusal;
        }

        var file = files[call.Path["id"]];
        var reply = new SandboxReply(200, file.Body ?? [], file.ContentType);
        return file.Packed && call.QueryValue("X-Sandbox-Encoding") == "1" ? reply.With("Content-Encoding", "gzip") : reply;
    }

    /// <summary>The store's own body for a fault.</summary>
    public static SandboxReply Fault() => Xml(503, "SlowDown", "Please reduce your request rate.");

    private string Add(AmazonRegion region, AmazonFile file)
    {
        var id = $"amzn1.tortuga.4.{region.Key.ToLowerInvariant()}.{Guid.NewGuid():D}.T{Convert.ToHexString(RandomNumberGenerator.GetBytes(6))}";
        files[id] = file;
        return id;
    }

    private SandboxReply? Refuse(SandboxCall call, string method)
    {
        var id = call.Path["id"];
        if (!long.TryParse(call.QueryValue("X-Sandbox-Until"), NumberStyles.None, CultureInfo.InvariantCulture, out var until)
            || call.QueryValue("X-Amz-Signature") != Sign(id, method, until, call.QueryValue("X-Sandbox-Encoding") ?? "") || !files.ContainsKey(id))
        {
            return Xml(403, "SignatureDoesNotMatch", "The request signature we calculated does not match the signature you provided. Check your key and signing method.");
        }

        return until < time.GetUtcNow().ToUnixTimeSeconds() ? Xml(403, "AccessDenied", "Request has expired") : null;
    }

    private string Sign(string id, string method, long until, string encoding) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{method}\n{id}\n{until}\n{encoding}"))));

    private static SandboxReply Xml(int status, string code, string message) =>
        new(status, Encoding.UTF8.GetBytes($"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>{code}</Code><Message>{WebUtility.HtmlEncode(message)}</Message></Error>"), "application/xml");
}
