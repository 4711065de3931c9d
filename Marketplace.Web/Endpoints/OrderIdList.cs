using System.Buffers.Text;

namespace Marketplace.Web.Endpoints;

/// <summary>Many order ids in one short text, for addresses and forms.</summary>
public static class OrderIdList
{
    /// <summary>The ids as text: 22 characters each, with a full stop between them.</summary>
    public static string Write(IEnumerable<Guid> orderIds) => string.Join('.', orderIds.Select(id => Base64Url.EncodeToString(id.ToByteArray())));

    /// <summary>The ids of a text; what is no id is left out.</summary>
    public static IEnumerable<Guid> Read(string written)
    {
        foreach (var part in written.Split('.'))
        {
            var bytes = new byte[16];
            if (Base64Url.TryDecodeFromChars(part, bytes, out var length) && length == bytes.Length)
            {
                yield return new Guid(bytes);
            }
        }
    }
}
