using System.Buffers.Binary;
using System.Buffers.Text;
using Marketplace.Core.Common;

namespace Marketplace.Web.Endpoints.Pipeline;

/// <summary>A place in a list as callers carry it: opaque, and good for the same filter and sort only.</summary>
public static class Cursor
{
    private const int Bytes = 24;

    /// <summary>The place as text; null at the end.</summary>
    public static string? Of(ListPlace? place)
    {
        if (place is null)
        {
            return null;
        }

        Span<byte> bytes = stackalloc byte[Bytes];
        BinaryPrimitives.WriteInt64BigEndian(bytes, place.Value);
        place.Id.TryWriteBytes(bytes[8..]);
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>Reads a place; null without one.</summary>
    /// <exception cref="BadHttpRequestException">The text was not given by this API.</exception>
    public static ListPlace? Read(string? cursor)
    {
        if (string.IsNullOrEmpty(cursor))
        {
            return null;
        }

        Span<byte> bytes = stackalloc byte[Bytes];
        return Base64Url.TryDecodeFromChars(cursor, bytes, out var length) && length == Bytes
            ? new ListPlace(BinaryPrimitives.ReadInt64BigEndian(bytes), new Guid(bytes[8..]))
            : throw new BadHttpRequestException("Failed to bind parameter \"string cursor\" from the query.");
    }
}
