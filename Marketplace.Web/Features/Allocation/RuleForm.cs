using Marketplace.Core.Inventory.Allocation;

namespace Marketplace.Web.Features.Allocation;

/// <summary>Kinds of rules that a seller chooses from.</summary>
public enum RuleKind
{
    /// <summary>Follows the stock, by numbers.</summary>
    Share,

    /// <summary>Always the same number.</summary>
    Fixed,

    /// <summary>Nothing is sent.</summary>
    Off,
}

/// <summary>A rule as it is being edited; empty fields mean "no such limit".</summary>
public sealed class RuleForm
{
    /// <summary>Which kind.</summary>
    public RuleKind Kind { get; set; }

    /// <summary>Items held back.</summary>
    public int? Buffer { get; set; }

    /// <summary>Share of the rest, percent.</summary>
    public int? Percent { get; set; }

    /// <summary>Items at least.</summary>
    public int? Floor { get; set; }

    /// <summary>Items at most.</summary>
    public int? Cap { get; set; }

    /// <summary>The fixed number.</summary>
    public int? Fixed { get; set; }

    /// <summary>Rounding may leave none.</summary>
    public bool RoundsToNone { get; set; }

    /// <summary>The fields of a rule; those of none where there is no rule yet.</summary>
    public static RuleForm Of(AllocationTerms? terms) => terms is null ? new RuleForm() : new RuleForm
    {
        Kind = terms.DoesNotSync ? RuleKind.Off : terms.Fixed is not null ? RuleKind.Fixed : RuleKind.Share,
        Buffer = terms.Buffer > 0 ? terms.Buffer : null,
        Percent = terms.Percent < 100 ? terms.Percent : null,
        Floor = terms.Floor > 0 ? terms.Floor : null,
        Cap = terms.Cap,
        Fixed = terms.Fixed,
        RoundsToNone = terms.RoundsToNone,
    };

    /// <summary>The rule that the fields say.</summary>
    public AllocationTerms ToTerms() => Kind switch
    {
        RuleKind.Off => new AllocationTerms { DoesNotSync = true },
        RuleKind.Fixed => new AllocationTerms { Fixed = Fixed ?? 0 },
        _ => new AllocationTerms { Buffer = Buffer ?? 0, Percent = Percent ?? 100, Floor = Floor ?? 0, Cap = Cap, RoundsToNone = RoundsToNone },
    };
}
