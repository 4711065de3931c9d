using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Core.Security;

/// <summary>Encrypts the data-protection keys with the key file, in the form in which they are stored.</summary>
public sealed class KeyFileXml(KeyFile file) : IXmlEncryptor
{
    /// <inheritdoc />
    public EncryptedXmlInfo Encrypt(XElement plaintextElement)
    {
        var text = Encoding.UTF8.GetBytes(plaintextElement.ToString(SaveOptions.DisableFormatting));
        return new EncryptedXmlInfo(new XElement("keyFile", Convert.ToBase64String(file.Encrypt(text))), typeof(Decryptor));
    }

    /// <summary>Reads them back; the framework makes it by its type, which is stored beside the key.</summary>
    public sealed class Decryptor(IServiceProvider services) : IXmlDecryptor
    {
        /// <inheritdoc />
        public XElement Decrypt(XElement encryptedElement)
        {
            var file = services.GetService<KeyFile>()
                ?? throw new CryptographicException("The keys of this database are protected by a key file. Give it in Security:KeyFile.");
            return XElement.Parse(Encoding.UTF8.GetString(file.Decrypt(Convert.FromBase64String(encryptedElement.Value))));
        }
    }
}
