using CsCheck;
using Marketplace.Core.Fulfillment;
using Marketplace.Core.Fulfillment.Rules;

namespace Marketplace.Tests.Fulfillment.Rules;

public sealed class RuleMovesTests
{
    [Fact]
    public void Move_AnyPath_NeverIsOnUntried() =>
        Gen.Enum<RuleAct>().Array[1, 30].Sample(path =>
        {
            var rule = new ShippingRule();
            var isTried = false;
            foreach (var act in path)
            {
                var before = rule.State;
                var moved = rule.Move(act);
                Assert.Equal(moved, RuleMoves.Next(before, act) is not null);
                isTried = act switch
                {
                    RuleAct.Edit => false,
                    RuleAct.Try => true,
                    _ => isTried,
                };
                Assert.True(rule.State != RuleState.On || isTried, $"{before} → {rule.State} by {act}");
            }
        });

    [Fact]
    public void Move_AnyRule_CanBeEditedTriedAndSwitchedOn() => Assert.All(Enum.GetValues<RuleState>(), state =>
    {
        var edited = RuleMoves.Next(state, RuleAct.Edit);
        Assert.Equal(RuleState.Draft, edited);
        Assert.Equal(RuleState.On, RuleMoves.Next(RuleMoves.Next(edited!.Value, RuleAct.Try)!.Value, RuleAct.SwitchOn));
    });

    [Fact]
    public void Parcel_AnyPath_IsConfirmedOnceUnlessItsLabelWasGivenBack() =>
        Gen.Enum<ShipmentState>().Array[1, 30].Sample(path =>
        {
            var parcel = new Shipment();
            var isConfirmed = false;
            foreach (var to in path)
            {
                var from = parcel.State;
                var allowed = ShipmentMoves.May(from, to);
                Assert.Equal(allowed, Record.Exception(() => parcel.Move(to)) is null);
                Assert.Equal(allowed ? to : from, parcel.State);
                isConfirmed = parcel.State != ShipmentState.Voided && (isConfirmed || parcel.State == ShipmentState.Confirmed);
                Assert.False(isConfirmed && parcel.State is (ShipmentState.Queued or ShipmentState.Sent), "What the marketplace shows must not be told again.");
            }
        });

    [Fact]
    public void Parcel_EveryState_CanComeToBeConfirmedOrRefused() => Assert.All(Enum.GetValues<ShipmentState>(), state =>
        Assert.Contains(Reachable(state), end => end is ShipmentState.Confirmed or ShipmentState.Failed));

    private static HashSet<ShipmentState> Reachable(ShipmentState from)
    {
        var seen = new HashSet<ShipmentState> { from };
        var next = new Queue<ShipmentState>([from]);
        while (next.TryDequeue(out var state))
        {
            foreach (var to in ShipmentMoves.From(state).Where(seen.Add))
            {
                next.Enqueue(to);
            }
        }

        return seen;
    }
}
