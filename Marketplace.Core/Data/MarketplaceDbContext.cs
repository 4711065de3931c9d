using System.Linq.Expressions;
using Marketplace.Core.Accounts;
using Marketplace.Core.Alerts;
using Marketplace.Core.Alerts.Errors;
using Marketplace.Core.Alerts.Webhooks;
using Marketplace.Core.ApiAccess;
using Marketplace.Core.Audit;
using Marketplace.Core.Catalog;
using Marketplace.Core.Connections;
using Marketplace.Core.Fulfillment;
using Marketplace.Core.Inventory;
using Marketplace.Core.Inventory.Brakes;
using Marketplace.Core.Inventory.Bulk;
using Marketplace.Core.Inventory.Bundles;
using Marketplace.Core.Inventory.Incoming;
using Marketplace.Core.Inventory.Locations;
using Marketplace.Core.Inventory.Allocation;
using Marketplace.Core.Inventory.LowStock;
using Marketplace.Core.Orders;
using Marketplace.Core.Orders.Erasure;
using Marketplace.Core.Sync;
using Marketplace.Core.Webhooks;
using Marketplace.Core.Work;
using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Marketplace.Core.Data;

/// <summary>All that is stored. Opened through <see cref="MarketplaceDb"/>, one context per operation.</summary>
public class MarketplaceDbContext(DbContextOptions options)
    : IdentityDbContext<User, IdentityRole<Guid>, Guid>(options), IDataProtectionKeyContext
{
    /// <summary>The seller in whose name this context reads and writes.</summary>
    public Guid SellerId { get; set; }

    /// <summary>The machine writes rows of any seller.</summary>
    public bool IsMachine { get; set; }

    /// <summary>Businesses.</summary>
    public DbSet<Seller> Sellers => Set<Seller>();

    /// <summary>Which users belong to them.</summary>
    public DbSet<Membership> Memberships => Set<Membership>();

    /// <summary>Who did what.</summary>
    public DbSet<AuditEntry> AuditEntries => Set<AuditEntry>();

    /// <summary>Sign-ins that hold.</summary>
    public DbSet<UserSession> UserSessions => Set<UserSession>();

    /// <summary>Codes of second factors that were used.</summary>
    public DbSet<UsedCode> UsedCodes => Set<UsedCode>();

    /// <summary>Links by which people join sellers.</summary>
    public DbSet<Invitation> Invitations => Set<Invitation>();

    /// <summary>Connected stores.</summary>
    public DbSet<Connection> Connections => Set<Connection>();

    /// <summary>What sellers have consented to, with the tokens.</summary>
    public DbSet<StoreAuthorization> Authorizations => Set<StoreAuthorization>();

    /// <summary>Consents under way.</summary>
    public DbSet<PendingConsent> PendingConsents => Set<PendingConsent>();

    /// <summary>Products.</summary>
    public DbSet<Product> Products => Set<Product>();

    /// <summary>Variants, one per SKU.</summary>
    public DbSet<Variant> Variants => Set<Variant>();

    /// <summary>Listings on the marketplaces.</summary>
    public DbSet<Listing> Listings => Set<Listing>();

    /// <summary>Further SKUs of variants.</summary>
    public DbSet<SkuAlias> SkuAliases => Set<SkuAlias>();

    /// <summary>Product codes of variants.</summary>
    public DbSet<VariantCode> VariantCodes => Set<VariantCode>();

    /// <summary>What listings without a variant may be.</summary>
    public DbSet<LinkSuggestion> LinkSuggestions => Set<LinkSuggestion>();

    /// <summary>Stock per variant.</summary>
    public DbSet<StockLevel> StockLevels => Set<StockLevel>();

    /// <summary>Places where stock lies.</summary>
    public DbSet<StockLocation> StockLocations => Set<StockLocation>();

    /// <summary>Stock per variant and place.</summary>
    public DbSet<LocationStock> LocationStocks => Set<LocationStock>();

    /// <summary>What bundles are made of.</summary>
    public DbSet<BundlePart> BundleParts => Set<BundlePart>();

    /// <summary>Stock that suppliers are to bring.</summary>
    public DbSet<IncomingStock> IncomingStocks => Set<IncomingStock>();

    /// <summary>Changes of many items at once.</summary>
    public DbSet<StockBatch> StockBatches => Set<StockBatch>();

    /// <summary>What each of them changes.</summary>
    public DbSet<StockBatchRow> StockBatchRows => Set<StockBatchRow>();

    /// <summary>Bytes of stock files that are being read.</summary>
    public DbSet<StockBatchUpload> StockBatchUploads => Set<StockBatchUpload>();

    /// <summary>Brakes of stores.</summary>
    public DbSet<StockBrake> StockBrakes => Set<StockBrake>();

    /// <summary>The ledger.</summary>
    public DbSet<StockMovement> StockMovements => Set<StockMovement>();

    /// <summary>Stock held for order lines.</summary>
    public DbSet<Reservation> Reservations => Set<Reservation>();

    /// <summary>What each listing should show, and shows.</summary>
    public DbSet<ListingStock> ListingStocks => Set<ListingStock>();

    /// <summary>Rules for what listings offer.</summary>
    public DbSet<AllocationRule> AllocationRules => Set<AllocationRule>();

    /// <summary>Sellers' settings of stock.</summary>
    public DbSet<StockSettings> StockSettings => Set<StockSettings>();

    /// <summary>Whether each variant's stock was low when last looked at.</summary>
    public DbSet<LowStockState> LowStockStates => Set<LowStockState>();

    /// <summary>What somebody should know.</summary>
    public DbSet<Alert> Alerts => Set<Alert>();

    /// <summary>Where alerts go.</summary>
    public DbSet<AlertSettings> AlertSettings => Set<AlertSettings>();

    /// <summary>Causes of errors.</summary>
    public DbSet<ErrorCause> ErrorCauses => Set<ErrorCause>();

    /// <summary>When they led to one.</summary>
    public DbSet<ErrorOccurrence> ErrorOccurrences => Set<ErrorOccurrence>();

    /// <summary>Addresses of sellers that are told what happens.</summary>
    public DbSet<WebhookTarget> WebhookTargets => Set<WebhookTarget>();

    /// <summary>What was sent to them.</summary>
    public DbSet<WebhookMessage> WebhookMessages => Set<WebhookMessage>();

    /// <summary>Personal keys for the API.</summary>
    public DbSet<ApiKey> ApiKeys => Set<ApiKey>();

    /// <summary>First answers to requests with idempotency keys.</summary>
    public DbSet<StoredAnswer> StoredAnswers => Set<StoredAnswer>();

    /// <summary>Quantities that marketplaces work on by themselves.</summary>
    public DbSet<StockTicket> StockTickets => Set<StockTicket>();

    /// <summary>Orders.</summary>
    public DbSet<Order> Orders => Set<Order>();

    /// <summary>Lines of orders.</summary>
    public DbSet<OrderLine> OrderLines => Set<OrderLine>();

    /// <summary>Timelines of orders.</summary>
    public DbSet<OrderEvent> OrderEvents => Set<OrderEvent>();

    /// <summary>That buyers' data was erased.</summary>
    public DbSet<ErasureRecord> ErasureRecords => Set<ErasureRecord>();

    /// <summary>Orders that were set aside.</summary>
    public DbSet<OrderDefect> OrderDefects => Set<OrderDefect>();

    /// <summary>Parcels.</summary>
    public DbSet<Shipment> Shipments => Set<Shipment>();

    /// <summary>Parcels that are told in one go.</summary>
    public DbSet<ShipmentBatch> ShipmentBatches => Set<ShipmentBatch>();

    /// <summary>Contents of parcels.</summary>
    public DbSet<ShipmentLine> ShipmentLines => Set<ShipmentLine>();

    /// <summary>Uploaded tracking files.</summary>
    public DbSet<TrackingFile> TrackingFiles => Set<TrackingFile>();

    /// <summary>Rows of tracking files with their verdicts.</summary>
    public DbSet<TrackingFileRow> TrackingFileRows => Set<TrackingFileRow>();

    /// <summary>Bytes of tracking files that are being read.</summary>
    public DbSet<TrackingFileUpload> TrackingFileUploads => Set<TrackingFileUpload>();

    /// <summary>Runs of jobs.</summary>
    public DbSet<SyncRun> SyncRuns => Set<SyncRun>();

    /// <summary>When jobs run by themselves.</summary>
    public DbSet<SyncPlan> SyncPlans => Set<SyncPlan>();

    /// <summary>How far each job has read.</summary>
    public DbSet<SyncCursor> SyncCursors => Set<SyncCursor>();

    /// <summary>Notifications of marketplaces.</summary>
    public DbSet<WebhookDelivery> WebhookDeliveries => Set<WebhookDelivery>();

    /// <summary>Durable work.</summary>
    public DbSet<WorkItem> WorkItems => Set<WorkItem>();

    /// <inheritdoc />
    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    /// <inheritdoc />
    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.ApplyConfigurationsFromAssembly(typeof(MarketplaceDbContext).Assembly);
        foreach (var entity in builder.Model.GetEntityTypes())
        {
            if (typeof(ISellerOwned).IsAssignableFrom(entity.ClrType))
            {
                builder.Entity(entity.ClrType).HasQueryFilter(OwnedBySeller(entity.ClrType));
                NeverGenerateKeys(entity);
            }

            if (typeof(IVersioned).IsAssignableFrom(entity.ClrType))
            {
                builder.Entity(entity.ClrType).Property(nameof(IVersioned.Version)).IsConcurrencyToken();
            }
        }
    }

    /// <inheritdoc />
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) => StoredTime.Configure(configurationBuilder, Database.IsSqlite());

    /// <inheritdoc />
    public override int SaveChanges(bool acceptAllChangesOnSuccess)
    {
        StampChanges();
        return base.SaveChanges(acceptAllChangesOnSuccess);
    }

    /// <inheritdoc />
    public override Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        StampChanges();
        return base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
    }

    /// <summary>Saves what <see cref="StampChanges"/> has seen already.</summary>
    internal Task<int> SaveStampedAsync(CancellationToken cancellationToken) => base.SaveChangesAsync(acceptAllChangesOnSuccess: true, cancellationToken);

    /// <summary>Gives new rows their seller and changed rows their next version, and notes who did it; part of each save, and once for each.</summary>
    internal void StampChanges()
    {
        // In the transaction of the change: what is told happened, and what happened is told.
        AuditEntries.AddRange(AuditedChanges.Of(ChangeTracker));
        foreach (var entry in ChangeTracker.Entries())
        {
            if (entry.Entity is ISellerOwned owned && entry.State is EntityState.Added or EntityState.Modified or EntityState.Deleted)
            {
                if (owned.SellerId == Guid.Empty && SellerId != Guid.Empty)
                {
                    owned.SellerId = SellerId;
                }

                if (!IsMachine && owned.SellerId != SellerId)
                {
                    throw new InvalidOperationException($"A {entry.Entity.GetType().Name} of another seller must not be written.");
                }
            }

            if (entry is { State: EntityState.Modified, Entity: IVersioned versioned })
            {
                versioned.Version++;
            }
        }
    }

    // We make all ids; told so, the tracker takes a child that it finds in a list for new, not for changed.
    private static void NeverGenerateKeys(IMutableEntityType entity)
    {
        foreach (var key in entity.FindPrimaryKey()!.Properties)
        {
            key.ValueGenerated = ValueGenerated.Never;
        }
    }

    private LambdaExpression OwnedBySeller(Type type)
    {
        var row = Expression.Parameter(type, "row");
        var owner = Expression.Property(row, nameof(ISellerOwned.SellerId));
        var current = Expression.Property(Expression.Constant(this, typeof(MarketplaceDbContext)), nameof(SellerId));
        return Expression.Lambda(Expression.Equal(owner, current), row);
    }
}
