using CsCheck;
using Marketplace.Core.Catalog;

namespace Marketplace.Tests.Catalog;

public sealed class TitleIndexTests
{
    private static readonly TitledVariant[] Mugs =
    [
        Variant("MUG-MOSS", "Harbour & Pine Enamel Mug – Moss"),
        Variant("MUG-SLATE", "Harbour & Pine Enamel Mug – Slate"),
        Variant("TOTE-INK", "Harbour & Pine Canvas Tote – Ink"),
        Variant("LAMP", "Brass Desk Lamp"),
    ];

    [Fact]
    public void Find_OtherOrderAndAccents_IsTheSameThing()
    {
        var best = new TitleIndex(Mugs).Find("MUG, ENÁMEL (moss) by Harbour & Pine", "", 3)[0];

        Assert.Equal("MUG-MOSS", best.Variant.SkuKey);
        Assert.True(best.Score >= 80, $"{best.Score}");
    }

    [Fact]
    public void Find_WhatSetsApart_WeighsMoreThanTheMaker()
    {
        var found = new TitleIndex(Mugs).Find("Harbour & Pine Enamel Mug Slate", "", 4);

        Assert.Equal("MUG-SLATE", found[0].Variant.SkuKey);
        Assert.True(found[0].Score > found[1].Score + 10, $"{found[0].Score} against {found[1].Score}");
        Assert.DoesNotContain(found, m => m.Variant.SkuKey == "LAMP");
    }

    [Fact]
    public void Find_LikeSku_SpeaksForIt()
    {
        var index = new TitleIndex(Mugs);

        var match = index.Find("Brass Lamp for desks", "SHOP-LAMP", 1)[0];

        Assert.True(match.HasLikeSku);
        Assert.True(match.Score > index.Find("Brass Lamp for desks", "X-1", 1)[0].Score);
    }

    [Fact]
    public void Find_NothingAlike_FindsNothing() => Assert.Empty(new TitleIndex(Mugs).Find("Seed Starter Kit", "KIT", 5));

    [Fact]
    public void Find_AnyTitle_ScoresWithinBoundsBestFirst() => Gen.String.Sample(title =>
    {
        var found = new TitleIndex(Mugs).Find(title, title, 5);
        Assert.All(found, m => Assert.InRange(m.Score, TitleIndex.WorthShowing, 99));
        Assert.Equal(found.OrderByDescending(m => m.Score).Select(m => m.Score), found.Select(m => m.Score));
    });

    private static TitledVariant Variant(string sku, string title) => new(Guid.CreateVersion7(), sku, title);
}
