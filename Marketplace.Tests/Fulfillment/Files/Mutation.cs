using System.Text;

namespace Marketplace.Tests.Fulfillment.Files;

/// <summary>Damages files in the ways in which transfers, programs and people do; the same seed always does the same.</summary>
internal static class Mutation
{
    private static readonly Func<byte[], Random, byte[]>[] Kinds = [Cut, Flip, Zeros, Repeat, Drop, Recode, Quotes, Splice, Stretch, Head];

    /// <summary>One of the golden files, damaged.</summary>
    public static byte[] Of(int seed)
    {
        var random = new Random(seed);
        var content = GoldenFiles.Bytes(GoldenFiles.Names[seed % GoldenFiles.Names.Count]);
        for (var times = 0; times <= seed % 3; times++)
        {
            content = Kinds[(seed + (times * 7)) % Kinds.Length](content, random);
        }

        return content;
    }

    private static byte[] Cut(byte[] content, Random random) => content[..random.Next(content.Length + 1)];

    private static byte[] Flip(byte[] content, Random random)
    {
        var flipped = content.ToArray();
        for (var i = 0; i < 1 + (content.Length / 50) && content.Length > 0; i++)
        {
            flipped[random.Next(flipped.Length)] ^= (byte)(1 << random.Next(8));
        }

        return flipped;
    }

    private static byte[] Zeros(byte[] content, Random random) => Insert(content, random, new byte[random.Next(1, 40)]);

    private static byte[] Repeat(byte[] content, Random random)
    {
        var (start, end) = Range(content, random);
        return [.. content[..end], .. content[start..]];
    }

    private static byte[] Drop(byte[] content, Random random)
    {
        var (start, end) = Range(content, random);
        return [.. content[..start], .. content[end..]];
    }

    private static byte[] Recode(byte[] content, Random random) =>
        (random.Next(2) == 0 ? Encoding.Unicode : Encoding.BigEndianUnicode).GetBytes(Encoding.Latin1.GetString(content));

    private static byte[] Quotes(byte[] content, Random random) => Insert(content, random, "\",\"\"\n\""u8.ToArray());

    private static byte[] Splice(byte[] content, Random random)
    {
        var other = GoldenFiles.Bytes(GoldenFiles.Names[random.Next(GoldenFiles.Names.Count)]);
        return [.. content[..random.Next(content.Length + 1)], .. other[random.Next(other.Length)..]];
    }

    private static byte[] Stretch(byte[] content, Random random) => Insert(content, random, Encoding.ASCII.GetBytes(new string(",;\t|x9 "[random.Next(7)], random.Next(1, 200_000))));

    private static byte[] Head(byte[] content, Random random)
    {
        byte[][] heads = [[0xD0, 0xCF, 0x11, 0xE0], "PK"u8.ToArray(), "<html>"u8.ToArray(), [0xFF, 0xFE], [0xEF, 0xBB, 0xBF], "%PDF"u8.ToArray(), "sep=;\n"u8.ToArray()];
        return [.. heads[random.Next(heads.Length)], .. content];
    }

    private static byte[] Insert(byte[] content, Random random, byte[] what)
    {
        var at = random.Next(content.Length + 1);
        return [.. content[..at], .. what, .. content[at..]];
    }

    private static (int Start, int End) Range(byte[] content, Random random)
    {
        var start = random.Next(content.Length + 1);
        return (start, start + random.Next(content.Length - start + 1));
    }
}
