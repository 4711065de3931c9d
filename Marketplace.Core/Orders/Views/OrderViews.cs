using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Orders.Views;

/// <summary>Sellers' own views of the orders grid, and the columns that they see elsewhere.</summary>
public sealed class OrderViews(MarketplaceDb database)
{
    /// <summary>Most views of one seller; more would not fit a row of tabs.</summary>
    public const int MostViews = 30;

    /// <summary>Longest name, characters.</summary>
    public const int LongestName = 40;

    /// <summary>Longest search that a view keeps, characters: the order ids of a long list.</summary>
    public const int LongestSearch = 16_000;

    /// <summary>A seller's views in their order.</summary>
    public async Task<IReadOnlyList<SavedOrderView>> ListAsync(Guid sellerId, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        return [.. (await Ordered(db).AsNoTracking().ToListAsync(cancellationToken)).Select(SavedOrderView.Of)];
    }

    /// <summary>Saves a new view behind the others.</summary>
    public Task<ViewVerdict> AddAsync(Guid sellerId, string name, OrderFilter filter, IReadOnlyList<OrderColumn> columns, CancellationToken cancellationToken) =>
        WriterRace.RunAsync(async () =>
        {
            await using var db = database.Open(sellerId);
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            var others = await Ordered(db).ToListAsync(cancellationToken);
            if (others.Count >= MostViews)
            {
                return ViewVerdict.Refused($"There are {MostViews} views already. Delete one that you do not use.");
            }

            var view = new OrderView { Position = others.Count == 0 ? 0 : others[^1].Position + 1 };
            if ((Rename(view, name, others) ?? Fill(view, filter, columns)) is { } problem)
            {
                return ViewVerdict.Refused(problem);
            }

            db.Add(view);
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            return new ViewVerdict(SavedOrderView.Of(view), null);
        });

    /// <summary>Changes a view; what is null stays as it is.</summary>
    public Task<ViewVerdict> ChangeAsync(
        Guid sellerId, Guid viewId, string? name, OrderFilter? filter, IReadOnlyList<OrderColumn>? columns, CancellationToken cancellationToken) =>
        ChangeAsync(sellerId, viewId, (view, all) =>
            (name is null ? null : Rename(view, name, [.. all.Where(v => v != view)]))
                ?? Fill(view, filter ?? SavedOrderView.Of(view).Filter, columns ?? OrderColumns.Parse(view.Columns)), cancellationToken);

    /// <summary>Puts a view to another place among its seller's views.</summary>
    /// <param name="sellerId">Whose.</param>
    /// <param name="viewId">The view.</param>
    /// <param name="place">Its new place, from 0; beyond the last it is the last.</param>
    /// <param name="cancellationToken">Leaves the order as it was.</param>
    public Task<ViewVerdict> MoveAsync(Guid sellerId, Guid viewId, int place, CancellationToken cancellationToken) =>
        ChangeAsync(sellerId, viewId, (view, all) =>
        {
            all.Remove(view);
            all.Insert(Math.Clamp(place, 0, all.Count), view);
            for (var i = 0; i < all.Count; i++)
            {
                all[i].Position = i;
            }

            return null;
        }, cancellationToken);

    /// <summary>Deletes a view; its orders are not touched.</summary>
    /// <returns>Whether it was there.</returns>
    public async Task<bool> DeleteAsync(Guid sellerId, Guid viewId, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        return await db.Set<OrderView>().Where(v => v.Id == viewId).ExecuteDeleteAsync(cancellationToken) > 0;
    }

    /// <summary>The columns that a seller sees where no saved view is open.</summary>
    public async Task<IReadOnlyList<OrderColumn>> ColumnsAsync(Guid sellerId, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        return OrderColumns.Parse((await db.Set<OrderColumnChoice>().AsNoTracking().SingleOrDefaultAsync(cancellationToken))?.Columns);
    }

    /// <summary>Keeps the columns that a seller sees where no saved view is open.</summary>
    public Task KeepColumnsAsync(Guid sellerId, IReadOnlyList<OrderColumn> columns, CancellationToken cancellationToken) =>
        WriterRace.RunAsync(async () =>
        {
            await using var db = database.Open(sellerId);
            var choice = await db.Set<OrderColumnChoice>().SingleOrDefaultAsync(cancellationToken) ?? db.Add(new OrderColumnChoice()).Entity;
            choice.Columns = OrderColumns.Write(columns);
            return await db.SaveChangesAsync(cancellationToken);
        });

    private Task<ViewVerdict> ChangeAsync(Guid sellerId, Guid viewId, Func<OrderView, List<OrderView>, string?> change, CancellationToken cancellationToken) =>
        WriterRace.RunAsync(async () =>
        {
            await using var db = database.Open(sellerId);
            var all = await Ordered(db).ToListAsync(cancellationToken);
            if (all.Find(v => v.Id == viewId) is not { } view)
            {
                return ViewVerdict.Missing;
            }

            if (change(view, all) is { } problem)
            {
                return ViewVerdict.Refused(problem);
            }

            await db.SaveChangesAsync(cancellationToken);
            return new ViewVerdict(SavedOrderView.Of(view), null);
        });

    private static IQueryable<OrderView> Ordered(MarketplaceDbContext db) => db.Set<OrderView>().OrderBy(v => v.Position).ThenBy(v => v.Id);

    private static string? Rename(OrderView view, string name, IReadOnlyList<OrderView> others)
    {
        var (trimmed, key) = (name.Trim(), name.Trim().ToUpperInvariant());
        if (trimmed.Length is 0 or > LongestName)
        {
            return $"Give the view a name of 1 to {LongestName} characters.";
        }

        if (others.Any(v => v.NameKey == key))
        {
            return $"There is a view named “{trimmed}” already. Choose another name.";
        }

        (view.Name, view.NameKey) = (trimmed, key);
        return null;
    }

    private static string? Fill(OrderView view, OrderFilter filter, IReadOnlyList<OrderColumn> columns)
    {
        if (filter.Search?.Length > LongestSearch)
        {
            return $"The search is longer than the {LongestSearch} characters that a view keeps. Shorten it and save again.";
        }

        (view.Filter, view.Columns) = (SavedOrderView.Write(filter), OrderColumns.Write(columns));
        return null;
    }
}
