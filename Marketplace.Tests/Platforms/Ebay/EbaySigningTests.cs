using System.Security.Cryptography;
using System.Text;
using Marketplace.Core.Common;
using Marketplace.Core.Platforms;
using Marketplace.Core.Platforms.Ebay;
using Marketplace.Core.Platforms.Ebay.Signing;
using Marketplace.Sandbox.Faults;
using Microsoft.Extensions.DependencyInjection;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Security;

namespace Marketplace.Tests.Platforms.Ebay;

/// <summary>Signatures of messages, which sellers at home in the EU or the UK owe.</summary>
public sealed class EbaySigningTests
{
    private const string British = "tern_and_co";

    // The key pair is the test key of RFC 9421; the sealed key, the time and the signature over them are those that eBay publishes
    // with its own verifier.
    private const string KnownKey = "MCowBQYDK2VwAyEAJrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=";
    private const string KnownJwe = "eyJ6aXAiOiJERUYiLCJlbmMiOiJBMjU2R0NNIiwidGFnIjoiSGdLcjNSSWFlZll0Mkd4blBUUTEwUSIsImFsZyI6IkEyNTZHQ01LVyIsIml2IjoiQTVOQXFYUXlITkNIT01GVSJ9.z3JcS0vvxrYboqpySAq_Znww-3V6AllxmJP5JEMkuLY.K1f4MVMEc8ylbfSS.fASwJyMCk2tXZsNWk13IcuVgSWTOcynSdAoJrK4WApZANlxAP9J0qr0Jz_4aFldFDSZ5tfuxLGqzJmWU7CiZWwNjk2XoVy8q5ogMrFNFwFXP4SrX1XORhNLZPTyS5DEqLDPYn2NX944xendEwfcxxXsTSeNCUnmSyfitiscUC04GYOfn0UWQ2buSWx7Yod0IR2GtTGUsM9o3J-riuNDKhw.rRsWM1Sl_2stTnZLJkWVmQ";
    private const string KnownSignature = "uunxYrXKC8KaoupD5D1DKdmQmrOhz6b4Xbhb3o9d4x4xFIpg++XzEZztOyeOI59rMMjM3NIcFgxBH0c1ckpfBw==";

    [Fact]
    public void Base_OfAKnownMessage_IsWhatWasSigned()
    {
        var digest = EbayMessageSignature.Digest("{\"hello\": \"world\"}"u8.ToArray());
        var parameters = EbayMessageSignature.Parameters(withBody: true, DateTimeOffset.FromUnixTimeSeconds(1659651955));

        var signed = EbayMessageSignature.Base(HttpMethod.Post, new Uri("http://localhost:8080/verifysignature?not=signed"), digest, KnownJwe, parameters);

        Assert.Equal("sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:", digest);
        var verifier = new Ed25519Signer();
        verifier.Init(forSigning: false, (Ed25519PublicKeyParameters)PublicKeyFactory.CreateKey(Convert.FromBase64String(KnownKey)));
        var bytes = Encoding.UTF8.GetBytes(signed);
        verifier.BlockUpdate(bytes, 0, bytes.Length);
        Assert.True(verifier.VerifySignature(Convert.FromBase64String(KnownSignature)));
    }

