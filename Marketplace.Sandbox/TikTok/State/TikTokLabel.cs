namespace Marketplace.Sandbox.TikTok.State;

/// <summary>Numbers on TikTok Shop's own labels.</summary>
internal static class TikTokLabel
{
    /// <summary>The number and carrier of a package that TikTok Shop delivers.</summary>
    public static (string Tracking, (string Id, string Name) Provider) Number(TikTokPackage package) =>
        ($"TTS{package.Id[^12..]}", ("6617675021119438849", "TT Virtual express"));
}
