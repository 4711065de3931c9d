using System.Text.Json;
using System.Text.Json.Serialization;

namespace Marketplace.Core.Orders.Views;

/// <summary>A saved view, read.</summary>
/// <param name="Id">Our id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Filter">Filter, search and sort.</param>
/// <param name="Columns">Columns in their order.</param>
public sealed record SavedOrderView(Guid Id, string Name, OrderFilter Filter, IReadOnlyList<OrderColumn> Columns)
{
    private static readonly JsonSerializerOptions Json = new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        Converters = { new JsonStringEnumConverter() },
    };

    internal static SavedOrderView Of(OrderView view) => new(view.Id, view.Name, Read(view.Filter), OrderColumns.Parse(view.Columns));

    internal static string Write(OrderFilter filter) => JsonSerializer.Serialize(filter, Json);

    private static OrderFilter Read(string json) => JsonSerializer.Deserialize<OrderFilter>(json, Json) ?? new OrderFilter();
}

/// <summary>What became of a change to a view.</summary>
/// <param name="View">The view as it is now; null when nothing was changed.</param>
/// <param name="Problem">Why nothing was changed, in plain words; null when it was.</param>
/// <param name="IsMissing">There is no such view of this seller's.</param>
public sealed record ViewVerdict(SavedOrderView? View, string? Problem, bool IsMissing = false)
{
    internal static ViewVerdict Missing { get; } = new(null, "This view is not here any more. It may have been deleted in another window; reload the page.", true);

    internal static ViewVerdict Refused(string problem) => new(null, problem);
}
