using Marketplace.Core.Orders;

namespace Marketplace.Web.Features.Orders;

/// <summary>Gives each tag a colour of its own, the same everywhere and for ever, without anybody choosing it.</summary>
public static class TagHue
{
    // Steps that the eye tells apart.
    private const int Step = 24;

    /// <summary>Hue of a tag, degrees from 0 to 359; case does not matter.</summary>
    public static int Of(string name)
    {
        var hash = 2166136261u;
        foreach (var letter in OrderTag.KeyOf(name))
        {
            hash = (hash ^ letter) * 16777619u;
        }

        return (int)(hash % (360 / Step)) * Step;
    }
}
