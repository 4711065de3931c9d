using System.Linq.Expressions;

namespace Marketplace.Core.Accounts;

/// <summary>Settings under <c>Accounts:Sessions</c>: when a sign-in ends by itself.</summary>
public sealed class SessionsOptions
{
    /// <summary>Most days without use for sign-ins that stay; cookies and refresh tokens hold for no longer.</summary>
    public const int StayRestDays = 14;

    /// <summary>Minutes without use after which a sign-in ends.</summary>
    public int RestMinutes { get; set; } = 30;

    /// <summary>Hours after which a sign-in ends, however much it is used.</summary>
    public int LongestHours { get; set; } = 12;

    /// <summary>
    /// Days after which a sign-in ends that was asked to stay ("Keep me signed in"), and one of a program with tokens; 0 lets nobody ask, and
    /// all end as the others do.
    /// </summary>
    public int StayDays { get; set; } = 30;

    /// <summary>Which sign-ins hold at a time, for queries.</summary>
    public Expression<Func<UserSession, bool>> HoldAt(DateTimeOffset now)
    {
        var (used, begun) = (now.AddMinutes(-RestMinutes), now.AddHours(-LongestHours));
        var (usedForStay, begunForStay) = (now.AddDays(-StayRestDays), now.AddDays(-StayDays));
        return s => s.Stays ? s.LastSeenAt > usedForStay && s.CreatedAt > begunForStay : s.LastSeenAt > used && s.CreatedAt > begun;
    }
}
