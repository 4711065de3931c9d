using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Xml.Linq;
using Marketplace.Core.Platforms.Http;
using Microsoft.Extensions.Options;

namespace Marketplace.Core.Platforms.Ebay.Trading;

/// <summary>Sends calls of the Trading API, eBay's older XML interface, with the same OAuth token as the REST calls.</summary>
internal sealed class EbayTrading(PlatformSender sender, EbayErrors errors, IOptions<EbayOptions> options)
{
    /// <summary>Namespace of every element.</summary>
    public static readonly XNamespace Ns = "urn:ebay:apis:eBLBaseComponents";

    private const string Version = "1423";

    /// <summary>Sends a call named like its operation and returns the answer's root.</summary>
    /// <exception cref="PlatformException">One of the family; an answer of which a part was done counts as a success.</exception>
    public async Task<XElement> SendAsync(OperationPlan operation, ConnectionContext connection, IEnumerable<XElement> content, CancellationToken cancellationToken)
    {
        var xml = new XElement(Ns + (operation.Name + "Request"), content, new XElement(Ns + "WarningLevel", "High"));
        var body = Encoding.UTF8.GetBytes("<?xml version=\"1.0\" encoding=\"utf-8\"?>" + xml.ToString(SaveOptions.DisableFormatting));
        var response = await sender.SendAsync(
            new PlatformRequest
            {
                Operation = operation,
                Connection = connection,
                Build = token => Build(operation, connection, token, body),
                Judge = answer => EbayTradingErrors.Judge(answer, errors),
            },
            cancellationToken);
        return EbayTradingErrors.Read(response.Body)!;
    }

    private HttpRequestMessage Build(OperationPlan operation, ConnectionContext connection, string? token, byte[] body)
    {
        var message = new HttpRequestMessage(HttpMethod.Post, new Uri(options.Value.ApiUrl, "/ws/api.dll"))
        {
            Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("text/xml", "utf-8") } },
        };
        message.Headers.Add("X-EBAY-API-CALL-NAME", operation.Name);
        message.Headers.Add("X-EBAY-API-SITEID", EbaySites.Of(connection.Region).TradingId.ToString(CultureInfo.InvariantCulture));
        message.Headers.Add("X-EBAY-API-COMPATIBILITY-LEVEL", Version);
        message.Headers.TryAddWithoutValidation("X-EBAY-API-IAF-TOKEN", token);
        return message;
    }
}
