using System.Runtime.CompilerServices;
using Marketplace.Benchmarks.Beds;
using Marketplace.Benchmarks.Measuring;
using Marketplace.Core.Data;
using Marketplace.Core.Work;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Benchmarks.Cases;

/// <summary>Durable work that does nothing: how much of it is claimed under a lease and settled in a second, over some stores.</summary>
internal sealed class WorkClaims : IBenchmark
{
    private const string Kind = "benchmark.nothing";
    private const int Stores = 8;

    public string Name => "work-claims";

    public string About => "durable work claimed and settled, on SQLite and, where --postgres names a server, on PostgreSQL";

    public async IAsyncEnumerable<Figures> RunAsync(BenchmarkSettings settings, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var items = settings.Pick(40, 1_000, 5_000);
        foreach (var provider in settings.Postgres is null ? [DatabaseProvider.Sqlite] : Enum.GetValues<DatabaseProvider>())
        {
            await using var database = await BenchmarkDatabase.CreateAsync(provider, settings.Postgres, cancellationToken);
            var handler = new Nothing(items);
            await using var app = await ProductApp.StartAsync(
                new Dictionary<string, string?> { ["Database:Provider"] = provider.ToString(), ["Database:ConnectionString"] = database.ConnectionString },
                services => services.AddSingleton<IWorkHandler>(handler));
            await EnqueueAsync(app, items, cancellationToken);
            await using var meter = Meter.Start();
            app.Get<WorkSignal>().Wake();
            await handler.Done.WaitAsync(cancellationToken);
            yield return await meter.StopAsync(new Figures(Name, $"{provider}, {items:N0} items in {Stores} lanes") { Items = items });
        }
    }

    private static async Task EnqueueAsync(ProductApp app, int items, CancellationToken cancellationToken)
    {
        var stores = Enumerable.Range(0, Stores).Select(_ => Guid.CreateVersion7()).ToList();
        await using var db = app.OpenDatabase();
        for (var i = 0; i < items; i++)
        {
            await app.Get<WorkQueue>().EnqueueAsync(db, app.SellerId, stores[i % Stores], Kind, "", cancellationToken: cancellationToken);
        }

        await db.SaveChangesAsync(cancellationToken);
    }

    private sealed class Nothing(int items) : IWorkHandler
    {
        private readonly TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int left = items;

        public Task Done => done.Task;

        public string Kind => WorkClaims.Kind;

        public Task<WorkOutcome> HandleAsync(WorkItem item, CancellationToken cancellationToken)
        {
            if (Interlocked.Decrement(ref left) == 0)
            {
                done.SetResult();
            }

            return Task.FromResult(WorkOutcome.Done);
        }
    }
}
