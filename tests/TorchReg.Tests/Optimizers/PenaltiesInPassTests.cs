using TorchReg.Optimizers;
using TorchSharp.Modules;

namespace TorchReg.Tests.Optimizers;

/// <summary>Penalties within an optimizer's own pass against the same penalties as lines: two ways to one step.</summary>
public sealed class PenaltiesInPassTests
{
    const int Steps = 40;

    static readonly Dictionary<string, Func<IEnumerable<Parameter>, optim.Optimizer>> optimizers = new()
    {
        ["SGD"] = p => optim.SGD(p, 0.05),
        ["SGD with momentum"] = p => optim.SGD(p, 0.05, momentum: 0.9),
        ["Adam"] = p => optim.Adam(p, 0.01),
        ["Adam with decay"] = p => optim.Adam(p, 0.01, weight_decay: 0.1),
        ["AMSGrad"] = p => optim.Adam(p, 0.01, amsgrad: true),
        ["AdamW"] = p => optim.AdamW(p, 0.01),
        ["RMSProp"] = p => optim.RMSProp(p, 0.01),
        ["RMSProp with momentum"] = p => optim.RMSProp(p, 0.01, momentum: 0.5),
        ["Adagrad"] = p => optim.Adagrad(p, 0.1),
    };

    public static TheoryData<string, PenaltyMode, bool> Cases
    {
        get
        {
            var all = new TheoryData<string, PenaltyMode, bool>();
            foreach (var name in optimizers.Keys)
                foreach (var mode in new[] { PenaltyMode.Gradient, PenaltyMode.Proximal })
                    foreach (var hasRidge in new[] { false, true })
                        if (!hasRidge || name != "Adam with decay") all.Add(name, mode, hasRidge);
            return all;
        }
    }

    // Widths that fill no vector too.
    static Sequential Model(ScalarType type)
    {
        var model = nn.Sequential(nn.Linear(13, 7), nn.ReLU(), nn.Linear(7, 3)).to(type);
        using var generator = new Generator(4);
        using (no_grad())
            foreach (var p in model.parameters()) p.copy_(randn(p.shape, p.dtype, generator: generator) * 0.3);
        return model;
    }

    static Tensor[] Trained(string name, Rule[] rules, bool inPass, ScalarType type)
    {
        var model = Model(type);
        using var generator = new Generator(5);
        using var data = new Dataset(randn([30L, 13], type, generator: generator), randn([30L, 3], type, generator: generator));
        using var regularization = new Regularization(model, rules);
        using var optimizer = optimizers[name](model.parameters());
        regularization.BeginTraining(optimizer, default);
        var (objective, step) = (Objective.Of(model, Losses.HalfSquaredError), new OptimizerStep(optimizer));
        for (var i = 0; i < Steps; i++)
        {
            using var scope = NewDisposeScope();
            objective.Backward(data);
            regularization.AddGradientsOrLeave(inPass ? step : null);
            if (inPass) regularization.LeaveProxes(optimizer, step);
            step.Take();
            if (inPass) regularization.ProximalStepAfter(step, optimizer);
            else regularization.ProximalStep(optimizer);
            regularization.EndStep();
        }
        return [.. model.parameters().Select(p => p.detach()), .. model.parameters().Select(p => p.grad!)];
    }

    static void Compare(string name, Rule[] rules, double most, ScalarType type = ScalarType.Float32)
    {
        using var scope = NewDisposeScope();
        var (apart, within) = (Trained(name, rules, false, type), Trained(name, rules, true, type));
        for (var i = 0; i < apart.Length; i++)
        {
            Assert.InRange((apart[i] - within[i]).abs().max().ToDouble(), 0, most);
            if (i < apart.Length / 2) Assert.Equal(Zeros(apart[i]), Zeros(within[i]));
        }
        long Zeros(Tensor t) => t.eq(0).sum().ToInt64();
    }

    static Penalty Of(bool hasRidge) => hasRidge ? ElasticNet.FromWeights(0.02, 0.3) : new L1(0.03);

    [Theory, MemberData(nameof(Cases))]
    public void Weights_zeros_and_gradients_are_those_of_the_lines(string name, PenaltyMode mode, bool hasRidge) =>
        // A gradient is added bit by bit; step sizes of a prox are rounded once more or less.
        Compare(name, [new(Of(hasRidge), mode: mode)], mode == PenaltyMode.Gradient ? 0 : 1e-5);

    [Fact]
    public void Float64_schedules_several_rules_and_a_decay_between_are_as_they_were()
    {
        Compare("Adam", [new(new L1(0.03), mode: PenaltyMode.Proximal)], 0, ScalarType.Float64);
        Compare("Adam", [new(new L1(0.03), mode: PenaltyMode.Proximal) { Schedule = step => step / 20.0 }], 0);
        Compare("Adam", [new(new L1(0.03), mode: PenaltyMode.Gradient) { Schedule = step => step / 20.0 }], 0);
        Compare("SGD", [new(new L1(0.03), mode: PenaltyMode.Proximal), new(new MaxNorm(0.5))], 0);
        Compare("SGD", [new(new L1(0.03), mode: PenaltyMode.Gradient), new(new L2(0.1), mode: PenaltyMode.Decoupled)], 0);
        Compare("Adam", [new(new L1(0.03), mode: PenaltyMode.Gradient), new(new L2(0.1), mode: PenaltyMode.Gradient)], 1e-5);
    }

    [Fact]
    public void The_pass_takes_along_what_it_can()
    {
        using var scope = NewDisposeScope();
        var model = Model(ScalarType.Float32);
        using var regularization = new Regularization(model, new L1(0.03), PenaltyMode.Proximal);
        using var optimizer = optim.Adam(model.parameters());
        regularization.BeginTraining(optimizer, default);
        var step = new OptimizerStep(optimizer);
        foreach (var p in model.parameters()) p.grad = ones_like(p);
        regularization.LeaveProxes(optimizer, step);
        step.Take();
        Assert.Equal([true, false, true, false], model.parameters().Select(step.TookProx));
    }
}
