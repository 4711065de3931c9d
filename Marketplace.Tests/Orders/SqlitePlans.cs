using System.Data.Common;
using Marketplace.Core.Data;
using Marketplace.Core.Inventory;
using Marketplace.Core.Orders;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Tests.Orders;

/// <summary>Asks SQLite for its plan of every statement that a query really sends.</summary>
internal sealed class SqlitePlans : DbCommandInterceptor, IAsyncDisposable
{
    private readonly List<(string Sql, SqliteParameter[] Parameters)> sent = [];
    private TestDatabase test = null!;

    public Guid SellerId => test.SellerId;

    public static async Task<SqlitePlans> OpenAsync()
    {
        var plans = new SqlitePlans();
        plans.test = await TestDatabase.CreateAsync(services => services.ConfigureDbContext<SqliteMarketplaceDbContext>(options => options.AddInterceptors(plans)));
        Assert.SkipUnless(plans.test.Open().Database.IsSqlite(), "These plans are SQLite's.");
        return plans;
    }

    /// <summary>Adds orders, of which every fiftieth is oversold, and lets SQLite look at its tables as the schedule does.</summary>
    public async Task AddOrdersAsync(int count)
    {
        await using var db = test.Open();
        for (var i = 0; i < count; i++)
        {
            var order = new Order { ConnectionId = Guid.CreateVersion7(), Marketplace = "ebay", ExternalId = $"order {i}", SearchText = $"ORDER {i}", PlacedAt = DateTimeOffset.UnixEpoch.AddHours(i) };
            db.Orders.Add(order);
            if (i % 50 == 0)
            {
                db.Reservations.Add(new Reservation { OrderLineId = Guid.CreateVersion7(), OrderId = order.Id, VariantId = Guid.CreateVersion7(), ConnectionId = order.ConnectionId, Wanted = 1, Oversold = 1 });
            }
        }

        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        await test.Get<DatabaseStatistics>().RefreshAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Lines of the plans of what a query sends, first statement first.</summary>
    public Task<IReadOnlyList<string>> OfAsync(Func<OrderQueries, Task> query) => OfWorkAsync(_ => query(test.Get<OrderQueries>()));

    /// <summary>The same of what is done in a context.</summary>
    public async Task<IReadOnlyList<string>> OfWorkAsync(Func<MarketplaceDbContext, Task> work)
    {
        await using var db = test.Open();
        sent.Clear();
        await work(db);
        var lines = new List<string>();
        await db.Database.OpenConnectionAsync(TestContext.Current.CancellationToken);
        foreach (var (sql, parameters) in sent.ToList())
        {
            await using var command = (SqliteCommand)db.Database.GetDbConnection().CreateCommand();
            command.CommandText = $"EXPLAIN QUERY PLAN {sql}";
            command.Parameters.AddRange(parameters);
            await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
            while (await reader.ReadAsync(TestContext.Current.CancellationToken))
            {
                lines.Add(reader.GetString(3));
            }
        }

        return lines;
    }

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        sent.Add((command.CommandText, [.. command.Parameters.Cast<SqliteParameter>().Select(p => new SqliteParameter(p.ParameterName, p.SqliteType) { Value = p.Value })]));
        return new(result);
    }

    public ValueTask DisposeAsync() => test.DisposeAsync();
}
