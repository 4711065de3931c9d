using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Marketplace.Sandbox.Hosting;
using Marketplace.Sandbox.TikTok.State;
using Marketplace.Sandbox.TikTok.Wire;

namespace Marketplace.Sandbox.TikTok;

/// <summary>Whether a call must name a shop.</summary>
internal enum TikTokCipherRule
{
    /// <summary>Naming one is an error.</summary>
    Forbidden,

    /// <summary>Without a name the first shop is meant.</summary>
    Optional,

    /// <summary>A call without one is refused.</summary>
    Required,
}

/// <summary>A request that has passed every check.</summary>
/// <param name="Call">The request as it came.</param>
/// <param name="Seller">The seller whose token it bears.</param>
/// <param name="Shop">The shop that it names.</param>
/// <param name="Body">Its body; empty when there is none.</param>
/// <param name="Now">Time of the call.</param>
internal sealed record TikTokRequest(SandboxCall Call, TikTokSeller Seller, TikTokShop Shop, JsonObject Body, DateTimeOffset Now);

/// <summary>Checks each request as TikTok Shop does, in its order: app key, timestamp, signature, token, scope, shop.</summary>
internal sealed class TikTokGate(TikTokCredentials credentials, TikTokTokenMint tokens, IReadOnlyList<TikTokSeller> sellers, TikTokSandboxOptions options, TimeProvider time)
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>Lets a request through to its handler, under the shop's lock.</summary>
    public SandboxHandler Guard(string scope, TikTokCipherRule rule, Func<TikTokRequest, JsonObject> handler) => call =>
    {
        var now = time.GetUtcNow();
        try
        {
            CheckApp(call);
            CheckTimestamp(call, now);
            CheckSign(call);
            var seller = SellerOf(call);
            if (options.WithheldScopes.Split(',', StringSplitOptions.TrimEntries).Contains(scope))
            {
                throw new TikTokRefusal(TikTokCode.ScopeMissing);
            }

            var shop = ShopOf(call, seller, rule);
            var body = BodyOf(call);
            lock (shop.Gate)
            {
                shop.Advance(now);
                return TikTokReply.Success(now, handler(new TikTokRequest(call, seller, shop, body, now)));
            }
        }
        catch (TikTokRefusal refusal)
        {
            return TikTokReply.Error(now, refusal.Error, options.BusinessErrorStatus);
        }
    };

    private void CheckApp(SandboxCall call)
    {
        if (call.QueryValue("app_key") != credentials.AppKey)
        {
            throw new TikTokRefusal(TikTokCode.InvalidAppKey);
        }
    }

    private static void CheckTimestamp(SandboxCall call, DateTimeOffset now)
    {
        if (!long.TryParse(call.QueryValue("timestamp"), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var timestamp) || timestamp < 0)
        {
            throw new TikTokRefusal(TikTokCode.TimestampNegative);
        }

        if (timestamp < now.ToUnixTimeSeconds() - 300)
        {
            throw new TikTokRefusal(TikTokCode.TimestampTooOld);
        }

        if (timestamp > now.ToUnixTimeSeconds() + 30)
        {
            throw new TikTokRefusal(TikTokCode.TimestampTooNew);
        }
    }

    private void CheckSign(SandboxCall call)
    {
        if (call.QueryValue("sign") is not { Length: > 0 } sign)
        {
            throw new TikTokRefusal(TikTokCode.SignMissing);
        }

        if (!TikTokSignCheck.Fits(call, sign, credentials.AppSecret, "/sandbox/tiktok/api"))
        {
            throw new TikTokRefusal(TikTokCode.SignInvalid);
        }
    }

    private TikTokSeller SellerOf(SandboxCall call)
    {
        var token = call.Header("x-tts-access-token");
        var worth = sellers.Select(seller => (Seller: seller, State: tokens.Judge(token, seller.Kind(TikTokAuthorization.AccessKind)))).FirstOrDefault(w => w.State != TikTokTokenState.Unknown);
        return worth.State switch
        {
            TikTokTokenState.Good => worth.Seller,
            TikTokTokenState.Expired => throw new TikTokRefusal(TikTokCode.TokenExpired),
            _ => throw new TikTokRefusal(TikTokCode.TokenInvalid),
        };
    }

    private static TikTokShop ShopOf(SandboxCall call, TikTokSeller seller, TikTokCipherRule rule)
    {
        var cipher = call.QueryValue("shop_cipher");
        if (cipher is null)
        {
            return rule == TikTokCipherRule.Required ? throw new TikTokRefusal(TikTokCode.CipherMissing) : seller.Shops[0];
        }

        return rule == TikTokCipherRule.Forbidden
            ? throw new TikTokRefusal(TikTokCode.CipherUnexpected)
            : seller.Shops.FirstOrDefault(shop => shop.Cipher == cipher) ?? throw new TikTokRefusal(TikTokCode.CipherForeign);
    }

    private static JsonObject BodyOf(SandboxCall call)
    {
        if (call.Header("Content-Type")?.Split(';')[0].Trim().Equals("application/json", StringComparison.OrdinalIgnoreCase) != true)
        {
            throw new TikTokRefusal(TikTokCode.InvalidFormat);
        }

        if (call.Body.Length == 0)
        {
            return [];
        }

        try
        {
            return JsonNode.Parse(call.Body, documentOptions: Strict) as JsonObject ?? throw new TikTokRefusal(TikTokCode.InvalidFormat);
        }
        catch (JsonException)
        {
            throw new TikTokRefusal(TikTokCode.InvalidFormat);
        }
    }
}
