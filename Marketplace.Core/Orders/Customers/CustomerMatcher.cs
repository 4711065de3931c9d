using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Orders.Customers;

/// <summary>
/// Says whose orders they are: orders that share a user name of one marketplace, an e-mail address, or a recipient's name and address
/// belong to one customer, over all channels. Works on keyed hashes alone.
/// </summary>
internal static class CustomerMatcher
{
    /// <summary>Gives each order its customer; customers whom an order shows to be one become one.</summary>
    /// <param name="db">The open transaction in which the orders are written.</param>
    /// <param name="orders">New or changed orders with their keys; those without a key keep what they have.</param>
    /// <param name="cancellationToken">Rolls back with the transaction.</param>
    public static async Task AssignAsync(MarketplaceDbContext db, IReadOnlyList<Order> orders, CancellationToken cancellationToken)
    {
        var known = orders.Where(o => o.BuyerErasedAt is null && Keys(o).Any()).ToList();
        if (known.Count == 0)
        {
            return;
        }

        var groups = new CustomerGroups();
        foreach (var other in await OthersAsync(db, known, cancellationToken))
        {
            if (other.CustomerId is { } customer)
            {
                groups.Join(customer, Keys(other.Marketplace, other.RecipientKey, other.EmailKey, other.BuyerKey));
            }
        }

        foreach (var order in known)
        {
            groups.Join(order.CustomerId ?? CustomerKeys.NewId(order)!.Value, Keys(order));
        }

        foreach (var order in known)
        {
            order.CustomerId = groups.Of(Keys(order).First());
        }

        foreach (var (survivor, merged) in groups.Merged())
        {
            await db.Orders.Where(o => o.CustomerId != null && merged.Contains(o.CustomerId.Value))
                .ExecuteUpdateAsync(set => set.SetProperty(o => o.CustomerId, survivor), cancellationToken);
        }
    }

    // One look-up per kind of key, each by its own index.
    private static async Task<IReadOnlyList<KnownKeys>> OthersAsync(MarketplaceDbContext db, List<Order> orders, CancellationToken cancellationToken)
    {
        var found = new List<KnownKeys>();
        var recipients = orders.Select(o => o.RecipientKey).OfType<string>().Distinct().ToList();
        var mails = orders.Select(o => o.EmailKey).OfType<string>().Distinct().ToList();
        var users = orders.Select(o => o.BuyerKey).OfType<string>().Distinct().ToList();
        foreach (var some in new[]
        {
            recipients.Count == 0 ? null : db.Orders.Where(o => o.RecipientKey != null && recipients.Contains(o.RecipientKey)),
            mails.Count == 0 ? null : db.Orders.Where(o => o.EmailKey != null && mails.Contains(o.EmailKey)),

            // Those of other marketplaces are another person's, which their keys say; asking for the marketplace would turn SQLite to a
            // wider index.
            users.Count == 0 ? null : db.Orders.Where(o => o.BuyerKey != null && users.Contains(o.BuyerKey)),
        })
        {
            if (some is not null)
            {
                // Asked for distinct rows, or for those with a customer, SQLite would go through all orders of the seller.
                found.AddRange(await some.Select(o => new KnownKeys(o.CustomerId, o.Marketplace, o.RecipientKey, o.EmailKey, o.BuyerKey)).ToListAsync(cancellationToken));
            }
        }

        return found;
    }

    private static IEnumerable<string> Keys(Order order) => Keys(order.Marketplace, order.RecipientKey, order.EmailKey, order.BuyerKey);

    // User names are a marketplace's own: the same name elsewhere is another person.
    private static IEnumerable<string> Keys(string marketplace, string? recipient, string? mail, string? user)
    {
        if (recipient is not null)
        {
            yield return recipient;
        }

        if (mail is not null)
        {
            yield return mail;
        }

        if (user is not null)
        {
            yield return $"{marketplace}|{user}";
        }
    }

    private sealed record KnownKeys(Guid? CustomerId, string Marketplace, string? RecipientKey, string? EmailKey, string? BuyerKey);
}
