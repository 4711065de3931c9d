namespace Marketplace.Core.Audit;

/// <summary>The person in whose name the present request or click runs. Jobs run in nobody's, and what they do is not in the log.</summary>
/// <param name="Name">As they sign in.</param>
/// <param name="Address">Network address; null where it is not known.</param>
/// <param name="At">When the request or click came.</param>
public sealed record Acting(string Name, string? Address, DateTimeOffset At)
{
    private static readonly AsyncLocal<Acting?> Flow = new();

    /// <summary>The person; null for jobs.</summary>
    public static Acting? Current
    {
        get => Flow.Value;
        set => Flow.Value = value;
    }
}
