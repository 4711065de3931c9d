using System.Reflection;
using System.Text.RegularExpressions;
using Marketplace.Core.Platforms;
using Marketplace.Core.Platforms.Http;
using Marketplace.Tests.Architecture;

namespace Marketplace.Tests.Contract;

/// <summary>An operation that the product calls.</summary>
/// <param name="Plan">Its name and limit.</param>
/// <param name="UsedBy">Classes of the marketplace's folder that call it.</param>
internal sealed record OperationInUse(OperationPlan Plan, IReadOnlyList<string> UsedBy)
{
    /// <summary>All operations of all marketplaces, in the order of their declaration.</summary>
    public static IReadOnlyList<OperationInUse> All { get; } =
    [
        .. from type in typeof(MarketplaceKey).Assembly.GetTypes()
           from field in type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
           where field.FieldType == typeof(OperationPlan)
           select new OperationInUse((OperationPlan)field.GetValue(null)!, Users(type, field.Name)),
    ];

    private static List<string> Users(Type owner, string field)
    {
        var folder = owner.Namespace!.Replace('.', '/').Replace("Marketplace/Core", "Marketplace.Core", StringComparison.Ordinal);
        var use = new Regex($@"\b{owner.Name}\.{field}\b");
        return [.. SourceFile.Below(folder).Where(file => file.Name != owner.Name && use.IsMatch(file.Code)).Select(file => file.Name).Order(StringComparer.Ordinal)];
    }
}