    [Fact]
    public void Sign_WithoutBody_LeavesTheDigestOut()
    {
        using var rsa = RSA.Create(2048);
        var key = new EbaySigningKey("jwe", Convert.ToBase64String(rsa.ExportPkcs8PrivateKey()), DateTimeOffset.MaxValue);
        using var request = new HttpRequestMessage(HttpMethod.Post, "https://api.ebay.com/post-order/v2/cancellation/5000/approve?x=1");

        EbayMessageSignature.Sign(request, null, key, DateTimeOffset.FromUnixTimeSeconds(1_700_000_000));

        Assert.False(request.Headers.Contains("Content-Digest"));
        Assert.Equal("sig1=(\"x-ebay-signature-key\" \"@method\" \"@path\" \"@authority\");created=1700000000", request.Headers.GetValues("Signature-Input").Single());
        var signed = "\"x-ebay-signature-key\": jwe\n\"@method\": POST\n\"@path\": /post-order/v2/cancellation/5000/approve\n\"@authority\": api.ebay.com\n"
            + "\"@signature-params\": (\"x-ebay-signature-key\" \"@method\" \"@path\" \"@authority\");created=1700000000";
        var signature = Convert.FromBase64String(request.Headers.GetValues("Signature").Single()["sig1=:".Length..^1]);
        Assert.True(rsa.VerifyData(Encoding.UTF8.GetBytes(signed), signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
    }

    [Fact]
    public async Task Refund_OfABritishSeller_IsSigned()
    {
        await using var store = await EbayStore.ConnectAsync(seller: British, region: "EBAY_GB");
        var order = await OrderAsync(store);

        var receipt = await store.Platform.Refunds!.RefundAsync(store.Connection, Whole(order), CancellationToken.None);

        Assert.NotNull(receipt.ExternalRefundId);
        Assert.Equal("GBP", order.Total.Currency);
        Assert.Equal(1, store.Calls("createSigningKey"));
    }

    [Fact]
    public async Task Cancel_OfABritishSeller_IsSigned()
    {
        await using var store = await EbayStore.ConnectAsync(seller: British, region: "EBAY_GB");
        var orders = (await EbayOrdersTests.ReadAsync(store, null))[0].Items;
        store.Market.ChangeOrder(orders[1].ExternalId, cancelState: "IN_PROGRESS");

        await store.Platform.Cancellations!.CancelAsync(store.Connection, new CancelRequest(orders[0].ExternalId, CancelReason.OutOfStock, []), CancellationToken.None);
        await store.Platform.Cancellations.AnswerAsync(store.Connection, orders[1].ExternalId, accept: true, CancellationToken.None);

        Assert.Equal((1, 1), (store.Calls("createCancellation"), store.Calls("approveCancellationRequest")));
    }

    [Fact]
    public async Task Connect_BritishSeller_KeepsTheKeyEncrypted()
    {
        await using var store = await EbayStore.ConnectAsync(seller: British, region: "EBAY_GB");
        var kept = EbayConnectionData.Read(store.Connection.PlatformData).SigningKey!;

        var key = await store.Service<EbaySigningKeys>().ForAsync(store.Connection, CancellationToken.None);

        Assert.Equal(kept.Jwe, key!.Jwe);
        Assert.DoesNotContain(key.PrivateKey, store.Connection.PlatformData, StringComparison.Ordinal);
        Assert.DoesNotContain(key.PrivateKey, $"{key} {store.Authorized}", StringComparison.Ordinal);
        Assert.InRange(key.ExpiresAt, TimeProvider.System.GetUtcNow().AddDays(3 * 365 - 2), TimeProvider.System.GetUtcNow().AddDays(3 * 366));
    }

    [Fact]
    public async Task Connect_AmericanSeller_NeedsNoKey()
    {
        await using var store = await EbayStore.ConnectAsync();

        await store.Platform.Refunds!.RefundAsync(store.Connection, Whole(await OrderAsync(store)), CancellationToken.None);

        Assert.Equal(0, store.Calls("createSigningKey"));
        Assert.Null(EbayConnectionData.Read(store.Connection.PlatformData).SigningKey);
    }

    [Fact]
    public async Task Refund_KeyWasNotMadeOnConnecting_IsMadeWhenItIsNeeded()
    {
        await using var store = await EbayStore.ConnectAsync();
        store.Fault("createSigningKey", FaultKind.Error, 20);
        var british = await store.ConnectAlsoAsync(British, "EBAY_GB");
        store.Sandbox.Services.GetRequiredService<FaultBox>().Clear();
        var order = (await EbayOrdersTests.ReadAsync(store, null, british))[0].Items[0];

        await store.Platform.Refunds!.RefundAsync(british, Whole(order) with { Amount = new Money(100, "GBP") }, CancellationToken.None);

        Assert.Null(EbayConnectionData.Read(british.PlatformData).SigningKey);
    }

    [Fact]
    public async Task Refund_ForeignKey_IsRefusedWithWhatToDo()
    {
        await using var store = await EbayStore.ConnectAsync(seller: British, region: "EBAY_GB");
        var order = await OrderAsync(store);
        var data = EbayConnectionData.Read(store.Connection.PlatformData);
        var spoilt = store.Connection with { PlatformData = (data with { SigningKey = data.SigningKey! with { Jwe = KnownJwe } }).ToJson() };

        var failure = await Assert.ThrowsAsync<RejectedException>(() => store.Platform.Refunds!.RefundAsync(spoilt, Whole(order), CancellationToken.None));

        Assert.Equal("215122", failure.RawCode);
        Assert.Contains("Connect the store again", failure.Message, StringComparison.Ordinal);
    }

    private static async Task<RemoteOrder> OrderAsync(EbayStore store) => (await EbayOrdersTests.ReadAsync(store, null))[0].Items[0];

    private static RefundRequest Whole(RemoteOrder order) => new() { ExternalOrderId = order.ExternalId, Reason = RefundReason.Adjustment, Lines = [], Amount = order.Total };
}
