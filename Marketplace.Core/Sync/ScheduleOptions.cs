using System.ComponentModel.DataAnnotations;

namespace Marketplace.Core.Sync;

/// <summary>
/// Settings under <c>Schedule</c>: time between two runs of each job on each store ("hh:mm:ss"). A seller may choose otherwise for a
/// store. Notifications bring news in between; this is the backstop.
/// </summary>
public sealed class ScheduleOptions : IValidatableObject
{
    /// <summary>The settings' section.</summary>
    public const string Section = "Schedule";

    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(7);

    /// <summary>Listings.</summary>
    public TimeSpan Products { get; set; } = TimeSpan.FromHours(6);

    /// <summary>Quantities that listings show.</summary>
    public TimeSpan Inventory { get; set; } = TimeSpan.FromHours(2);

    /// <summary>Orders that are new or changed.</summary>
    public TimeSpan Orders { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Open orders, one by one.</summary>
    public TimeSpan OrderStatus { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>Whether the store answers.</summary>
    public TimeSpan Health { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>Time between two runs of a job.</summary>
    public TimeSpan Of(SyncJob job) => job switch
    {
        SyncJob.Products => Products,
        SyncJob.Inventory => Inventory,
        SyncJob.Orders => Orders,
        SyncJob.OrderStatus => OrderStatus,
        _ => Health,
    };

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        from job in Enum.GetValues<SyncJob>()
        where Of(job) < Shortest || Of(job) > Longest
        select new ValidationResult($"{Section}:{job} must be between {Shortest} and 7 days, such as \"01:00:00\"; it is \"{Of(job)}\".", [job.ToString()]);
}
