using TorchReg.Optimizers;
using TorchReg.Tests.TorchApi;
using TorchSharp.Modules;

namespace TorchReg.Tests.Optimizers;

/// <summary>
/// The step that a training loop takes is the optimizer's own, parameters and state alike: bit by bit on libtorch 1.13, whose
/// operators the passes in one round like; a newer one's differ in the last place.
/// </summary>
public sealed class OptimizerStepTests
{
    const int Steps = 50;

    static readonly Dictionary<string, OptimizerCases.Make> cases = new()
    {
        ["SGD, maximize"] = (p, η) => optim.SGD(p, η, momentum: 0.9, weight_decay: 0.1, maximize: true),
        ["SGD, decay alone"] = (p, η) => optim.SGD(p, η, weight_decay: 0.1),
        ["SGD, Nesterov with decay"] = (p, η) => optim.SGD(p, η, momentum: 0.9, weight_decay: 0.1, nesterov: true),
        ["Adam, maximize"] = (p, η) => optim.Adam(p, η, weight_decay: 0.1, maximize: true),
        ["Adam, everything"] = (p, η) => optim.Adam(p, η, 0.8, 0.95, eps: 1e-4, weight_decay: 0.1, amsgrad: true),
        ["AdamW, decay"] = (p, η) => optim.AdamW(p, η, weight_decay: 0.2),
        ["AdamW, everything"] = (p, η) =>
            optim.AdamW(p, η, 0.8, 0.95, eps: 1e-4, weight_decay: 0.2, amsgrad: true, maximize: true),
        ["Adadelta"] = (p, η) => optim.Adadelta(p, η),
    };

    public static TheoryData<string> Cases => [.. OptimizerCases.Proximal.Keys.Union(cases.Keys)];

    static OptimizerCases.Make Maker(string name) =>
        cases.TryGetValue(name, out var make) ? make : OptimizerCases.Proximal[name].Make;

    [Theory, MemberData(nameof(Cases))]
    public void Fifty_steps_are_those_of_the_optimizer_itself(string name)
    {
        foreach (var type in new[] { ScalarType.Float32, ScalarType.Float64 })
        {
            using var scope = NewDisposeScope();
            using var its = new Trained(Maker(name), type);
            using var ours = new Trained(Maker(name), type);
            var step = new OptimizerStep(ours.Optimizer);
            for (var i = 0; i < Steps; i++)
            {
                its.Advance(i, () => its.Optimizer.step());
                ours.Advance(i, step.Take);
            }
            its.ExpectSame(ours);
        }
    }

    // One pass of our own is for few numbers without gaps.
    [Theory]
    [InlineData("SGD")]
    [InlineData("SGD, decay alone")]
    [InlineData("Adam, maximize")]
    [InlineData("AdamW, decay")]
    public void Many_numbers_and_a_transposed_parameter_are_stepped_alike(string name)
    {
        using var scope = NewDisposeScope();
        using var its = new Trained(Maker(name), ScalarType.Float32, [513, 513], [40, 30]);
        using var ours = new Trained(Maker(name), ScalarType.Float32, [513, 513], [40, 30]);
        var step = new OptimizerStep(ours.Optimizer);
        for (var i = 0; i < 10; i++)
        {
            its.Advance(i, () => its.Optimizer.step());
            ours.Advance(i, step.Take);
        }
        its.ExpectSame(ours);
    }

    [Fact]
    public void A_group_that_joins_later_is_trained_from_then_on()
    {
        using var scope = NewDisposeScope();
        var (first, late) = (new Parameter(ones(3)), new Parameter(ones(4)));
        using var optimizer = optim.SGD([first], 0.5);
        var step = new OptimizerStep(optimizer);
        foreach (var parameter in new[] { first, late }) parameter.grad = ones_like(parameter);
        step.Take();
        Assert.Equal(1f, BitConverter.ToSingle(late.bytes));
        optimizer.add_param_group(new SGD.ParamGroup { Parameters = [late] });
        step.Take();
        Assert.Equal(0f, BitConverter.ToSingle(first.bytes));
        Assert.Equal(0.5f, BitConverter.ToSingle(late.bytes));
    }

    // A temporary Scalar may be freed while libtorch reads it. AMSGrad's two bias corrections are new numbers in every step.
    [StandInTheory]
    [InlineData("SGD", 0)]
    [InlineData("SGD, Nesterov with decay", 0)]
    [InlineData("Adam", 0)]
    [InlineData("AdamW, everything", 2)]
    public void The_numbers_of_a_known_step_are_kept(string name, int expected)
    {
        using var scope = NewDisposeScope();
        using var trained = new Trained(Maker(name), ScalarType.Float32);
        var step = new OptimizerStep(trained.Optimizer);
        for (var i = 0; i < 10; i++) trained.Advance(i, step.Take);
        Assert.Equal(expected, BorderTrafficTests.Scalars(step.Take));
        Assert.InRange(BorderTrafficTests.Scalars(() => trained.Optimizer.step()), expected + 2, 60);
    }

    /// <summary>Three parameters: one gets its gradient late, one never, and the rate changes on the way.</summary>
    sealed class Trained : IDisposable
    {
        readonly Parameter[] parameters;

        internal Trained(OptimizerCases.Make make, ScalarType type) : this(make, type, [7, 5], [5], [3, 11]) { }

        // The second one's memory is that of its transpose.
        internal Trained(OptimizerCases.Make make, ScalarType type, params long[][] shapes)
        {
            using var generator = new Generator(1);
            parameters =
            [
                .. shapes.Select(shape => randn(shape, type, generator: generator))
                    .Select((w, k) => new Parameter(k == 1 && w.dim() == 2 ? w.t().contiguous().t() : w))
            ];
            Optimizer = make(parameters, 0.05);
        }

        internal optim.Optimizer Optimizer { get; }

        internal void Advance(int i, Action step)
        {
            using var scope = NewDisposeScope();
            using var generator = new Generator((ulong)i + 10);
            for (var k = 0; k < 2; k++)
                if (k == 0 || i >= 5) parameters[k].grad = randn(parameters[k].shape, parameters[k].dtype, generator: generator);
            if (i == 20)
                foreach (var group in Optimizer.ParamGroups) group.LearningRate = 0.02;
            step();
        }

        internal void ExpectSame(Trained other)
        {
            foreach (var (mine, its) in parameters.Zip(other.parameters)) ExpectSame(mine, its);
            var adapter = KnownOptimizers.For(Optimizer)!;
            var (states, others) = (OptimizerView.States(Optimizer), OptimizerView.States(other.Optimizer));
            Assert.Equal(states.Count, others.Count);
            for (var i = 0; i < states.Count; i++)
            {
                Assert.Equal(adapter.Step(states[i]), adapter.Step(others[i]));
                foreach (var slot in adapter.Slots) ExpectSame(slot.Get(states[i]), slot.Get(others[i]));
            }
        }

        static void ExpectSame(Tensor? mine, Tensor? its)
        {
            if (StandIn.IsLoaded || mine is null || its is null) Assert.Equal(Bytes(mine), Bytes(its));
            else Assert.True(mine.allclose(its, mine.dtype == ScalarType.Float64 ? 1e-13 : 1e-5, 1e-7), $"{mine - its}");
        }

        static byte[]? Bytes(Tensor? tensor) => tensor?.contiguous().bytes.ToArray();

        public void Dispose() => Optimizer.Dispose();
    }
}
