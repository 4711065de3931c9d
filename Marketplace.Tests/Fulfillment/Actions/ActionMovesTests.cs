using CsCheck;
using Marketplace.Core.Fulfillment.Actions;
using Marketplace.Core.Fulfillment.Refunds;

namespace Marketplace.Tests.Fulfillment.Actions;

public sealed class ActionMovesTests
{
    private static readonly ActionState[] All = Enum.GetValues<ActionState>();

    [Fact]
    public void Move_AnyPath_NeverRepeatsWhatTheMarketplaceHasDone() =>
        Gen.Int[0, All.Length - 1].Array[1, 30].Sample(path =>
        {
            var action = new OrderRefund();
            var wasDone = false;
            foreach (var to in path.Select(step => All[step]))
            {
                var from = action.State;
                var allowed = ActionMoves.May(from, to);
                Assert.Equal(allowed, Record.Exception(() => action.Move(to)) is null);
                Assert.Equal(allowed ? to : from, action.State);
                wasDone |= action.State == ActionState.Done;
                Assert.False(wasDone && action.State is (ActionState.Queued or ActionState.Sent), "What is done must not be asked for again.");
            }
        });

    [Fact]
    public void Moves_EveryState_HasAWayToAnEnd() =>
        Assert.All(All, state => Assert.Contains(Reachable(state), end => !ActionMoves.IsOpen(end)));

    private static HashSet<ActionState> Reachable(ActionState from)
    {
        var seen = new HashSet<ActionState> { from };
        var next = new Queue<ActionState>([from]);
        while (next.TryDequeue(out var state))
        {
            foreach (var to in ActionMoves.From(state).Where(seen.Add))
            {
                next.Enqueue(to);
            }
        }

        return seen;
    }
}
