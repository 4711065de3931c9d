using System.Data.Common;
using Marketplace.Core.Data;
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
