using System.Text;
using Marketplace.Core.Accounts;

namespace Marketplace.Tests.Accounts;

/// <summary>Codes of authenticator applications: as the standard computes them, and each taken once.</summary>
public sealed class TotpTests
{
    private const string Key = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    private static readonly byte[] Secret = Encoding.ASCII.GetBytes("12345678901234567890");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    // RFC 6238, appendix B, the last six of its eight digits.
    [Theory]
    [InlineData(59, "287082")]
    [InlineData(1111111109, "081804")]
    [InlineData(1111111111, "050471")]
    [InlineData(1234567890, "005924")]
    [InlineData(2000000000, "279037")]
    public void CodeAt_MomentsOfTheStandard_AreItsCodes(long seconds, string code)
    {
        Assert.Equal(code, Totp.CodeAt(Secret, seconds / 30));
        Assert.Equal(seconds / 30, Totp.StepOf(Key, code, DateTimeOffset.FromUnixTimeSeconds(seconds)));
        Assert.Equal(seconds / 30, Totp.StepOf(Key.ToLowerInvariant(), code, DateTimeOffset.FromUnixTimeSeconds(seconds + 30)));
        Assert.Null(Totp.StepOf(Key, code, DateTimeOffset.FromUnixTimeSeconds(seconds + 60)));
        Assert.Null(Totp.StepOf(Key, code[1..], DateTimeOffset.FromUnixTimeSeconds(seconds)));
    }

    [Fact]
    public async Task Take_SameCodeAgain_IsRefusedAndTheNextOneTaken()
    {
        await using var test = await TestDatabase.CreateAsync(services => services.AddAccounts());
        var (ann, ben) = (await AddUserAsync(test, "ann"), await AddUserAsync(test, "ben"));
        var codes = test.Get<OneTimeCodes>();
        var step = test.Clock.GetUtcNow().ToUnixTimeSeconds() / 30;

        Assert.True(await codes.TakeAsync(ann, Key, Totp.CodeAt(Secret, step), Cancel));
        Assert.False(await codes.TakeAsync(ann, Key, Totp.CodeAt(Secret, step), Cancel));
        test.Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.False(await codes.TakeAsync(ann, Key, Totp.CodeAt(Secret, step), Cancel));
        Assert.True(await codes.TakeAsync(ann, Key, Totp.CodeAt(Secret, step + 1), Cancel));

        Assert.True(await codes.TakeAsync(ben, Key, Totp.CodeAt(Secret, step), Cancel));
    }

    [Fact]
    public async Task Take_ManyAtOnce_OneGetsIn()
    {
        await using var test = await TestDatabase.CreateAsync(services => services.AddAccounts());
        var ann = await AddUserAsync(test, "ann");
        var code = Totp.CodeAt(Secret, test.Clock.GetUtcNow().ToUnixTimeSeconds() / 30);

        var taken = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => test.Get<OneTimeCodes>().TakeAsync(ann, Key, code, Cancel)));

        Assert.Single(taken, isIn => isIn);
    }

    private static async Task<Guid> AddUserAsync(TestDatabase test, string name)
    {
        await using var db = test.Db.OpenForMachine();
        var user = new User { Id = Guid.CreateVersion7(), UserName = name, NormalizedUserName = name.ToUpperInvariant() };
        db.Users.Add(user);
        await db.SaveChangesAsync(Cancel);
        return user.Id;
    }
}
