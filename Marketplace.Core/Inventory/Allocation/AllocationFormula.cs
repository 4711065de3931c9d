using System.Linq.Expressions;

namespace Marketplace.Core.Inventory.Allocation;

/// <summary>What the formula looks at. Items.</summary>
internal sealed class AllocationInput
{
    /// <summary>Items that may be offered; null while nobody has counted.</summary>
    public int? Available { get; init; }

    public int Buffer { get; init; }

    public int Percent { get; init; }

    public int Floor { get; init; }

    public int Cap { get; init; }

    public int? Fixed { get; init; }

    public bool DoesNotSync { get; init; }

    public bool RoundsToNone { get; init; }
}

/// <summary>The one place that turns what is available into what a listing should show; the same expression runs in the database and in previews.</summary>
internal static class AllocationFormula
{
    private static readonly Expression<Func<AllocationInput, int>> Left = x => Math.Max((x.Available ?? 0) - x.Buffer, 0);

    private static readonly Expression<Func<AllocationInput, int, int?>> Offer = (x, left) =>
        x.DoesNotSync ? null
        : x.Fixed != null ? x.Fixed
        : x.Available == null ? null
        : Math.Min(x.Cap, Math.Min(left, Math.Max(x.Floor, Math.Max(left * x.Percent / 100, left > 0 && !x.RoundsToNone ? 1 : 0))));

    /// <summary>Items that a listing should show; null for "send nothing".</summary>
    public static Expression<Func<AllocationInput, int?>> Wanted { get; } =
        Expression.Lambda<Func<AllocationInput, int?>>(Inline(Inline(Offer.Body, Offer.Parameters[1], Left.Body), Offer.Parameters[0], Left.Parameters[0]), Left.Parameters[0]);

    private static readonly Func<AllocationInput, int?> Compiled = Wanted.Compile();

    /// <summary>Items that a listing should show under some terms; null for "send nothing".</summary>
    /// <param name="terms">The rule.</param>
    /// <param name="available">Items that may be offered; null while nobody has counted.</param>
    public static int? Apply(AllocationTerms terms, int? available) => Compiled(new AllocationInput
    {
        Available = available,
        Buffer = terms.Buffer,
        Percent = terms.Percent,
        Floor = terms.Floor,
        Cap = terms.Cap ?? AllocationTerms.MaxItems,
        Fixed = terms.Fixed,
        DoesNotSync = terms.DoesNotSync,
        RoundsToNone = terms.RoundsToNone,
    });

    /// <summary>An expression with another in the place of a parameter.</summary>
    public static Expression Inline(Expression body, ParameterExpression parameter, Expression value) => new Replacement(parameter, value).Visit(body);

    private sealed class Replacement(ParameterExpression parameter, Expression value) : ExpressionVisitor
    {
        protected override Expression VisitParameter(ParameterExpression node) => node == parameter ? value : base.VisitParameter(node);
    }
}
