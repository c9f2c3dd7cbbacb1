using TorchReg.Layers;
using TorchReg.Tests.TorchApi;

namespace TorchReg.Tests.Objectives.Chains;

/// <summary>Gradients by layers against autograd's: two ways to one number, with the same random numbers on both.</summary>
[Collection(nameof(Alone))]
public sealed class ChainTests
{
    const int Chains = 300, Parts = 10;

    public static TheoryData<int> Tenths => [.. Enumerable.Range(0, Parts)];

    [Theory, MemberData(nameof(Tenths))]
    public void By_layers_loss_gradients_and_random_numbers_are_autograds(int part)
    {
        for (var seed = part; seed < Chains; seed += Parts)
        {
            using var scope = NewDisposeScope();
            var chain = new RandomChain(seed);
            var (layers, autograd) = (Objective.Of(chain.Model, chain.Loss), Objective.ByAutograd(chain.Model, chain.Loss));
            var (expected, expectedLoss, expectedDraw) = Passes(chain, autograd);
            var (given, loss, draw) = Passes(chain, layers);
            Assert.True(layers.Kind == "by layers", $"{seed}: {layers.Kind} {chain}");
            Assert.True(Math.Abs(loss - expectedLoss) <= chain.Tolerance * Math.Abs(expectedLoss), $"{seed}: {chain}");
            Assert.True(draw == expectedDraw, $"{seed}: other random numbers, {chain}");
            // Gradients that cancel are as exact as what they are made of.
            var size = 0.05 + expected.Max(g => g?.abs().max().ToDouble() ?? 0);
            for (var i = 0; i < given.Length; i++)
                Assert.True(Apart(expected[i], given[i]) <= chain.Tolerance * size, $"{seed}: gradient {i}, {chain}");
        }
    }

    // One pass from nothing, then one that accumulates.
    static (Tensor?[] Gradients, double Loss, double Draw) Passes(RandomChain chain, Objective objective)
    {
        chain.Model.zero_grad();
        manual_seed(5);
        using var noise = new RememberedNoise(chain.Model);
        var loss = objective.Backward(chain.Rows, false, chain.Factor, chain.MeanWeight).ToDouble();
        loss += objective.Backward(chain.Rows, true, chain.Factor, chain.MeanWeight).ToDouble();
        return ([.. chain.Model.parameters().Select(p => p.grad?.clone())], loss, rand(1).ToDouble());
    }

    // A frozen parameter has none, or one of 0.
    static double Apart(Tensor? expected, Tensor? given) =>
        expected is null ? given?.abs().max().ToDouble() ?? 0 : (expected - given!).abs().max().ToDouble();
}
