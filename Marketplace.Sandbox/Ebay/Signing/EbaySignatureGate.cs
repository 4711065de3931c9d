using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Marketplace.Sandbox.Ebay.Oauth;
using Marketplace.Sandbox.Hosting;

namespace Marketplace.Sandbox.Ebay.Signing;

/// <summary>Where money moves, sellers of the EU and the UK must sign the message itself. For all others a signature is not even looked at.</summary>
internal sealed partial class EbaySignatureGate(TimeProvider time)
{
    private const string KeyHeader = "x-ebay-signature-key";
    private static readonly string[] Required = [KeyHeader, "@method", "@path", "@authority"];

    /// <summary>A handler that is reached only with a good signature where one is due.</summary>
    public EbaySellerHandler Signed(EbaySellerHandler handler) =>
        (seller, call) => seller.Site.MustSign && WhyNot(call) is { } why ? EbayRefusal.BadSignature(why) : handler(seller, call);

    private string? WhyNot(SandboxCall call)
    {
        if (Input().Match(call.Header("Signature-Input") ?? "") is not { Success: true } input || Signature().Match(call.Header("Signature") ?? "") is not { Success: true } signature)
        {
            return "The signature headers are missing or malformed.";
        }

        if (call.Header(KeyHeader) is not { } jwe || EbaySealedKey.Open(jwe.Trim()) is not { } key || key.Exp <= time.GetUtcNow().ToUnixTimeSeconds())
        {
            return "The signature key is missing, unknown or expired.";
        }

        var components = Component().Matches(input.Groups["components"].Value).Select(match => match.Groups[1].Value).ToList();
        if (Required.Except(components).Any() || (call.Body.Length > 0 && !components.Contains("content-digest")))
        {
            return "The signature does not cover what it must.";
        }

        if (call.Body.Length > 0 && call.Header("Content-Digest")?.Trim() != $"sha-256=:{Convert.ToBase64String(SHA256.HashData(call.Body))}:")
        {
            return "The digest does not fit the body.";
        }

        return Addresses(call).Any(address => Fits(call, key, address, components, input.Groups["parameters"].Value, signature.Groups[1].Value)) ? null : "The signature does not fit the message.";
    }

    // Clients that are pointed here by path sign the address that they call, all others the one that they mean.
    private static IEnumerable<(string Authority, string Path)> Addresses(SandboxCall call) =>
    [
        (call.Host, call.RawPath),
        .. call.Header("Host") is { } host ? EbayOperationTable.Hosts.Where(known => known.Value == call.Host).SelectMany(known => new[] { known.Key, known.Value }.Select(name => (host, $"/sandbox/ebay/{name}{call.RawPath}"))) : [],
    ];

    private static bool Fits(SandboxCall call, EbayKeyClaims key, (string Authority, string Path) address, List<string> components, string parameters, string signature)
    {
        var signed = new StringBuilder();
        foreach (var name in components)
        {
            var value = name switch { "@method" => call.Method, "@path" => address.Path, "@authority" => address.Authority, _ => call.Header(name)?.Trim() };
            signed.Append(CultureInfo.InvariantCulture, $"\"{name}\": {value}\n");
        }

        signed.Append(CultureInfo.InvariantCulture, $"\"@signature-params\": {parameters}");
        try
        {
            return EbayKeyPair.Verify(key.Cipher, Convert.FromBase64String(key.Pkey), Encoding.UTF8.GetBytes(signed.ToString()), Convert.FromBase64String(signature));
        }
        catch (Exception exception) when (exception is FormatException or CryptographicException)
        {
            return false;
        }
    }

    [GeneratedRegex("""^\w+=(?<parameters>\((?<components>[^)]*)\);created=\d+.*)$""")]
    private static partial Regex Input();

    [GeneratedRegex("^\\w+=:([A-Za-z0-9+/=]+):$")]
    private static partial Regex Signature();

    [GeneratedRegex("\"([^\"]+)\"")]
    private static partial Regex Component();
}
