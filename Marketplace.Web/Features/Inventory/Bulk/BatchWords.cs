using System.Globalization;
using Marketplace.Core.Inventory.Bulk;
using Marketplace.Web.Components.Shared;

namespace Marketplace.Web.Features.Inventory.Bulk;

/// <summary>States of bulk changes in words.</summary>
public static class BatchWords
{
    /// <summary>A row.</summary>
    public static (string Text, StatusTone Tone) Of(StockRowState state) => state switch
    {
        StockRowState.Ready => ("Ready", StatusTone.Busy),
        StockRowState.Refused => ("Not accepted", StatusTone.Bad),
        StockRowState.Skipped => ("Unchanged", StatusTone.Neutral),
        StockRowState.Done => ("Changed", StatusTone.Good),
        StockRowState.Failed => ("Not changed", StatusTone.Bad),
        StockRowState.Undone => ("Undone", StatusTone.Neutral),
        _ => ("Not undone", StatusTone.Caution),
    };

    /// <summary>A bulk change.</summary>
    public static (string Text, StatusTone Tone) Of(StockBatch batch) => batch.State switch
    {
        StockBatchState.Reading => ("Reading…", StatusTone.Busy),
        StockBatchState.Judged => ("Waiting for you", StatusTone.Caution),
        StockBatchState.Applying => ("Changing…", StatusTone.Busy),
        StockBatchState.Applied => ($"{Number(batch.DoneCount)} changed", batch.FailedCount > 0 ? StatusTone.Caution : StatusTone.Good),
        StockBatchState.Undoing => ("Undoing…", StatusTone.Busy),
        StockBatchState.Undone => (batch.StayedCount > 0 ? $"{Number(batch.UndoneCount)} undone, {Number(batch.StayedCount)} stay" : "Undone", batch.StayedCount > 0 ? StatusTone.Caution : StatusTone.Neutral),
        _ => ("Not readable", StatusTone.Bad),
    };

    /// <summary>Whether it can still be undone.</summary>
    public static bool CanUndo(StockBatch batch, DateTimeOffset now) => batch is { State: StockBatchState.Applied, DoneCount: > 0 } && batch.UndoUntil >= now;

    private static string Number(int count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
