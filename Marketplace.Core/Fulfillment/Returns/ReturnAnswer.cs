using Marketplace.Core.Fulfillment.Actions;
using Marketplace.Core.Platforms;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Core.Fulfillment.Returns;

/// <summary>The seller's answer to a buyer who asks for a return.</summary>
public sealed class ReturnAnswer : OrderAction
{
    /// <summary>Longest word to the buyer, characters.</summary>
    public const int MaxComment = 500;

    /// <summary>The return.</summary>
    public Guid ReturnId { get; set; }

    /// <summary>What was asked.</summary>
    public ReturnQuestion Question { get; set; }

    /// <summary>Yes or no.</summary>
    public bool Accepts { get; set; }

    /// <summary>The marketplace's name of the reason for a no.</summary>
    public string? Reason { get; set; }

    /// <summary>A word to go with a no.</summary>
    public string? Comment { get; set; }

    /// <inheritdoc />
    public override string Title => $"The {(Accepts ? "yes" : "no")} to the buyer's return";
}

internal sealed class ReturnAnswerConfiguration : IEntityTypeConfiguration<ReturnAnswer>
{
    public void Configure(EntityTypeBuilder<ReturnAnswer> builder)
    {
        builder.ConfigureAction();
        builder.Property(a => a.Question).HasConversion<string>().HasMaxLength(20);
        builder.Property(a => a.Reason).HasMaxLength(200);
        builder.Property(a => a.Comment).HasMaxLength(ReturnAnswer.MaxComment);
        builder.HasIndex(a => a.ReturnId);
    }
}
