using System.IO.Compression;
using System.Text;

namespace Marketplace.Sandbox.Amazon;

/// <summary>Writes what Merchant Fulfillment v0 answers; amounts are numbers here.</summary>
internal static class AmazonLabelJson
{
    private static readonly string[] Formats = ["PDF", "PNG", "ZPL203"];

    /// <summary>An offer.</summary>
    public static object Service(AmazonOffer offer, string token, AmazonRegion region, DateTimeOffset now) => new
    {
        ShippingServiceName = offer.Name,
        CarrierName = offer.Carrier,
        ShippingServiceId = offer.Id,
        ShippingServiceOfferId = token,
        ShipDate = AmazonReplies.OldTime(now),
        EarliestEstimatedDeliveryDate = AmazonReplies.OldTime(now.AddDays(offer.Days)),
        LatestEstimatedDeliveryDate = AmazonReplies.OldTime(now.AddDays(offer.Days + 1)),
        Rate = Amount(offer.Price, region),
        RateWithAdjustments = Amount(offer.Price, region),
        ShippingServiceOptions = new { DeliveryExperience = "DeliveryConfirmationWithoutSignature", CarrierWillPickUp = false },
        AvailableLabelFormats = Formats,
        RequiresAdditionalSellerInputs = false,
    };

    /// <summary>A shipment with its label.</summary>
    public static object Shipment(AmazonShipment shipment, AmazonRegion region, DateTimeOffset now)
    {
        var document = Encoding.ASCII.GetBytes(Pdf(shipment));
        return new
        {
            ShipmentId = shipment.Id,
            AmazonOrderId = shipment.Order.Id,
            ItemList = shipment.Request["ItemList"]!.DeepClone(),
            ShipFromAddress = shipment.Request["ShipFromAddress"]!.DeepClone(),
            ShipToAddress = new
            {
                shipment.Order.Buyer.Name,
                AddressLine1 = shipment.Order.Buyer.Street,
                Email = "",
                shipment.Order.Buyer.City,
                StateOrProvinceCode = shipment.Order.Buyer.State,
                shipment.Order.Buyer.PostalCode,
                CountryCode = region.Country,
                shipment.Order.Buyer.Phone,
            },
            PackageDimensions = shipment.Request["PackageDimensions"]!.DeepClone(),
            Weight = shipment.Request["Weight"]!.DeepClone(),
            Insurance = Amount(0, region),
            ShippingService = Service(shipment.Service, "", region, shipment.CreatedAt),
            Label = new
            {
                Dimensions = new { Length = 6.0, Width = 4.0, Unit = "inches" },
                FileContents = new { Contents = Convert.ToBase64String(Pack(document)), FileType = "application/pdf", Checksum = AmazonFiles.Checksum(document) },
                LabelFormat = "PDF",
            },
            shipment.Status,
            TrackingId = shipment.Tracking,
            CreatedDate = AmazonReplies.OldTime(shipment.CreatedAt),
            LastUpdatedDate = AmazonReplies.OldTime(now),
        };
    }

    // A page of four by six inches with the sender's service and the number; nobody must be able to post it.
    private static string Pdf(AmazonShipment shipment)
    {
        var content = $"BT /F1 20 Tf 24 390 Td (SANDBOX LABEL) Tj 0 -40 Td /F1 13 Tf ({shipment.Service.Name}) Tj 0 -24 Td ({shipment.Tracking}) Tj 0 -24 Td (Order {shipment.Order.Id}) Tj ET";
        string[] objects =
        [
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 288 432] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
            $"<< /Length {content.Length} >>\nstream\n{content}\nendstream",
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        ];
        var pdf = new StringBuilder("%PDF-1.4\n");
        var offsets = new List<int>();
        for (var i = 0; i < objects.Length; i++)
        {
            offsets.Add(pdf.Length);
            pdf.Append(System.Globalization.CultureInfo.InvariantCulture, $"{i + 1} 0 obj\n{objects[i]}\nendobj\n");
        }

        var start = pdf.Length;
        pdf.Append(System.Globalization.CultureInfo.InvariantCulture, $"xref\n0 {objects.Length + 1}\n0000000000 65535 f \n");
        offsets.ForEach(offset => pdf.Append(System.Globalization.CultureInfo.InvariantCulture, $"{offset:D10} 00000 n \n"));
        return pdf.Append(System.Globalization.CultureInfo.InvariantCulture, $"trailer << /Size {objects.Length + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n").ToString();
    }

    private static byte[] Pack(byte[] document)
    {
        using var packed = new MemoryStream();
        using (var zip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            zip.Write(document);
        }

        return packed.ToArray();
    }

    private static object Amount(decimal amount, AmazonRegion region) => new { CurrencyCode = region.Currency, Amount = amount };
}
