namespace Marketplace.Core.Audit;

/// <summary>
/// Notes who looked at a buyer's name and address, once for each person, order and day, and each time they leave in a file or on paper.
/// Nothing of them stands in the note itself. Jobs are nobody, and are not noted.
/// </summary>
public sealed class BuyerDataLog(AuditLog log)
{
    private const string Area = "buyer data";

    /// <summary>An order was opened that says who its buyer is.</summary>
    public Task OpenedAsync(Guid sellerId, Guid orderId, CancellationToken cancellationToken) => OnceADayAsync(sellerId, "Buyer of an order looked at", orderId, cancellationToken);

    /// <summary>A customer was opened.</summary>
    public Task CustomerOpenedAsync(Guid sellerId, Guid customerId, CancellationToken cancellationToken) => OnceADayAsync(sellerId, "Customer looked at", customerId, cancellationToken);

    /// <summary>The list of customers with their names was opened.</summary>
    public Task CustomersListedAsync(Guid sellerId, CancellationToken cancellationToken) => OnceADayAsync(sellerId, "List of customers looked at", null, cancellationToken);

    /// <summary>Data of buyers left the application.</summary>
    /// <param name="sellerId">Whose buyers.</param>
    /// <param name="what">As what: "packing slips of 3 orders".</param>
    /// <param name="orderId">The order where it is one; null for several.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public Task ExportedAsync(Guid sellerId, string what, Guid? orderId, CancellationToken cancellationToken) =>
        Acting.Current is { } acting ? log.NoteAsync(sellerId, acting, Area, $"Exported: {what}", cancellationToken, orderId) : Task.CompletedTask;

    private Task OnceADayAsync(Guid sellerId, string text, Guid? subjectId, CancellationToken cancellationToken) =>
        Acting.Current is { } acting
            ? log.NoteOnceAsync(sellerId, acting, Area, text, subjectId, new DateTimeOffset(acting.At.UtcDateTime.Date, TimeSpan.Zero), cancellationToken)
            : Task.CompletedTask;
}
