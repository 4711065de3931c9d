using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Marketplace.Web.Images;

/// <summary>
/// Addresses of small copies. Each is signed for one seller, so that the server fetches only pictures that the seller's own pages
/// have named, and nobody can send it anywhere. They hold for the life of the process: a page makes new ones.
/// </summary>
public sealed class ImageLinks
{
    /// <summary>Path of the copies.</summary>
    public const string Path = "images/thumb";

    private readonly byte[] key = RandomNumberGenerator.GetBytes(32);

    /// <summary>The address of a picture's copy on a seller's page; the same each time, so that browsers keep it.</summary>
    public string For(Guid sellerId, string picture) => $"{Path}?u={Uri.EscapeDataString(picture)}&s={Sign(sellerId, picture)}";

    /// <summary>Whether a page of this seller has named this picture.</summary>
    public bool IsOurs(Guid sellerId, string picture, string signature) =>
        CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Sign(sellerId, picture)), Encoding.ASCII.GetBytes(signature));

    private string Sign(Guid sellerId, string picture) =>
        Base64Url.EncodeToString(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{sellerId:N}|{picture}")).AsSpan(0, 16));
}
