namespace TorchReg.Tests.Penalties;

/// <summary>
/// Clipping in a loop of one's own beside what acts apart from the gradient: told once, within three steps; nothing else is
/// taken for it.
/// </summary>
public class ClippedLoopTests
{
    enum Cut { None, Norm, Elements, FarNorm }

    sealed record Setup(
        ScalarType Type, double Rate = 0.1, bool IsAdam = false, bool IsFullBatch = false, bool IsAbsolute = false);

    static List<string> Warnings(Setup setup, string cut, int seed, int steps, params Rule[] rules)
    {
        using var scope = NewDisposeScope();
        var generator = new Generator((ulong)seed);
        Tensor Random(params long[] shape) => randn(shape, generator: generator).to(setup.Type);
        var model = nn.Sequential(nn.Linear(6, 5), nn.Tanh(), nn.Linear(5, 2)).to(setup.Type);
        using (no_grad())
            foreach (var p in model.parameters()) p.copy_(Random(p.shape));
        optim.Optimizer optimizer = setup.IsAdam ? optim.Adam(model.parameters(), setup.Rate)
            : optim.SGD(model.parameters(), setup.Rate, momentum: 0.5);
        var told = new List<string>();
        using var regularization = new Regularization(model, rules) { OnWarning = told.Add };
        var (x, y) = (Random(64, 6), Random(64, 2));
        for (var step = 0; step < steps; step++)
        {
            optimizer.zero_grad();
            var (rows, at) = setup.IsFullBatch ? (64, 0) : (16, 16 * (step % 4));
            var difference = model.call(x.narrow(0, at, rows)) - y.narrow(0, at, rows);
            (setup.IsAbsolute ? difference.abs() : difference.square()).mean().backward();
            regularization.AddGradients();
            switch (Enum.Parse<Cut>(cut))
            {
                case Cut.Norm: nn.utils.clip_grad_norm_(model.parameters(), 0.05); break;
                case Cut.Elements: nn.utils.clip_grad_value_(model.parameters(), 0.02); break;
                case Cut.FarNorm: nn.utils.clip_grad_norm_(model.parameters(), 1e6); break;
            }
            regularization.DecoupledStep(optimizer);
            optimizer.step();
            regularization.ProximalStep(optimizer);
        }
        return told;
    }

    static Rule As(PenaltyMode mode) => new(mode == PenaltyMode.Decoupled ? new L2(0.01) : new L1(0.01), mode: mode);

    public static TheoryData<string, PenaltyMode, ScalarType, bool> Clipped
    {
        get
        {
            var cases = new TheoryData<string, PenaltyMode, ScalarType, bool>();
            foreach (var cut in new[] { "Norm", "Elements" })
                foreach (var mode in new[] { PenaltyMode.Proximal, PenaltyMode.Decoupled })
                    foreach (var type in new[] { ScalarType.Float32, ScalarType.Float64 })
                        foreach (var isAdam in new[] { false, true }) cases.Add(cut, mode, type, isAdam);
            return cases;
        }
    }

    [Theory, MemberData(nameof(Clipped))]
    public void Clipping_beside_what_acts_apart_from_the_gradient_is_told_within_three_steps(
        string cut, PenaltyMode mode, ScalarType type, bool isAdam)
    {
        var told = Assert.Single(Warnings(new(type, IsAdam: isAdam), cut, 3, steps: 3, As(mode)));
        Assert.Contains(cut == "Norm" ? "their norm is 0.05" : "their largest element is 0.02", told, StringComparison.Ordinal);
        Assert.Contains($"can't act as PenaltyMode.{mode} beside clip_grad_{(cut == "Norm" ? "norm" : "value")}_", told,
            StringComparison.Ordinal);
        Assert.DoesNotContain('\n', told);
    }

    [Theory, InlineData("Norm"), InlineData("Elements")]
    public void It_is_told_once(string cut) =>
        Assert.Single(Warnings(new(ScalarType.Float64), cut, 3, 12, As(PenaltyMode.Proximal), As(PenaltyMode.Decoupled)));

    // A norm that is clipped keeps its direction, which is all that a constraint at rest asks for; the whole sum may be clipped.
    [Fact]
    public void What_clipping_leaves_right_is_not_told()
    {
        var setup = new Setup(ScalarType.Float64);
        Assert.Empty(Warnings(setup, "Norm", 3, 12, new Rule(new NonNegative())));
        Assert.Empty(Warnings(setup, "Elements", 3, 12, new Rule(new NonNegative())));
        Assert.Empty(Warnings(setup, "Norm", 3, 12, As(PenaltyMode.Gradient)));
        Assert.NotEmpty(Warnings(setup, "Elements", 3, 12, new Rule(new MaxNorm(1))));
    }

    /// <summary>Unclipped loops of every make: small rates, whole batches, absolute errors.</summary>
    [Fact, Trait("Speed", "Slow")]
    public void Nothing_else_is_taken_for_clipping()
    {
        foreach (var type in new[] { ScalarType.Float32, ScalarType.Float64, ScalarType.BFloat16 })
            foreach (var rate in new[] { 0.3, 1e-2, 1e-4, 1e-7 })
                for (var kind = 0; kind < 8; kind++)
                {
                    var setup = new Setup(type, rate, (kind & 1) != 0, (kind & 2) != 0, (kind & 4) != 0);
                    foreach (var cut in new[] { "None", "FarNorm" })
                        Assert.True(Warnings(setup, cut, 10 + kind, 4, As(PenaltyMode.Proximal)).Count == 0, $"{setup}, {cut}");
                }
    }
}
