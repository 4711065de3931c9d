namespace Marketplace.Web.Features.Account;

/// <summary>Keeps redirects inside the application.</summary>
public static class LocalAddress
{
    /// <summary>The address where it is a path of this application; otherwise the other one.</summary>
    public static string Or(string? address, string other) =>
        address is ['/', ..] and not ['/', '/' or '\\', ..] && !address.Any(char.IsControl) ? address : other;
}
