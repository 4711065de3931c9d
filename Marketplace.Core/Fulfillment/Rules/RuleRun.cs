using System.Collections.Frozen;
using System.Text.Json;
using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Core.Fulfillment.Rules;

/// <summary>One run of a seller's rules over the orders that wait to be shipped. Times are UTC.</summary>
public sealed class RuleRun : ISellerOwned
{
    private static readonly FrozenDictionary<RuleRunState, RuleRunState[]> Moves = new Dictionary<RuleRunState, RuleRunState[]>
    {
        [RuleRunState.Queued] = [RuleRunState.Running],

        // A run whose process died is taken up again.
        [RuleRunState.Running] = [RuleRunState.Running, RuleRunState.Done],
        [RuleRunState.Done] = [],
    }.ToFrozenDictionary();

    /// <summary>Our id; grows with time.</summary>
    public Guid Id { get; set; } = Guid.CreateVersion7();

    /// <inheritdoc />
    public Guid SellerId { get; set; }

    /// <summary>Who asked for it: a person's name, "schedule", or the API's name for a person.</summary>
    public string Actor { get; set; } = "";

    /// <summary>The clock asked for it.</summary>
    public bool IsScheduled { get; set; }

    /// <summary>Nothing is applied; it is only said what would be.</summary>
    public bool IsDryRun { get; set; }

    /// <summary>Where it stands.</summary>
    public RuleRunState State { get; private set; }

    /// <summary>When it was asked for.</summary>
    public DateTimeOffset AskedAt { get; set; }

    /// <summary>When it ended; null before.</summary>
    public DateTimeOffset? FinishedAt { get; set; }

    /// <summary>Orders that were looked at.</summary>
    public int Looked { get; set; }

    /// <summary>Orders that a rule was applied to, or in a dry run would be.</summary>
    public int Applied { get; set; }

    /// <summary>Orders of which a step was refused.</summary>
    public int Refused { get; set; }

    /// <summary>Orders that could not be judged for a fault of this application; the log has the details.</summary>
    public int Failed { get; set; }

    /// <summary>What a dry run found, as JSON of <see cref="RuleExample"/>s.</summary>
    public string? ExamplesJson { get; set; }

    /// <summary>What a dry run found; at most <see cref="MostExamples"/> orders.</summary>
    public IReadOnlyList<RuleExample> Examples => ExamplesJson is null ? [] : JsonSerializer.Deserialize<List<RuleExample>>(ExamplesJson)!;

    /// <summary>Most orders that a dry run names.</summary>
    public const int MostExamples = 100;

    /// <summary>Keeps what a dry run found.</summary>
    public void Show(IEnumerable<RuleExample> examples) => ExamplesJson = JsonSerializer.Serialize(examples.Take(MostExamples));

    /// <summary>Moves on.</summary>
    /// <exception cref="InvalidOperationException">The table of moves has no such move.</exception>
    public void Move(RuleRunState to) =>
        State = Moves[State].Contains(to) ? to : throw new InvalidOperationException($"Run {Id} cannot go from {State} to {to}.");
}

/// <summary>Where a run stands.</summary>
public enum RuleRunState
{
    /// <summary>Asked for.</summary>
    Queued,

    /// <summary>Under way.</summary>
    Running,

    /// <summary>Complete.</summary>
    Done,
}

/// <summary>An order that a rule fits.</summary>
/// <param name="OrderId">Our id.</param>
/// <param name="ExternalId">The marketplace's.</param>
/// <param name="Marketplace">Key of the marketplace.</param>
/// <param name="Summary">First line's title and how many more there are.</param>
/// <param name="PlacedAt">When the buyer ordered, UTC.</param>
/// <param name="What">What is or would be done.</param>
public sealed record RuleExample(Guid OrderId, string ExternalId, string Marketplace, string Summary, DateTimeOffset PlacedAt, string What);

internal sealed class RuleRunConfiguration : IEntityTypeConfiguration<RuleRun>
{
    public void Configure(EntityTypeBuilder<RuleRun> builder)
    {
        builder.Ignore(r => r.Examples);
        builder.Property(r => r.Actor).HasMaxLength(200);
        builder.Property(r => r.State).HasConversion<string>().HasMaxLength(20);
        builder.HasIndex(r => new { r.SellerId, r.AskedAt });
    }
}
