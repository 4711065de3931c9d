using System.Globalization;

namespace Marketplace.Sandbox.TikTok.State;

/// <summary>Ids as long as the real ones, 18 or 19 digits, counted up from a shop's own start.</summary>
internal sealed class TikTokIds(int shop)
{
    private readonly long offset = shop * 1_000_000_000L;
    private long units;
    private long packages;
    private long cancellations;

    public string Product(int number) => Text(1_729_592_969_000_000_000 + offset + number * 7L);

    public string Sku(int number) => Text(1_729_592_971_000_000_000 + offset + number * 3L);

    public string Order(int number) => Text(576_461_413_000_000_000 + offset + number * 11L);

    public string NextUnit() => Text(577_086_512_000_000_000 + offset + ++units);

    public string NextPackage() => Text(1_152_321_127_000_000_000 + offset + ++packages);

    public string NextCancellation() => Text(4_035_318_504_000_000_000 + offset + ++cancellations);

    public string Warehouse(int number) => Text(7_068_517_275_000_000_000 + offset + number);

    public static string Text(long id) => id.ToString(CultureInfo.InvariantCulture);
}
