using Marketplace.Core.Catalog;
using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Core.Inventory.Allocation;

/// <summary>How far a rule reaches. A narrower one is taken in place of a wider one, as a whole.</summary>
public enum AllocationScope
{
    /// <summary>All stores on a marketplace.</summary>
    Marketplace,

    /// <summary>One store.</summary>
    Store,

    /// <summary>One listing.</summary>
    Listing,
}

/// <summary>What a rule is about; exactly one of the three is named, and there is one rule for each at most.</summary>
/// <param name="Marketplace">Marketplace key.</param>
/// <param name="ConnectionId">A store.</param>
/// <param name="ListingId">A listing.</param>
public sealed record AllocationTarget(string? Marketplace, Guid? ConnectionId, Guid? ListingId)
{
    /// <summary>All stores on a marketplace.</summary>
    public static AllocationTarget OfMarketplace(string marketplace) => new(marketplace, null, null);

    /// <summary>One store.</summary>
    public static AllocationTarget OfStore(Guid connectionId) => new(null, connectionId, null);

    /// <summary>One listing.</summary>
    public static AllocationTarget OfListing(Guid listingId) => new(null, null, listingId);

    /// <summary>How far it reaches.</summary>
    public AllocationScope Scope => ListingId is not null ? AllocationScope.Listing : ConnectionId is not null ? AllocationScope.Store : AllocationScope.Marketplace;

    /// <summary>Whether exactly one of the three is named.</summary>
    public bool IsSound => new object?[] { Marketplace, ConnectionId, ListingId }.Count(part => part is not null) == 1;
}

/// <summary>A seller's rule for what listings offer.</summary>
public sealed class AllocationRule : ISellerOwned
{
    /// <summary>Our id.</summary>
    public Guid Id { get; set; } = Guid.CreateVersion7();

    /// <inheritdoc />
    public Guid SellerId { get; set; }

    /// <summary>How far it reaches; the narrowest rule wins.</summary>
    public AllocationScope Scope { get; set; }

    /// <summary>Marketplace key; null for narrower rules.</summary>
    public string? Marketplace { get; set; }

    /// <summary>The store; null for wider and narrower rules.</summary>
    public Guid? ConnectionId { get; set; }

    /// <summary>The listing; null for wider rules.</summary>
    public Guid? ListingId { get; set; }

    /// <summary>What it says.</summary>
    public AllocationTerms Terms { get; set; } = AllocationTerms.Everything;

    /// <summary>Who changed it last.</summary>
    public string ChangedBy { get; set; } = "";

    /// <summary>When, UTC.</summary>
    public DateTimeOffset ChangedAt { get; set; }

    /// <summary>What it is about.</summary>
    public AllocationTarget Target => new(Marketplace, ConnectionId, ListingId);
}

internal sealed class AllocationRuleConfiguration : IEntityTypeConfiguration<AllocationRule>
{
    public void Configure(EntityTypeBuilder<AllocationRule> builder)
    {
        builder.Ignore(r => r.Target);
        builder.Property(r => r.Marketplace).HasMaxLength(40);
        builder.ComplexProperty(r => r.Terms);
        builder.HasOne<Listing>().WithMany().HasForeignKey(r => r.ListingId).OnDelete(DeleteBehavior.Cascade);

        // An empty column differs from every other, so each index holds the rules of one reach apart from the rest.
        builder.HasIndex(r => new { r.SellerId, r.Marketplace }).IsUnique();
        builder.HasIndex(r => r.ConnectionId).IsUnique();
        builder.HasIndex(r => r.ListingId).IsUnique();
        builder.ToTable(t => t.HasCheckConstraint(
            "CK_AllocationRules_Target",
            "(\"Marketplace\" IS NOT NULL AND \"ConnectionId\" IS NULL AND \"ListingId\" IS NULL AND \"Scope\" = 0)"
            + " OR (\"Marketplace\" IS NULL AND \"ConnectionId\" IS NOT NULL AND \"ListingId\" IS NULL AND \"Scope\" = 1)"
            + " OR (\"Marketplace\" IS NULL AND \"ConnectionId\" IS NULL AND \"ListingId\" IS NOT NULL AND \"Scope\" = 2)"));
    }
}
