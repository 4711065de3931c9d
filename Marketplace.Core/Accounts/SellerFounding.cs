using Marketplace.Core.Data;

namespace Marketplace.Core.Accounts;

/// <summary>Makes sellers.</summary>
public sealed class SellerFounding(MarketplaceDb database, Standings standings, TimeProvider time)
{
    /// <summary>Adds a seller with its first owner to a context, whose caller saves it with the rest.</summary>
    public Seller Add(MarketplaceDbContext db, Guid ownerId, string name)
    {
        var now = time.GetUtcNow();
        var seller = new Seller { Name = name, CreatedAt = now };
        db.Sellers.Add(seller);
        db.Memberships.Add(new Membership { UserId = ownerId, SellerId = seller.Id, Role = Role.Owner, JoinedAt = now });
        return seller;
    }

    /// <summary>Makes a seller that a user owns.</summary>
    /// <returns>Its id.</returns>
    public async Task<Guid> FoundAsync(Guid ownerId, string name, CancellationToken cancellationToken)
    {
        await using var db = database.OpenForMachine();
        var seller = Add(db, ownerId, name);
        await db.SaveChangesAsync(cancellationToken);
        standings.Forget(ownerId);
        return seller.Id;
    }
}
