using Marketplace.Core.Data;
using Marketplace.Core.Spreadsheets;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Core.Inventory.Bulk;

/// <summary>A change of many items at once, from a selection or a file: judged row by row, carried out when the seller says so, undone within its window. Times are UTC.</summary>
public sealed class StockBatch : ISellerOwned
{
    /// <summary>Our id.</summary>
    public Guid Id { get; set; } = Guid.CreateVersion7();

    /// <inheritdoc />
    public Guid SellerId { get; set; }

    /// <summary>What it is, in words, or the name of the file.</summary>
    public string Title { get; set; } = "";

    /// <summary>It came as a file.</summary>
    public bool IsFile { get; set; }

    /// <summary>Where it stands.</summary>
    public StockBatchState State { get; set; }

    /// <summary>Changes asked for.</summary>
    public int RowCount { get; set; }

    /// <summary>Changes that can be carried out.</summary>
    public int ReadyCount { get; set; }

    /// <summary>Changes that cannot.</summary>
    public int RefusedCount { get; set; }

    /// <summary>Rows with nothing to change.</summary>
    public int SkippedCount { get; set; }

    /// <summary>Changes carried out.</summary>
    public int DoneCount { get; set; }

    /// <summary>Changes that were refused when they were to be carried out, for stock had moved meanwhile.</summary>
    public int FailedCount { get; set; }

    /// <summary>Changes taken back.</summary>
    public int UndoneCount { get; set; }

    /// <summary>Changes that could not be taken back, for stock has moved since.</summary>
    public int StayedCount { get; set; }

    /// <summary>Why the whole file could not be read; plain words.</summary>
    public string? Problem { get; set; }

    /// <summary>Why, for the ledger.</summary>
    public string? Note { get; set; }

    /// <summary>Who asked for it.</summary>
    public string Actor { get; set; } = "";

    /// <summary>When it was asked for.</summary>
    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>When it was carried out.</summary>
    public DateTimeOffset? AppliedAt { get; set; }

    /// <summary>Until when it can be undone.</summary>
    public DateTimeOffset? UndoUntil { get; set; }

    /// <summary>Counts rows in that were judged.</summary>
    internal void Take(IReadOnlyList<StockBatchRow> rows)
    {
        RowCount += rows.Count;
        ReadyCount += rows.Count(r => r.State == StockRowState.Ready);
        RefusedCount += rows.Count(r => r.State == StockRowState.Refused);
        SkippedCount += rows.Count(r => r.State == StockRowState.Skipped);
    }
}

/// <summary>Where a bulk change stands.</summary>
public enum StockBatchState
{
    /// <summary>The file is being read.</summary>
    Reading,

    /// <summary>Every row has a verdict; nothing is changed yet.</summary>
    Judged,

    /// <summary>Being carried out.</summary>
    Applying,

    /// <summary>Carried out.</summary>
    Applied,

    /// <summary>Being taken back.</summary>
    Undoing,

    /// <summary>Taken back.</summary>
    Undone,

    /// <summary>Could not be read.</summary>
    Failed,
}

/// <summary>One change of a bulk change.</summary>
public sealed class StockBatchRow : ISellerOwned
{
    /// <summary>Our id.</summary>
    public Guid Id { get; set; } = Guid.CreateVersion7();

    /// <inheritdoc />
    public Guid SellerId { get; set; }

    /// <summary>The bulk change.</summary>
    public Guid BatchId { get; set; }

    /// <summary>Row in the sheet, or place in the selection; from 1.</summary>
    public int RowNumber { get; set; }

    /// <summary>SKU as written.</summary>
    public string Sku { get; set; } = "";

    /// <summary>The item.</summary>
    public Guid? VariantId { get; set; }

    /// <summary>Where; null for all locations together.</summary>
    public Guid? LocationId { get; set; }

    /// <summary>What is changed.</summary>
    public StockField Field { get; set; }

    /// <summary>Value asked for, items; null takes the usual threshold again.</summary>
    public int? Wish { get; set; }

    /// <summary>Value before, as it was judged, items.</summary>
    public int? Before { get; set; }

    /// <summary>By how many items on hand was changed.</summary>
    public int Change { get; set; }

    /// <summary>What becomes of it.</summary>
    public StockRowState State { get; set; }

    /// <summary>That in plain words.</summary>
    public string Message { get; set; } = "";
}

/// <summary>What a row changes.</summary>
public enum StockField
{
    /// <summary>On hand becomes the value.</summary>
    OnHand,

    /// <summary>On hand grows, or shrinks, by the value.</summary>
    Add,

    /// <summary>A delivery of so many came in.</summary>
    Receive,

    /// <summary>Stock counts as low at the value.</summary>
    Threshold,
}

/// <summary>What becomes of a row.</summary>
public enum StockRowState
{
    /// <summary>Can be carried out.</summary>
    Ready,

    /// <summary>Cannot be carried out until it is corrected.</summary>
    Refused,

    /// <summary>Nothing to change.</summary>
    Skipped,

    /// <summary>Carried out.</summary>
    Done,

    /// <summary>Could not be carried out any more.</summary>
    Failed,

    /// <summary>Taken back.</summary>
    Undone,

    /// <summary>Could not be taken back any more.</summary>
    Stayed,
}

/// <summary>The bytes of an uploaded file, kept only until every row has a verdict, so that a restart can begin again.</summary>
public sealed class StockBatchUpload : ISellerOwned
{
    /// <summary>The bulk change.</summary>
    public Guid BatchId { get; set; }

    /// <inheritdoc />
    public Guid SellerId { get; set; }

    /// <summary>As uploaded.</summary>
    public byte[] Content { get; set; } = [];
}

internal sealed class StockBatchConfiguration
    : IEntityTypeConfiguration<StockBatch>, IEntityTypeConfiguration<StockBatchRow>, IEntityTypeConfiguration<StockBatchUpload>
{
    public void Configure(EntityTypeBuilder<StockBatch> builder)
    {
        builder.Property(b => b.State).HasConversion<string>().HasMaxLength(20);
        builder.HasIndex(b => new { b.SellerId, b.CreatedAt });
    }

    public void Configure(EntityTypeBuilder<StockBatchRow> builder)
    {
        builder.Property(r => r.State).HasConversion<string>().HasMaxLength(20);
        builder.Property(r => r.Field).HasConversion<string>().HasMaxLength(20);
        builder.Property(r => r.Sku).HasMaxLength(FileLimits.CellLength);
        builder.HasOne<StockBatch>().WithMany().HasForeignKey(r => r.BatchId);
        builder.HasIndex(r => new { r.BatchId, r.RowNumber, r.Field });
        builder.HasIndex(r => new { r.BatchId, r.State });
    }

    public void Configure(EntityTypeBuilder<StockBatchUpload> builder)
    {
        builder.HasKey(u => u.BatchId);
        builder.HasOne<StockBatch>().WithOne().HasForeignKey<StockBatchUpload>(u => u.BatchId);
    }
}
