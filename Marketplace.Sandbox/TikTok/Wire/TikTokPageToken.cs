using System.Globalization;
using System.Text;

namespace Marketplace.Sandbox.TikTok.Wire;

/// <summary>Where a next page begins. As text it always holds a plus, a slash and an equals sign, so that clients must encode it.</summary>
/// <param name="Total">Results that the first page counted.</param>
/// <param name="Time">Time of the last item shown; or an offset.</param>
/// <param name="Number">Number of the last item shown.</param>
internal sealed record TikTokPageToken(int Total, long Time, int Number)
{
    private static readonly byte[] Mark = [0xFB, 0xEF, 0xBE, 0xFF, 0xFF, 0xFF];

    /// <summary>Reads a token back; null when it is none of ours.</summary>
    public static TikTokPageToken? Parse(string text)
    {
        var bytes = new byte[text.Length];
        if (!Convert.TryFromBase64String(text, bytes, out var length) || length < Mark.Length || !bytes.AsSpan().StartsWith(Mark))
        {
            return null;
        }

        var parts = Encoding.ASCII.GetString(bytes, Mark.Length, length - Mark.Length).Trim().Split('|');
        return parts.Length == 3
            && int.TryParse(parts[0], CultureInfo.InvariantCulture, out var total)
            && long.TryParse(parts[1], CultureInfo.InvariantCulture, out var time)
            && int.TryParse(parts[2], CultureInfo.InvariantCulture, out var number)
                ? new TikTokPageToken(total, time, number)
                : null;
    }

    /// <inheritdoc />
    public override string ToString()
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{Total}|{Time}|{Number}");
        return Convert.ToBase64String([.. Mark, .. Encoding.ASCII.GetBytes(text.PadRight((text.Length + 2) / 3 * 3 + 1))]);
    }
}
