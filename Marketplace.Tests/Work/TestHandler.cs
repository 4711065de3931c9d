using Marketplace.Core.Work;

namespace Marketplace.Tests.Work;

/// <summary>A handler that does what the test tells it.</summary>
internal sealed class TestHandler(Func<WorkItem, CancellationToken, Task<WorkOutcome>> handle) : IWorkHandler
{
    public const string TestKind = "test.work";

    public string Kind => TestKind;

    public Task<WorkOutcome> HandleAsync(WorkItem item, CancellationToken cancellationToken) => handle(item, cancellationToken);
}
