using System.ComponentModel.DataAnnotations;
using Coravel.Scheduling.Schedule.Cron;

namespace Marketplace.Web.Scheduling;

/// <summary>Settings under <c>Schedule</c>: when all stores are read. Notifications and sales bring news in between; this is the backstop.</summary>
public sealed class ScheduleOptions : IValidatableObject
{
    /// <summary>The settings' section.</summary>
    public const string Section = "Schedule";

    /// <summary>Listings, in cron form (five fields, UTC).</summary>
    [Required]
    public string ProductsCron { get; set; } = "0 */6 * * *";

    /// <summary>Quantities that listings show.</summary>
    [Required]
    public string InventoryCron { get; set; } = "0 */2 * * *";

    /// <summary>Orders.</summary>
    [Required]
    public string OrdersCron { get; set; } = "0 * * * *";

    /// <summary>Seconds between two reads of listings instead, for demos; 0 keeps to the cron form.</summary>
    [Range(0, 59)]
    public int ProductsSeconds { get; set; }

    /// <summary>The same for quantities.</summary>
    [Range(0, 59)]
    public int InventorySeconds { get; set; }

    /// <summary>The same for orders.</summary>
    [Range(0, 59)]
    public int OrdersSeconds { get; set; }

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        from setting in new Dictionary<string, string> { [nameof(ProductsCron)] = ProductsCron, [nameof(InventoryCron)] = InventoryCron, [nameof(OrdersCron)] = OrdersCron }
        where !IsCron(setting.Value)
        select new ValidationResult($"{Section}:{setting.Key} must be a cron expression of five fields, such as \"0 */6 * * *\"; it is \"{setting.Value}\".", [setting.Key]);

    private static bool IsCron(string value)
    {
        try
        {
            return new CronExpression(value) is not null;
        }
        catch (Exception)
        {
            // The parser throws various kinds for what it cannot read.
            return false;
        }
    }
}
