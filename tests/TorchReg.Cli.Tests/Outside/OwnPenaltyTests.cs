using TorchSharp;
using static TorchSharp.torch;

namespace TorchReg.Cli.Tests.Outside;

/// <summary>README's penalty as a user's own, in an assembly that sees no internals of the library.</summary>
public class OwnPenaltyTests
{
    [Fact]
    public void It_is_compiled_here_and_keeps_every_law()
    {
        Assert.Equal(typeof(OwnPenaltyTests).Assembly, typeof(L1).Assembly);
        PenaltyLaws.Check(new L1(0.5));
    }

    [Fact]
    public void It_acts_as_a_built_in_one_joined_with_a_ridge_under_Adam()
    {
        using var layer = nn.Linear(2, 1, hasBias: false, dtype: ScalarType.Float64);
        using (no_grad()) layer.weight!.fill_(0.5);
        using var regularization = new Regularization(
            layer,
            new Rule(new L1(0.3), mode: PenaltyMode.Proximal),
            new Rule(new L2(1), mode: PenaltyMode.Proximal));
        using var optimizer = optim.Adam(layer.parameters(), 0.02);
        var goal = tensor(new[,] { { 1.5, 0.2 } });
        for (var step = 0; step < 1500; step++)
        {
            using var scope = NewDisposeScope();
            optimizer.zero_grad();
            (layer.weight! - goal).square().sum().mul(0.5).backward();
            optimizer.step();
            regularization.ProximalStep(optimizer);
        }
        Assert.Equal(0.6, layer.weight![0, 0].ToDouble(), 6);
        Assert.Equal(0, layer.weight![0, 1].ToDouble());
    }
}
