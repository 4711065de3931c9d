using Marketplace.Core.Fulfillment;
using Marketplace.Core.Fulfillment.Files;
using Marketplace.Core.Spreadsheets;

namespace Marketplace.Tests.Fulfillment.Files;

/// <summary>Whatever is uploaded gets a verdict in words, in bounded memory.</summary>
public sealed class HostileFileTests
{
    private const int Mutations = 200;

    // Of what a limit-sized upload needs at most while it is read: its bytes, its text, and its rows.
    private const long MostAllocated = 400L * 1024 * 1024;

    public static TheoryData<string> Refused => [.. HostileFiles.Refused.Keys];

    public static TheoryData<string> Read => [.. HostileFiles.Read.Keys];

    [Theory]
    [MemberData(nameof(Refused))]
    public void Read_FileThatIsNoTable_SaysWhyAndWhatToDo(string name)
    {
        var (content, verdict) = HostileFiles.Refused[name];

        var refusal = Assert.Throws<UnreadableFileException>(() => Bounded(content()));

        Assert.StartsWith(verdict, refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Read))]
    public void Read_TableWithOddContents_TakesTheTextAlone(string name)
    {
        var (content, row) = HostileFiles.Read[name];

        Assert.Equal([row], Bounded(content()));
    }

    [Fact]
    public async Task Upload_DamagedFiles_EachEndWithAVerdict_NeverAnError()
    {
        await using var room = await FulfillmentRoom.OpenAsync();
        var files = room.Get<TrackingFiles>();
        for (var seed = 0; seed < Mutations; seed++)
        {
            var content = Mutation.Of(seed);
            if (content.Length == 0)
            {
                continue;
            }

            var id = await files.UploadAsync(room.SellerId, $"seed {seed}", new MemoryStream(content), CancellationToken.None);
            await room.WorkAsync();

            var file = (await room.Get<FulfillmentQueries>().FileAsync(room.SellerId, id, CancellationToken.None))!.File;
            Assert.True(
                file.State switch
                {
                    TrackingFileState.Judged => file is { Problem: null, RowCount: > 0 } && file.ReadyCount + file.RefusedCount + file.SkippedCount == file.RowCount,
                    TrackingFileState.Failed => file.Problem is { Length: > 15 } problem && problem.EndsWith('.') && !problem.Contains("Exception", StringComparison.Ordinal),
                    _ => false,
                },
                $"Seed {seed}: {file.State}, {file.RowCount} rows, {file.Problem}");
        }
    }

    [Fact]
    public async Task Upload_HundredMegabytes_IsRefusedBeforeItIsTakenIn()
    {
        await using var room = await FulfillmentRoom.OpenAsync();
        using var endless = new EndlessStream(100L * 1024 * 1024);

        var refusal = await Assert.ThrowsAsync<UnreadableFileException>(() => room.Get<TrackingFiles>().UploadAsync(room.SellerId, "big.csv", endless, CancellationToken.None));

        Assert.StartsWith("This file is larger than 32 MB.", refusal.Message, StringComparison.Ordinal);
        Assert.InRange(endless.Position, 0, FileLimits.Bytes + (1024 * 1024));
    }

    private static string[] Bounded(byte[] content)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            return GoldenFiles.Reading(content);
        }
        finally
        {
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MostAllocated);
        }
    }

    /// <summary>As many commas as are asked for.</summary>
    private sealed class EndlessStream(long length) : MemoryStream
    {
        private long position;

        public override long Position => position;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = (int)Math.Min(buffer.Length, length - position);
            buffer.Span[..read].Fill((byte)',');
            position += read;
            return ValueTask.FromResult(read);
        }
    }
}
