using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Data;

/// <summary>Opens a short-lived context per operation, always in somebody's name.</summary>
public sealed class MarketplaceDb(IDbContextFactory<MarketplaceDbContext> factory)
{
    /// <summary>A context that sees and writes one seller's rows alone.</summary>
    public MarketplaceDbContext Open(Guid sellerId)
    {
        var context = factory.CreateDbContext();
        context.SellerId = sellerId;
        return context;
    }

    /// <summary>A context for the machine's own work over all sellers. Owned rows show only with <c>IgnoreQueryFilters</c>.</summary>
    public MarketplaceDbContext OpenForMachine()
    {
        var context = factory.CreateDbContext();
        context.IsMachine = true;
        return context;
    }
}
