using System.Security.Cryptography;
using Marketplace.Core.Common;
using Marketplace.Core.Data;
using Marketplace.Core.Platforms;
using Marketplace.Core.Security;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Orders.Customers;

/// <summary>Reads customers from their orders, so that their sums are always true.</summary>
public sealed class CustomerQueries(MarketplaceDb database, PersonalDataProtector protector)
{
    /// <summary>One page of customers.</summary>
    /// <param name="sellerId">Whose.</param>
    /// <param name="search">Order id, SKU or title of one of the orders; names cannot be searched, for they lie encrypted.</param>
    /// <param name="sort">Order of the rows.</param>
    /// <param name="skip">Rows before the page.</param>
    /// <param name="take">Rows of the page.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task<Page<CustomerRow>> ListAsync(Guid sellerId, string? search, CustomerSort sort, int skip, int take, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        var customers = Matching(db, search)
            .GroupBy(o => o.CustomerId!.Value).Select(group => new { Id = group.Key, Last = group.Max(o => o.PlacedAt), Count = group.Count() });
        var sorted = sort == CustomerSort.Orders
            ? customers.OrderByDescending(c => c.Count).ThenByDescending(c => c.Last).ThenBy(c => c.Id)
            : customers.OrderByDescending(c => c.Last).ThenBy(c => c.Id);
        var total = await customers.CountAsync(cancellationToken);
        var ids = await sorted.Skip(skip).Take(take).Select(c => c.Id).ToListAsync(cancellationToken);
        var rows = await RowsAsync(db, ids, cancellationToken);
        return new Page<CustomerRow>([.. ids.Where(rows.ContainsKey).Select(id => rows[id])], total);
    }

    /// <summary>A customer with the latest orders; null when the seller has no such customer.</summary>
    /// <param name="sellerId">Whose.</param>
    /// <param name="customerId">The customer.</param>
    /// <param name="most">Most orders that are shown.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task<CustomerHistory?> ReadAsync(Guid sellerId, Guid customerId, int most, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        if ((await RowsAsync(db, [customerId], cancellationToken)).GetValueOrDefault(customerId) is not { } customer)
        {
            return null;
        }

        var ids = await db.Orders.Where(o => o.CustomerId == customerId).OrderByDescending(o => o.PlacedAt).ThenBy(o => o.Id).Take(most).Select(o => o.Id).ToListAsync(cancellationToken);
        var rows = await OrderQueries.Rows(db, ids).ToDictionaryAsync(row => row.Id, cancellationToken);
        return new CustomerHistory(customer, [.. ids.Where(rows.ContainsKey).Select(id => rows[id])]);
    }

    private static IQueryable<Order> Matching(MarketplaceDbContext db, string? search)
    {
        var known = db.Orders.AsNoTracking().Where(o => o.CustomerId != null);
        if (string.IsNullOrWhiteSpace(search))
        {
            return known;
        }

        var parsed = OrderSearch.Parse(search);
        var found = parsed.Ids is { Count: > 0 } ids
            ? known.Where(o => ids.Contains(o.ExternalId))
            : parsed.Words.Aggregate(known, (some, word) => some.Where(o => o.SearchText.Contains(word)));
        return known.Where(o => found.Select(f => f.CustomerId).Contains(o.CustomerId));
    }

    private async Task<Dictionary<Guid, CustomerRow>> RowsAsync(MarketplaceDbContext db, IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken)
    {
        var orders = db.Orders.AsNoTracking().Where(o => o.CustomerId != null && ids.Contains(o.CustomerId.Value));
        var parts = await orders
            .GroupBy(o => new { Customer = o.CustomerId!.Value, o.Marketplace, o.Currency, IsCancelled = o.State == OrderState.Cancelled })
            .Select(group => new Part(
                group.Key.Customer, group.Key.Marketplace, group.Key.Currency, group.Key.IsCancelled, group.Count(), group.Sum(o => o.ItemCount), group.Sum(o => o.TotalMinor),
                group.Min(o => o.PlacedAt), group.Max(o => o.PlacedAt), group.Count(o => o.BuyerErasedAt != null)))
            .ToListAsync(cancellationToken);
        var buyers = await orders.Where(o => o.ProtectedBuyer != null)
            .GroupBy(o => o.CustomerId!.Value)
            .Select(group => new { group.Key, Buyer = group.OrderByDescending(o => o.PlacedAt).ThenBy(o => o.Id).Select(o => o.ProtectedBuyer).First() })
            .ToDictionaryAsync(buyer => buyer.Key, buyer => buyer.Buyer, cancellationToken);
        return parts.GroupBy(part => part.Customer).ToDictionary(group => group.Key, group => RowOf(group.Key, [.. group], NameOf(buyers.GetValueOrDefault(group.Key))));
    }

    private static CustomerRow RowOf(Guid id, List<Part> parts, string? name)
    {
        var kept = parts.Where(p => !p.IsCancelled).ToList();
        return new CustomerRow
        {
            Id = id,
            Name = name,
            IsErased = parts.Sum(p => p.Erased) > 0,
            Orders = parts.Sum(p => p.Orders),
            Cancelled = parts.Where(p => p.IsCancelled).Sum(p => p.Orders),
            Items = kept.Sum(p => p.Items),
            Revenue = [.. kept.GroupBy(p => p.Currency).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => new Money(group.Sum(p => p.TotalMinor), group.Key))],
            FirstOrderAt = parts.Min(p => p.First),
            LastOrderAt = parts.Max(p => p.Last),
            Marketplaces = [.. parts.Select(p => p.Marketplace).Distinct().Order(StringComparer.Ordinal)],
        };
    }

    private string? NameOf(string? buyer)
    {
        try
        {
            return protector.Unprotect<RemoteBuyer>(buyer)?.Name;
        }
        catch (CryptographicException)
        {
            // The keys of another installation; the order's panel says so, and the list goes without the name.
            return null;
        }
    }

    private sealed record Part(
        Guid Customer, string Marketplace, string Currency, bool IsCancelled, int Orders, int Items, long TotalMinor, DateTimeOffset First, DateTimeOffset Last, int Erased);
}
