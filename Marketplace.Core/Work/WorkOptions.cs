using System.ComponentModel.DataAnnotations;

namespace Marketplace.Core.Work;

/// <summary>Settings under <c>Work</c>.</summary>
public sealed class WorkOptions
{
    /// <summary>The settings' section.</summary>
    public const string Section = "Work";

    /// <summary>How long a claim holds without renewal, in seconds; another process takes over the work of a dead one after it.</summary>
    [Range(3, 600)]
    public int LeaseSeconds { get; set; } = 20;

    /// <summary>Longest pause between two looks for work, in seconds; new work of this process is seen at once.</summary>
    [Range(1, 300)]
    public int PollSeconds { get; set; } = 2;

    /// <summary>Tries after which work is given up until a person retries it.</summary>
    [Range(1, 1000)]
    public int MaxAttempts { get; set; } = 20;

    /// <summary>Pause after the first failed try, in seconds; it doubles with each further try.</summary>
    [Range(0.01, 600)]
    public double BackoffSeconds { get; set; } = 2;

    /// <summary>Longest pause between two tries, in seconds.</summary>
    [Range(1, 86_400)]
    public int MaxBackoffSeconds { get; set; } = 900;

    /// <summary>Most lanes (a store and a kind of work) that this process works on at once.</summary>
    [Range(1, 1000)]
    public int MaxLanes { get; set; } = 64;
}
