using System.Linq.Expressions;
using Marketplace.Core.Common;

namespace Marketplace.Core.Data;

/// <summary>Reads lists on from a place instead of counting rows away, so that nothing is shown twice or missed while rows come and go.</summary>
public static class Keyset
{
    /// <summary>Rows after a place in a list that is sorted by a column and then, always ascending, by id.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="column">What they are sorted by.</param>
    /// <param name="id">Their id.</param>
    /// <param name="value">The place's value of the column.</param>
    /// <param name="after">The place's id.</param>
    /// <param name="descending">Whether the column is sorted downwards.</param>
    public static IQueryable<T> After<T, TColumn>(
        this IQueryable<T> rows, Expression<Func<T, TColumn>> column, Expression<Func<T, Guid>> id, TColumn value, Guid after, bool descending)
    {
        var row = column.Parameters[0];
        var sameRow = new Swap(id.Parameters[0], row).Visit(id.Body);
        var place = Expression.Constant(new Place<TColumn>(value, after));
        var (columnThere, idThere) = (Expression.Property(place, nameof(Place<TColumn>.Value)), Expression.Property(place, nameof(Place<TColumn>.Id)));
        var beyond = descending ? Expression.LessThan(column.Body, columnThere) : Expression.GreaterThan(column.Body, columnThere);
        var later = Expression.AndAlso(Expression.Equal(column.Body, columnThere), Expression.GreaterThan(sameRow, idThere));
        return rows.Where(Expression.Lambda<Func<T, bool>>(Expression.OrElse(beyond, later), row));
    }

    /// <summary>The first rows of those that were read, and the place after them when there are more.</summary>
    /// <param name="read">One row more than the page takes, where there are as many.</param>
    /// <param name="take">Rows of the page.</param>
    /// <param name="placeOf">The place of a row.</param>
    public static CursorPage<T> Cut<T>(IReadOnlyList<T> read, int take, Func<T, ListPlace> placeOf) =>
        read.Count > take ? new CursorPage<T>([.. read.Take(take)], placeOf(read[take - 1])) : new CursorPage<T>(read, null);

    // Read through properties, the values become parameters of the command, and its plan is used again.
    private sealed record Place<TColumn>(TColumn Value, Guid Id);

    private sealed class Swap(ParameterExpression from, ParameterExpression to) : ExpressionVisitor
    {
        protected override Expression VisitParameter(ParameterExpression node) => node == from ? to : node;
    }
}
