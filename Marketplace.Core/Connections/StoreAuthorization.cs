using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Core.Connections;

/// <summary>
/// What a seller has consented to on a marketplace, with its tokens. One consent may open several stores; they share the tokens, so
/// that a renewal for one serves all. Times are UTC.
/// </summary>
public sealed class StoreAuthorization : ISellerOwned, IVersioned
{
    /// <summary>Our id.</summary>
    public Guid Id { get; set; } = Guid.CreateVersion7();

    /// <inheritdoc />
    public Guid SellerId { get; set; }

    /// <summary>Marketplace key.</summary>
    public string Marketplace { get; set; } = "";

    /// <summary>The marketplace's id of the authorisation, or of the store where each store has its own.</summary>
    public string ExternalId { get; set; } = "";

    /// <summary>Region key of the marketplace's descriptor.</summary>
    public string Region { get; set; } = "";

    /// <summary>Encrypted tokens; null when the authorisation is gone.</summary>
    public string? ProtectedTokens { get; set; }

    /// <summary>End of the access token; kept in the clear so that renewal can be planned.</summary>
    public DateTimeOffset? AccessExpiresAt { get; set; }

    /// <summary>End of the authorisation.</summary>
    public DateTimeOffset? RefreshExpiresAt { get; set; }

    /// <summary>
    /// A process is renewing the tokens until then, and the others wait: a marketplace that rotates refresh tokens takes each one once.
    /// A dead process's hold lapses.
    /// </summary>
    public DateTimeOffset? RenewingUntil { get; set; }

    /// <inheritdoc />
    public long Version { get; set; }
}

internal sealed class StoreAuthorizationConfiguration : IEntityTypeConfiguration<StoreAuthorization>
{
    public void Configure(EntityTypeBuilder<StoreAuthorization> builder)
    {
        builder.ToTable("Authorizations");
        builder.Property(a => a.Marketplace).HasMaxLength(40);
        builder.Property(a => a.ExternalId).HasMaxLength(200);
        builder.HasIndex(a => new { a.SellerId, a.Marketplace, a.ExternalId }).IsUnique();
        builder.HasIndex(a => a.AccessExpiresAt);
    }
}
