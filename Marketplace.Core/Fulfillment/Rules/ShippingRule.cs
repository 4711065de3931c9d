using System.Text.Json;
using System.Text.Json.Serialization;
using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Core.Fulfillment.Rules;

/// <summary>A rule for orders that wait to be shipped. The seller's rules are tried in the order of their positions.</summary>
public sealed class ShippingRule : ISellerOwned, IVersioned
{
    /// <summary>Our id.</summary>
    public Guid Id { get; set; } = Guid.CreateVersion7();

    /// <inheritdoc />
    public Guid SellerId { get; set; }

    /// <summary>Name, as timelines show it.</summary>
    public string Name { get; set; } = "";

    /// <summary>Smaller goes first.</summary>
    public int Position { get; set; }

    /// <summary>Where it stands.</summary>
    public RuleState State { get; private set; }

    /// <summary>What it says.</summary>
    public RuleTerms Terms { get; set; } = RuleTerms.Empty;

    /// <summary>Further rules are looked at after it has matched; otherwise it is the order's last.</summary>
    public bool GoesOn { get; set; }

    /// <summary>Grows whenever what it says changes; an order gets each revision of a rule once.</summary>
    public int Revision { get; set; } = 1;

    /// <summary>When it was last changed, UTC.</summary>
    public DateTimeOffset ChangedAt { get; set; }

    /// <summary>Who changed it.</summary>
    public string ChangedBy { get; set; } = "";

    /// <inheritdoc />
    public long Version { get; set; }

    /// <summary>Moves on; false where the table of moves has no such move.</summary>
    public bool Move(RuleAct act)
    {
        if (RuleMoves.Next(State, act) is not { } next)
        {
            return false;
        }

        State = next;
        return true;
    }
}

internal sealed class ShippingRuleConfiguration : IEntityTypeConfiguration<ShippingRule>
{
    private static readonly JsonSerializerOptions Json = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, Converters = { new JsonStringEnumConverter() } };

    public void Configure(EntityTypeBuilder<ShippingRule> builder)
    {
        builder.Property(r => r.Name).HasMaxLength(RuleCheck.MaxName);
        builder.Property(r => r.State).HasConversion<string>().HasMaxLength(20);
        builder.Property(r => r.Terms).HasConversion(terms => JsonSerializer.Serialize(terms, Json), text => JsonSerializer.Deserialize<RuleTerms>(text, Json)!);
        builder.HasIndex(r => new { r.SellerId, r.Position });
    }
}
