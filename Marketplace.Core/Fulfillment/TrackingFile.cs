using Marketplace.Core.Data;
using Marketplace.Core.Spreadsheets;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Core.Fulfillment;

/// <summary>An uploaded file of tracking numbers: judged row by row, sent only when the seller says so. Times are UTC.</summary>
public sealed class TrackingFile : ISellerOwned
{
    /// <summary>Our id.</summary>
    public Guid Id { get; set; } = Guid.CreateVersion7();

    /// <inheritdoc />
    public Guid SellerId { get; set; }

    /// <summary>Name as uploaded.</summary>
    public string FileName { get; set; } = "";

    /// <summary>Where it stands.</summary>
    public TrackingFileState State { get; set; }

    /// <summary>Data rows.</summary>
    public int RowCount { get; set; }

    /// <summary>Rows that can be sent.</summary>
    public int ReadyCount { get; set; }

    /// <summary>Rows whose parcel is entered.</summary>
    public int EnteredCount { get; set; }

    /// <summary>Rows that cannot.</summary>
    public int RefusedCount { get; set; }

    /// <summary>Rows without tracking, or shipped already.</summary>
    public int SkippedCount { get; set; }

    /// <summary>Why the whole file could not be read; plain words.</summary>
    public string? Problem { get; set; }

    /// <summary>UTC.</summary>
    public DateTimeOffset UploadedAt { get; set; }

    /// <summary>When the seller sent it.</summary>
    public DateTimeOffset? SentAt { get; set; }

    /// <summary>Until when sending can still be taken back; nothing leaves before. Null unless it is scheduled.</summary>
    public DateTimeOffset? SendsAt { get; set; }
}

/// <summary>Where a file stands.</summary>
public enum TrackingFileState
{
    /// <summary>Being read.</summary>
    Reading,

    /// <summary>Every row has a verdict; nothing is sent yet.</summary>
    Judged,

    /// <summary>The seller has said send, and may take it back until its time has come.</summary>
    Scheduled,

    /// <summary>Parcels are being entered; there is no way back.</summary>
    Sending,

    /// <summary>Every parcel is entered; its shipments tell the rest.</summary>
    Sent,

    /// <summary>Could not be read.</summary>
    Failed,
}

/// <summary>A row of a tracking file.</summary>
public sealed class TrackingFileRow : ISellerOwned
{
    /// <summary>Our id.</summary>
    public Guid Id { get; set; } = Guid.CreateVersion7();

    /// <inheritdoc />
    public Guid SellerId { get; set; }

    /// <summary>The file.</summary>
    public Guid FileId { get; set; }

    /// <summary>Row in the sheet, from 1, as spreadsheet programs count.</summary>
    public int RowNumber { get; set; }

    /// <summary>Order id as written.</summary>
    public string OrderNumber { get; set; } = "";

    /// <summary>The marketplace's line id as written, where the row names one.</summary>
    public string? LineNumber { get; set; }

    /// <summary>SKU as written, where the row names one.</summary>
    public string? Sku { get; set; }

    /// <summary>Items as written; null means all that is left.</summary>
    public string? Quantity { get; set; }

    /// <summary>Tracking number as written.</summary>
    public string? TrackingNumber { get; set; }

    /// <summary>Carrier as written.</summary>
    public string? Carrier { get; set; }

    /// <summary>Day of handing over, as written.</summary>
    public string? ShipDate { get; set; }

    /// <summary>The marketplace's number of the listing as written, where the row names one.</summary>
    public string? ItemNumber { get; set; }

    /// <summary>What the program that wrote the file says of the parcel, as written.</summary>
    public string? Status { get; set; }

    /// <summary>Mark as written that it shares with rows of other orders in the same parcel; null where it leaves alone.</summary>
    public string? CombineGroup { get; set; }

    /// <summary>Whether the seller has corrected it here since it was uploaded.</summary>
    public bool IsCorrected { get; set; }

    /// <summary>What will become of it.</summary>
    public RowVerdict Verdict { get; set; }

    /// <summary>The verdict in plain words.</summary>
    public string Message { get; set; } = "";

    /// <summary>The order it was matched to.</summary>
    public Guid? OrderId { get; set; }

    /// <summary>The shipment it became.</summary>
    public Guid? ShipmentId { get; set; }
}

/// <summary>The bytes of an uploaded file, kept only until every row has a verdict, so that a restart can begin again.</summary>
public sealed class TrackingFileUpload : ISellerOwned
{
    /// <summary>The file.</summary>
    public Guid FileId { get; set; }

    /// <inheritdoc />
    public Guid SellerId { get; set; }

    /// <summary>As uploaded.</summary>
    public byte[] Content { get; set; } = [];
}

/// <summary>What becomes of a row.</summary>
public enum RowVerdict
{
    /// <summary>Can be sent.</summary>
    Ready,

    /// <summary>Cannot be sent until it is corrected.</summary>
    Refused,

    /// <summary>Nothing to do: no tracking number, or shipped already.</summary>
    Skipped,
}

internal sealed class TrackingFileConfiguration
    : IEntityTypeConfiguration<TrackingFile>, IEntityTypeConfiguration<TrackingFileRow>, IEntityTypeConfiguration<TrackingFileUpload>
{
    public void Configure(EntityTypeBuilder<TrackingFile> builder)
    {
        builder.Property(f => f.State).HasConversion<string>().HasMaxLength(20);
        builder.HasIndex(f => new { f.SellerId, f.UploadedAt });
    }

    public void Configure(EntityTypeBuilder<TrackingFileRow> builder)
    {
        builder.Property(r => r.Verdict).HasConversion<string>().HasMaxLength(20);
        builder.Property(r => r.OrderNumber).HasMaxLength(FileLimits.CellLength);
        builder.HasOne<TrackingFile>().WithMany().HasForeignKey(r => r.FileId);
        builder.HasIndex(r => new { r.FileId, r.RowNumber });
        builder.HasIndex(r => r.ShipmentId);
    }

    public void Configure(EntityTypeBuilder<TrackingFileUpload> builder)
    {
        builder.HasKey(u => u.FileId);
        builder.HasOne<TrackingFile>().WithOne().HasForeignKey<TrackingFileUpload>(u => u.FileId);
    }
}
