using System.Text;
using System.Xml;

namespace Marketplace.Core.Platforms.Amazon;

/// <summary>Writes the XML envelope of feeds on orders. The order of elements is part of the format.</summary>
internal static class AmazonEnvelope
{
    /// <summary>Content type that goes with it, letter by letter.</summary>
    public const string ContentType = "text/xml; charset=UTF-8";

    /// <summary>An envelope with one message per item, numbered from 1 in their order.</summary>
    /// <param name="sellerId">Whose feed it is.</param>
    /// <param name="messageType">Name of each message's content ("OrderFulfillment").</param>
    /// <param name="items">What the messages are about.</param>
    /// <param name="write">Writes the inside of a message's content.</param>
    public static byte[] Write<T>(string sellerId, string messageType, IEnumerable<T> items, Action<XmlWriter, T> write)
    {
        using var stream = new MemoryStream();
        using (var xml = XmlWriter.Create(stream, new XmlWriterSettings { Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false) }))
        {
            xml.WriteStartElement("AmazonEnvelope");
            xml.WriteAttributeString("xsi", "noNamespaceSchemaLocation", "http://www.w3.org/2001/XMLSchema-instance", "amzn-envelope.xsd");
            xml.WriteStartElement("Header");
            xml.WriteElementString("DocumentVersion", "1.01");
            xml.WriteElementString("MerchantIdentifier", sellerId);
            xml.WriteEndElement();
            xml.WriteElementString("MessageType", messageType);
            foreach (var (number, item) in items.Index())
            {
                xml.WriteStartElement("Message");
                xml.WriteElementString("MessageID", XmlConvert.ToString(number + 1));
                xml.WriteElementString("OperationType", "Update");
                xml.WriteStartElement(messageType);
                write(xml, item);
                xml.WriteEndElement();
                xml.WriteEndElement();
            }

            xml.WriteEndElement();
        }

        return stream.ToArray();
    }

    /// <summary>Text as XML can carry it: what it cannot is left out.</summary>
    public static string Clean(string text) => string.Concat(text.Where(XmlConvert.IsXmlChar));
}
