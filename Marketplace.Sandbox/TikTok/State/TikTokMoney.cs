namespace Marketplace.Sandbox.TikTok.State;

/// <summary>What an order is worth, in cents of the sample catalogue.</summary>
internal static class TikTokMoney
{
    /// <summary>What each order pays for its transport.</summary>
    public const int Shipping = 599;

    /// <summary>Sales tax on an item.</summary>
    public static long Tax(int cents) => (long)Math.Round(cents * 0.0825m, MidpointRounding.AwayFromZero);

    /// <summary>What the buyer pays.</summary>
    public static long Total(TikTokOrder order) => order.Units.Sum(unit => unit.PriceCents + Tax(unit.PriceCents)) + Shipping;
}
