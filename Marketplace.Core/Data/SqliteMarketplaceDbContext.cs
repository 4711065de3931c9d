using Marketplace.Core.Catalog;
using Marketplace.Core.Orders;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Marketplace.Core.Data;

/// <summary>The context on SQLite; exists so that its migrations have a name of their own.</summary>
public sealed class SqliteMarketplaceDbContext(DbContextOptions<SqliteMarketplaceDbContext> options) : MarketplaceDbContext(options)
{
    /// <inheritdoc />
    /// <remarks>
    /// A word is looked for in all of a seller's search texts. These indexes hold the texts and little else, so that far fewer
    /// pages are read than the tables have. PostgreSQL bounds the length of what it indexes, and reads its tables faster.
    /// </remarks>
    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.Entity<Order>().HasIndex(o => new { o.SellerId, o.PlacedAt, o.Id, o.SearchText });
        builder.Entity<Variant>().HasIndex(v => new { v.SellerId, v.SkuKey, v.Id, v.SearchText });
    }
}

/// <summary>Lets the migration tool make the context without starting the application.</summary>
internal sealed class SqliteDesignTimeFactory : IDesignTimeDbContextFactory<SqliteMarketplaceDbContext>
{
    public SqliteMarketplaceDbContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<SqliteMarketplaceDbContext>().UseSqlite("Data Source=:memory:").Options);
}
