using System.Security.Cryptography;
using System.Text;
using Marketplace.Sandbox.Hosting;

namespace Marketplace.Sandbox.TikTok.Wire;

/// <summary>Checks a request's signature, written apart from any client so that a shared mistake cannot hide.</summary>
internal static class TikTokSignCheck
{
    /// <summary>Whether the signature fits the request as it came.</summary>
    public static bool Fits(SandboxCall call, string sign, string secret, string sandboxPrefix)
    {
        // Clients that are given a base address below the sandbox sign that prefix as part of their path.
        string[] paths = [call.RawPath, sandboxPrefix + call.RawPath];
        byte[][] bodies = IsMultipart(call) || call.Body.Length == 0 ? [[]] : call.Text == "{}" ? [call.Body, []] : [call.Body];
        return paths.Any(path => bodies.Any(body => CryptographicOperations.FixedTimeEquals(
            Encoding.ASCII.GetBytes(Sign(path, call, body, secret)), Encoding.ASCII.GetBytes(sign))));
    }

    private static string Sign(string path, SandboxCall call, byte[] body, string secret)
    {
        var names = call.Query.Keys.Where(name => name != "sign" && name != "access_token").ToArray();
        Array.Sort(names, string.CompareOrdinal);
        using var text = new MemoryStream();
        text.Write(Encoding.UTF8.GetBytes(secret + path));
        foreach (var name in names)
        {
            text.Write(Encoding.UTF8.GetBytes(name + call.QueryValue(name)));
        }

        text.Write(body);
        text.Write(Encoding.UTF8.GetBytes(secret));
        return Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), text.ToArray()));
    }

    private static bool IsMultipart(SandboxCall call) =>
        call.Header("Content-Type")?.Split(';')[0].Trim().Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase) ?? false;
}
