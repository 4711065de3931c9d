using Marketplace.Core.Fulfillment;

namespace Marketplace.Tests.Fulfillment;

public sealed class CarrierAliasesTests : IAsyncLifetime
{
    private FulfillmentRoom room = null!;

    public async ValueTask InitializeAsync() => room = await FulfillmentRoom.OpenAsync();

    public async ValueTask DisposeAsync() => await room.DisposeAsync();

    private CarrierAliases Aliases => room.Get<CarrierAliases>();

    [Fact]
    public async Task Ship_CarrierOfTheSellersTable_IsSentAsTheMarketplacesOwn()
    {
        Assert.Equal(ShipOutcome.Refused, (await ShipAsync("House van")).Outcome);
        Assert.Null(await Aliases.SetAsync(room.SellerId, "bazaar", "House Van", "royal mail", CancellationToken.None));

        Assert.Equal(ShipOutcome.Accepted, (await ShipAsync("HOUSE-VAN")).Outcome);
        await room.WorkAsync();

        Assert.Equal("RoyalMail", Assert.Single(room.Marketplace.Stored).CarrierCode);
    }

    [Fact]
    public async Task Set_SameNameAgain_ReplacesItsMeaning_RemoveTakesItOut()
    {
        await Aliases.SetAsync(room.SellerId, "bazaar", "Van", "UPS", CancellationToken.None);
        await Aliases.SetAsync(room.SellerId, "bazaar", "VAN", "FedEx", CancellationToken.None);

        var only = Assert.Single(await Aliases.ListAsync(room.SellerId, CancellationToken.None));
        Assert.Equal(("VAN", "FEDEX"), (only.Written, only.CarrierCode));
        Assert.False(await Aliases.RemoveAsync(Guid.NewGuid(), only.Id, CancellationToken.None));
        Assert.True(await Aliases.RemoveAsync(room.SellerId, only.Id, CancellationToken.None));
        Assert.Empty(await Aliases.ListAsync(room.SellerId, CancellationToken.None));
    }

    [Theory]
    [InlineData("bazaar", "...", "UPS", "Write the name")]
    [InlineData("nowhere", "Van", "UPS", "Choose the marketplace")]
    [InlineData("bazaar", "Van", "Zeppelin", "Bazaar does not know the carrier “Zeppelin”")]
    public async Task Set_WhatCannotBe_SaysWhy(string marketplace, string written, string carrier, string problem) =>
        Assert.StartsWith(problem, await Aliases.SetAsync(room.SellerId, marketplace, written, carrier, CancellationToken.None), StringComparison.Ordinal);

    [Fact]
    public async Task Ship_NameThatNobodyKnows_GivesWayToANumberThatLeavesNoDoubt()
    {
        var sure = await room.ShipAsync(new ShipRequest((await room.OrderAsync()).Id, "1Z999AA10123456784", "Warehouse ground"));
        var unsure = await room.ShipAsync(new ShipRequest((await room.OrderAsync()).Id, "1Z999AA10123456783", "Warehouse ground"));

        Assert.Equal((ShipOutcome.Accepted, ShipOutcome.Refused), (sure.Outcome, unsure.Outcome));
    }

    private async Task<ShipVerdict> ShipAsync(string carrier) => await room.ShipAsync(new ShipRequest((await room.OrderAsync()).Id, "TRACK1", carrier));
}
