using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Architecture;

/// <summary>The migrations of both providers make exactly the tables that the entities ask for.</summary>
public sealed class MigrationTests
{
    [Fact]
    public void Migrations_OfSqlite_FollowTheEntities()
    {
        using var db = new SqliteMarketplaceDbContext(new DbContextOptionsBuilder<SqliteMarketplaceDbContext>().UseSqlite("Data Source=:memory:").Options);
        Assert.False(db.Database.HasPendingModelChanges(), "An entity changed and its migration did not.");
    }

    [Fact]
    public void Migrations_OfPostgres_FollowTheEntities()
    {
        using var db = new PostgresMarketplaceDbContext(new DbContextOptionsBuilder<PostgresMarketplaceDbContext>().UseNpgsql("Host=nowhere").Options);
        Assert.False(db.Database.HasPendingModelChanges(), "An entity changed and its migration did not.");
    }
}
