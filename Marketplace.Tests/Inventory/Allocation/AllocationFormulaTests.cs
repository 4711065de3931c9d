using CsCheck;
using Marketplace.Core.Inventory.Allocation;

namespace Marketplace.Tests.Inventory.Allocation;

public sealed class AllocationFormulaTests
{
    private static readonly Gen<AllocationTerms> Terms =
        from buffer in Gen.Int[0, 20]
        from percent in Gen.Int[1, 100]
        from floor in Gen.Int[0, 12]
        from cap in Gen.Int[0, 30].Nullable()
        from rounds in Gen.Bool
        where !(floor > cap)
        select new AllocationTerms { Buffer = buffer, Percent = percent, Floor = floor, Cap = cap, RoundsToNone = rounds };

    private static readonly Gen<int> Items = Gen.Frequency((4, Gen.Int[0, 40]), (1, Gen.Int[0, AllocationTerms.MaxItems]));

    [Fact]
    public void Apply_AnyTerms_IsNeverNegativeNorAboveWhatIsThere() => Gen.Select(Terms, Items).Sample((terms, available) =>
    {
        Assert.Null(terms.Problem);
        Assert.InRange(AllocationFormula.Apply(terms, available)!.Value, 0, available);
    });

    [Fact]
    public void Apply_BufferAndCap_AreNeverBroken() => Gen.Select(Terms, Items).Sample((terms, available) =>
    {
        var offered = AllocationFormula.Apply(terms, available)!.Value;
        Assert.True(offered <= Math.Max(available - terms.Buffer, 0));
        Assert.True(offered <= (terms.Cap ?? int.MaxValue));
    });

    [Fact]
    public void Apply_SomethingLeft_IsNotRoundedToNoneUnlessAsked() => Gen.Select(Terms, Items).Sample((terms, available) =>
    {
        var offered = AllocationFormula.Apply(terms with { RoundsToNone = false }, available)!.Value;
        Assert.True(offered > 0 || available <= terms.Buffer || terms.Cap == 0);
    });

    [Fact]
    public void Apply_Floor_IsKeptAsFarAsTheRestAllows() => Gen.Select(Terms, Items).Sample((terms, available) =>
        Assert.True(AllocationFormula.Apply(terms, available)!.Value >= Math.Min(terms.Floor, Math.Max(available - terms.Buffer, 0))));

    [Fact]
    public void Apply_MoreStock_NeverOffersLess() => Gen.Select(Terms, Gen.Int[0, 200]).Sample((terms, available) =>
        Assert.True(AllocationFormula.Apply(terms, available + 1) >= AllocationFormula.Apply(terms, available)));

    [Fact]
    public void Apply_Fixed_IsTheNumberWhateverThereIs() => Gen.Select(Terms, Items, Gen.Int[0, 500]).Sample((terms, available, items) =>
    {
        Assert.Equal(items, AllocationFormula.Apply(terms with { Fixed = items }, available));
        Assert.Equal(items, AllocationFormula.Apply(terms with { Fixed = items }, null));
    });

    [Fact]
    public void Apply_DoNotSync_WinsOverAll() => Gen.Select(Terms, Items).Sample((terms, available) =>
        Assert.Null(AllocationFormula.Apply(terms with { DoesNotSync = true, Fixed = 5 }, available)));

    [Theory]
    [InlineData(1, 50, false, 1)]
    [InlineData(1, 50, true, 0)]
    [InlineData(7, 50, false, 3)]
    [InlineData(0, 50, false, 0)]
    public void Apply_Percentage_RoundsDown(int available, int percent, bool roundsToNone, int offered) =>
        Assert.Equal(offered, AllocationFormula.Apply(new AllocationTerms { Percent = percent, RoundsToNone = roundsToNone }, available));

    [Fact]
    public void Apply_AllTogether_GoesInTheStatedOrder() =>
        // 20 less 4 is 16; a quarter of that is 4; the floor lifts it to 6, which the cap allows.
        Assert.Equal(6, AllocationFormula.Apply(new AllocationTerms { Buffer = 4, Percent = 25, Floor = 6, Cap = 9 }, 20));

    [Fact]
    public void Apply_NeverCounted_SendsNothing() => Assert.Null(AllocationFormula.Apply(AllocationTerms.Everything, null));

    [Theory]
    [InlineData(-1, 100, 0, null)]
    [InlineData(0, 0, 0, null)]
    [InlineData(0, 101, 0, null)]
    [InlineData(0, 100, 5, 4)]
    public void Problem_NumbersThatMakeNoSense_IsNamed(int buffer, int percent, int floor, int? cap) =>
        Assert.NotNull(new AllocationTerms { Buffer = buffer, Percent = percent, Floor = floor, Cap = cap }.Problem);
}
