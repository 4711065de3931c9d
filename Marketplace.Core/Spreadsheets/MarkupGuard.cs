namespace Marketplace.Core.Spreadsheets;

/// <summary>
/// Passes XML on and stops it where no markup comes for a megabyte: a single attribute or text of that length would be held in
/// memory whole, while the longest cell of a spreadsheet has 32,767 characters.
/// </summary>
internal sealed class MarkupGuard(Stream inner) : Stream
{
    private const int Longest = 1024 * 1024;
    private int sinceMarkup;

    /// <inheritdoc />
    public override bool CanRead => true;

    /// <inheritdoc />
    public override bool CanSeek => false;

    /// <inheritdoc />
    public override bool CanWrite => false;

    /// <inheritdoc />
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc />
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc />
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc />
    public override int Read(Span<byte> buffer)
    {
        var read = inner.Read(buffer);
        var last = buffer[..read].LastIndexOf((byte)'<');
        sinceMarkup = last < 0 ? sinceMarkup + read : read - last;
        return sinceMarkup <= Longest ? read : throw new InvalidDataException("A part of the workbook goes on for a megabyte without markup.");
    }

    /// <inheritdoc />
    public override void Flush()
    {
    }

    /// <inheritdoc />
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc />
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc />
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
