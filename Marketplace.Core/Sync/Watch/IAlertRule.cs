using Marketplace.Core.Alerts;
using Marketplace.Core.Data;

namespace Marketplace.Core.Sync.Watch;

/// <summary>A kind of alert that holds as long as something is found in the database, and is over when it is not.</summary>
internal interface IAlertRule
{
    /// <summary>Kind of the alerts ("orders.late").</summary>
    string Kind { get; }

    /// <summary>What holds now for the seller of the context; one notice for each subject.</summary>
    Task<IReadOnlyList<AlertNotice>> FindAsync(MarketplaceDbContext db, DateTimeOffset now, CancellationToken cancellationToken);
}
