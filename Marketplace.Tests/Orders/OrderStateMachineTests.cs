using CsCheck;
using Marketplace.Core.Orders;
using Marketplace.Core.Platforms;

namespace Marketplace.Tests.Orders;

public sealed class OrderStateMachineTests
{
    private static readonly Gen<RemoteOrderStatus> Statuses = Gen.Enum<RemoteOrderStatus>();

    [Fact]
    public void Next_AnySequence_NeverBringsGoodsBack() =>
        Gen.Select(Statuses, Gen.Int[0, 3]).Array[1, 12].Sample(answers =>
        {
            OrderState? state = null;
            foreach (var (status, shipped) in answers)
            {
                var next = OrderStateMachine.Next(state, status, shipped, 3);
                if (state is { } before && OrderStateMachine.HasLeft(before))
                {
                    Assert.True(OrderStateMachine.HasLeft(next) || next == OrderState.Cancelled, $"{before} → {next}");
                }

                Assert.True(state != OrderState.Delivered || next == OrderState.Delivered);
                Assert.True(state != OrderState.PartiallyShipped || next is not (OrderState.Pending or OrderState.ToShip));
                state = next;
            }
        });

    [Fact]
    public void Next_SameAnswerAgain_ChangesNothing() =>
        Gen.Select(Gen.Enum<OrderState>(), Statuses, Gen.Int[0, 3]).Sample((current, status, shipped) =>
        {
            var once = OrderStateMachine.Next(current, status, shipped, 3);
            Assert.Equal(once, OrderStateMachine.Next(once, status, shipped, 3));
        });

    [Theory]
    [InlineData(null, RemoteOrderStatus.ReadyToShip, 0, OrderState.ToShip)]
    [InlineData(null, RemoteOrderStatus.ReadyToShip, 1, OrderState.PartiallyShipped)]
    [InlineData(null, RemoteOrderStatus.ReadyToShip, 3, OrderState.Shipped)]
    [InlineData(OrderState.ToShip, RemoteOrderStatus.Pending, 0, OrderState.Pending)]
    [InlineData(OrderState.Cancelled, RemoteOrderStatus.ReadyToShip, 0, OrderState.ToShip)]
    [InlineData(OrderState.Shipped, RemoteOrderStatus.Cancelled, 3, OrderState.Cancelled)]
    [InlineData(OrderState.Shipped, RemoteOrderStatus.ReadyToShip, 0, OrderState.Shipped)]
    public void Next_KnownCases(OrderState? current, RemoteOrderStatus status, int shipped, OrderState expected) =>
        Assert.Equal(expected, OrderStateMachine.Next(current, status, shipped, 3));
}
