using System.Text;

namespace Marketplace.Sandbox.Amazon;

/// <summary>
/// Page tokens that look like Amazon's: opaque, and full of <c>/</c>, <c>+</c> and <c>=</c>, so that a client that does not
/// encode them exactly once is found out.
/// </summary>
internal static class AmazonPageTokens
{
    private static readonly byte[] Head = [0xFB, 0xFF, 0xBF];

    /// <summary>A token that carries some fields; they must not contain a tab.</summary>
    public static string Make(params ReadOnlySpan<string> fields)
    {
        var text = Encoding.UTF8.GetBytes(string.Join('\t', fields));
        return Convert.ToBase64String([.. Head, .. text, .. new byte[text.Length % 3 == 0 ? 1 : 0]]);
    }

    /// <summary>The fields of a token; null when it was damaged on the way.</summary>
    public static string[]? Read(string token, int fields)
    {
        var bytes = new byte[token.Length];
        if (!Convert.TryFromBase64String(token, bytes, out var count) || count <= Head.Length || !bytes.AsSpan(0, Head.Length).SequenceEqual(Head))
        {
            return null;
        }

        var parts = Encoding.UTF8.GetString(bytes, Head.Length, count - Head.Length).TrimEnd('\0').Split('\t');
        return parts.Length == fields ? parts : null;
    }
}
