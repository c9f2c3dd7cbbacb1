using TorchSharp.Modules;

namespace TorchReg.Tests.Penalties;

/// <summary>Half-precision parameters: what float32 would give, rounded; small proxes add up; large sums are finite.</summary>
public class HalfPrecisionTests
{
    public static TheoryData<string, ScalarType> Cases
    {
        get
        {
            var cases = new TheoryData<string, ScalarType>();
            foreach (var name in Catalogue.All.Where(p => p.Value.HasProx).Select(p => p.Key))
                foreach (var type in new[] { ScalarType.Float16, ScalarType.BFloat16 })
                    cases.Add(name, type);
            return cases;
        }
    }

    static Linear Layer(ScalarType type, Tensor start)
    {
        var layer = nn.Linear(start.shape[1], start.shape[0], hasBias: false).to(type);
        using var noGrad = no_grad();
        layer.weight!.copy_(start);
        return layer;
    }

    static void Step(Linear layer, Regularization regularization, optim.Optimizer optimizer)
    {
        layer.weight!.grad = zeros_like(layer.weight!);
        optimizer.step();
        regularization.ProximalStep(optimizer);
    }

    static Tensor AfterOneStep(ScalarType type, Penalty penalty, Tensor start)
    {
        var layer = Layer(type, start);
        using var regularization = new Regularization(layer, penalty, PenaltyMode.Proximal);
        using var optimizer = optim.SGD(layer.parameters(), 0.4);
        Step(layer, regularization, optimizer);
        return layer.weight!.detach().to(ScalarType.Float32);
    }

    [Theory, MemberData(nameof(Cases))]
    public void A_proximal_step_is_float32s_rounded(string name, ScalarType type)
    {
        var start = Laws.Point(4).to(type).to(ScalarType.Float32);
        var (half, full) = (
            AfterOneStep(type, Catalogue.All[name], start),
            AfterOneStep(ScalarType.Float32, Catalogue.All[name], start));
        var unit = type == ScalarType.Float16 ? 1e-3 : 8e-3;
        Assert.InRange(((half - full).abs() / (full.abs() + 0.05)).max().ToDouble(), 0, unit);
    }

    [Theory, InlineData(ScalarType.BFloat16), InlineData(ScalarType.Float16)]
    public void A_thousand_small_proxes_move_as_far_as_one_large(ScalarType type)
    {
        var layer = Layer(type, full([1, 4], 0.5));
        using var regularization = new Regularization(layer, new L1(1e-5), PenaltyMode.Proximal);
        using var optimizer = optim.SGD(layer.parameters(), 1);
        for (var step = 0; step < 1000; step++) Step(layer, regularization, optimizer);
        Assert.InRange(layer.weight!.to(ScalarType.Float32).max().ToDouble(), 0.488, 0.492);
    }

    // 1 − 1e-4 is 1 in bfloat16: the decay was none.
    [Theory, InlineData(ScalarType.BFloat16), InlineData(ScalarType.Float16)]
    public void A_thousand_small_decays_shrink_as_far_as_in_float32(ScalarType type)
    {
        var layer = Layer(type, full([1, 4], 0.5));
        using var regularization = new Regularization(layer, new L2(1e-4), PenaltyMode.Decoupled);
        using var optimizer = optim.SGD(layer.parameters(), 1);
        for (var step = 0; step < 1000; step++)
        {
            layer.weight!.grad = zeros_like(layer.weight!);
            regularization.DecoupledStep(optimizer);
            optimizer.step();
        }
        Assert.Equal(0.5 * Math.Pow(1 - 1e-4, 1000), layer.weight!.to(ScalarType.Float32).max().ToDouble(), 0.002);
    }

    [Fact]
    public void A_million_float16_weights_have_a_finite_penalty()
    {
        var layer = Layer(ScalarType.Float16, ones(1000, 1000));
        foreach (var (penalty, expected) in new (Penalty, double)[]
            {
                (new L1(1), 1e6),
                (new L2(1), 5e5),
                (new GroupLasso(1), 1000 * Math.Sqrt(1000))
            })
        {
            using var regularization = new Regularization(layer, penalty, PenaltyMode.Loss);
            Assert.InRange(regularization.Total() / expected, 0.9999, 1.0001);
            Assert.True(double.IsFinite(regularization.Value().ToDouble()));
        }
    }

    [Theory, InlineData(ScalarType.BFloat16), InlineData(ScalarType.Float16)]
    public void Gradients_are_float32s_rounded(ScalarType type)
    {
        var start = Laws.Point(4).to(type).to(ScalarType.Float32);
        foreach (var penalty in new Penalty[]
            {
                new L1(0.3),
                new GroupLasso(0.3),
                new Orthogonality(0.3),
                new CustomPenalty("own", w => w.square().sum())
            })
        {
            Tensor Gradient(ScalarType of)
            {
                var layer = Layer(of, start);
                layer.weight!.grad = ones_like(layer.weight!, requires_grad: false);
                using var regularization = new Regularization(layer, penalty, PenaltyMode.Gradient);
                regularization.AddGradients();
                return layer.weight!.grad!.to(ScalarType.Float32);
            }

            Assert.InRange((Gradient(type) - Gradient(ScalarType.Float32)).abs().max().ToDouble(), 0, 0.02);
        }
    }
}
