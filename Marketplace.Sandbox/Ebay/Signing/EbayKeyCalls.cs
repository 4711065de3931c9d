using System.Collections.Concurrent;
using System.Text.Json;
using Marketplace.Sandbox.Hosting;

namespace Marketplace.Sandbox.Ebay.Signing;

/// <summary>Key Management: makes signing keys and shows the private part exactly once.</summary>
internal sealed class EbayKeyCalls(TimeProvider time)
{
    /// <summary>Path of the API.</summary>
    public const string Root = "/developer/key_management/v1/signing_key";

    private const int LifeInYears = 3;
    private readonly ConcurrentDictionary<string, Key> keys = new();

    /// <summary>POST /signing_key.</summary>
    public SandboxReply Create(SandboxCall call)
    {
        if (Cipher(call) is not { } cipher)
        {
            return Refuse(400, 210006, "You must request for new signing key with valid request payload.");
        }

        if (cipher is not (EbayKeyPair.Ed25519 or EbayKeyPair.Rsa))
        {
            return Refuse(400, 210001, "You must supply a valid signing key cipher. Allowed values are ED25519 and RSA.");
        }

        var now = time.GetUtcNow();
        var pair = EbayKeyPair.Make(cipher);
        var key = new Key(
            Guid.NewGuid().ToString(), cipher, pair.Public, EbaySealedKey.Seal(new EbayKeyClaims(pair.Public, cipher, now.AddYears(LifeInYears).ToUnixTimeSeconds())),
            (int)now.ToUnixTimeSeconds(), (int)now.AddYears(LifeInYears).ToUnixTimeSeconds());
        keys[key.SigningKeyId] = key;
        return SandboxReply.OfJson(200, new { key.SigningKeyId, key.SigningKeyCipher, privateKey = pair.Private, key.PublicKey, key.Jwe, key.CreationTime, key.ExpirationTime });
    }

    /// <summary>GET /signing_key.</summary>
    public SandboxReply List(SandboxCall call) => SandboxReply.OfJson(200, new { signingKeys = keys.Values.OrderBy(key => key.CreationTime).ToList() });

    /// <summary>GET /signing_key/{signing_key_id}.</summary>
    public SandboxReply Get(SandboxCall call) => keys.TryGetValue(call.Path["signing_key_id"], out var key)
        ? SandboxReply.OfJson(200, key)
        : Refuse(404, 210002, $"The signing key with id {call.Path["signing_key_id"]} was not found.");

    private static string? Cipher(SandboxCall call)
    {
        try
        {
            return JsonSerializer.Deserialize<JsonElement>(call.Body).GetProperty("signingKeyCipher").GetString();
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return null;
        }
    }

    private static SandboxReply Refuse(int status, int errorId, string message) => EbayRefusal.Of(status, new EbayFault(errorId, "API_KEYS", "REQUEST", message));

    private sealed record Key(string SigningKeyId, string SigningKeyCipher, string PublicKey, string Jwe, int CreationTime, int ExpirationTime);
}
