using System.ComponentModel.DataAnnotations;

namespace Marketplace.Core.Connections;

/// <summary>Settings under <c>Connections</c>.</summary>
public sealed class ConnectionsOptions
{
    /// <summary>The settings' section.</summary>
    public const string Section = "Connections";

    /// <summary>Minutes for which a consent that was set out for may come back.</summary>
    [Range(1, 60)]
    public int ConsentMinutes { get; set; } = 15;

    /// <summary>Minutes before its end at which an access token is renewed in the background.</summary>
    [Range(3, 50)]
    public int RenewAheadMinutes { get; set; } = 10;

    /// <summary>Seconds between two looks at all stores.</summary>
    [Range(0.1, 60)]
    public double KeeperSeconds { get; set; } = 30;

    /// <summary>
    /// Seconds without a sign of life after which a store is asked whether its authorisation still holds. With
    /// <see cref="KeeperSeconds"/> it stays under two minutes, the longest that a dead store may go unnoticed.
    /// </summary>
    [Range(0.1, 85)]
    public double CheckAfterSeconds { get; set; } = 75;
}
