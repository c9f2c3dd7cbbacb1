using TorchReg.Optimizers;
using TorchSharp.Modules;

namespace TorchReg.Tests.Optimizers;

/// <summary>ε̂ is Keras's: its formula by arithmetic of the test's own, over several steps and with an ε that counts.</summary>
public class EpsilonHatTests
{
    const double Rate = 0.05, Beta1 = 0.9, Beta2 = 0.99, Hat = 0.3;
    static readonly double[] start = [0.5, -1, 2];

    // Gradients of Σ a w²/2.
    static readonly double[] curvature = [1, 0.02, 5];

    // keras/src/optimizers/adam.py: alpha = lr·√(1 − β₂ᵗ)/(1 − β₁ᵗ); w −= alpha·m/(√v + ε), with AMSGrad max v instead of v.
    static double[] Keras(int steps, bool amsgrad, double decay)
    {
        var (w, m, v, largest) = ((double[])start.Clone(), new double[3], new double[3], new double[3]);
        for (var t = 1; t <= steps; t++)
        {
            var alpha = Rate * Math.Sqrt(1 - Math.Pow(Beta2, t)) / (1 - Math.Pow(Beta1, t));
            for (var i = 0; i < 3; i++)
            {
                var g = curvature[i] * w[i];
                w[i] -= Rate * decay * w[i];
                m[i] += (g - m[i]) * (1 - Beta1);
                v[i] += (g * g - v[i]) * (1 - Beta2);
                largest[i] = Math.Max(largest[i], v[i]);
                w[i] -= alpha * m[i] / (Math.Sqrt(amsgrad ? largest[i] : v[i]) + Hat);
            }
        }
        return w;
    }

    static optim.Optimizer Make(IEnumerable<Parameter> parameters, bool isAdamW, bool amsgrad, double rate = Rate) =>
        isAdamW
            ? optim.AdamW(parameters, rate, Beta1, Beta2, weight_decay: 0.1, amsgrad: amsgrad)
            : optim.Adam(parameters, rate, Beta1, Beta2, amsgrad: amsgrad);

    static double[] Own(int steps, bool isAdamW, bool amsgrad, bool isSet)
    {
        var w = new Parameter(tensor(start));
        using var optimizer = Make([w], isAdamW, amsgrad);
        for (var t = 0; t < steps; t++)
        {
            optimizer.zero_grad();
            (w.square() * tensor(curvature) / 2).sum().backward();
            if (isSet) EpsilonHat.Set(optimizer, Hat);
            optimizer.step();
        }
        return w.detach().data<double>().ToArray();
    }

    static void Close(double[] expected, double[] given)
    {
        for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], given[i], 1e-13);
    }

    [Theory, InlineData(false, false), InlineData(false, true), InlineData(true, false), InlineData(true, true)]
    public void Steps_in_a_loop_are_those_of_Kerass_formula(bool isAdamW, bool amsgrad)
    {
        foreach (var steps in new[] { 1, 2, 40 })
            Close(Keras(steps, amsgrad, isAdamW ? 0.1 : 0), Own(steps, isAdamW, amsgrad, isSet: true));
        Assert.True(Math.Abs(Keras(40, amsgrad, isAdamW ? 0.1 : 0)[1] - Own(40, isAdamW, amsgrad, isSet: false)[1]) > 1e-3);
    }

    [Theory, InlineData(false), InlineData(true)]
    public void A_trainers_steps_are_too(bool isAdamW)
    {
        // x = I√3: the half squared error's gradient is w itself.
        using var data = new Dataset(eye(3, dtype: ScalarType.Float64) * Math.Sqrt(3), zeros(3, 1, ScalarType.Float64));
        using var model = nn.Sequential(nn.Linear(3, 1, hasBias: false)).to(ScalarType.Float64);
        var w = model.parameters().Single();
        using (no_grad()) w.copy_(tensor(start).unsqueeze(0));
        new Trainer(model, Losses.HalfSquaredError, null, new TrainingOptions
        {
            Epochs = 7,
            BatchSize = 3,
            LearningRate = Rate,
            Optimizer = (p, rate) => Make(p, isAdamW, false, rate),
            EpsilonHat = Hat,
        }).Fit(data);
        var expected = new double[3];
        for (var i = 0; i < 3; i++)
        {
            var (x, m, v) = (start[i], 0.0, 0.0);
            for (var t = 1; t <= 7; t++)
            {
                var g = x;
                x -= isAdamW ? Rate * 0.1 * x : 0;
                (m, v) = (Beta1 * m + (1 - Beta1) * g, Beta2 * v + (1 - Beta2) * g * g);
                x -= Rate * Math.Sqrt(1 - Math.Pow(Beta2, t)) / (1 - Math.Pow(Beta1, t)) * m / (Math.Sqrt(v) + Hat);
            }
            expected[i] = x;
        }
        Close(expected, w.detach().flatten().data<double>().ToArray());
    }

    [Fact, Trait("Speed", "Slow")]
    public void A_proximal_step_goes_by_the_same_step_sizes()
    {
        // At rest soft(b, λ) whatever the metric: a step size with another ε would rest at another λ.
        var b = tensor(new[] { 1.0, -0.4, 0.05 });
        var w = new Parameter(zeros(3, ScalarType.Float64));
        using var holder = new Holder(w);
        using var regularization = new Regularization(holder, new Rule(new L1(0.1), On.Everything, PenaltyMode.Proximal));
        using var optimizer = Make([w], false, false, 0.01);
        for (var t = 0; t < 6000; t++)
        {
            foreach (var group in optimizer.ParamGroups) group.LearningRate = 0.01 / (1 + t / 500.0);
            optimizer.zero_grad();
            ((w - b).square() / 2).sum().backward();
            EpsilonHat.Set(optimizer, Hat);
            optimizer.step();
            regularization.ProximalStep(optimizer);
        }
        double[] expected = [0.9, -0.3, 0];
        var given = w.detach().data<double>().ToArray();
        for (var i = 0; i < 3; i++) Assert.Equal(expected[i], given[i], 1e-6);
    }

    sealed class Holder : nn.Module
    {
        readonly Parameter weight;

        internal Holder(Parameter parameter) : base("holder")
        {
            weight = parameter;
            RegisterComponents();
        }
    }

    [Fact]
    public void Other_optimizers_are_refused_by_name_before_the_first_step()
    {
        using var data = new Dataset(ones(2, 1), ones(2, 1));
        using var model = new LinearRegression(1);
        var trainer = new Trainer(model, Losses.HalfSquaredError, null, new TrainingOptions { EpsilonHat = 1e-7 });
        Assert.Contains(
            "ε̂ is an option of Adam and AdamW; given SGD",
            Assert.Throws<NotSupportedException>(() => trainer.Fit(data)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Parameters_of_a_group_that_lag_behind_are_refused()
    {
        var (a, b) = (new Parameter(ones(1)), new Parameter(ones(1)));
        using var optimizer = optim.Adam([a, b]);
        a.square().sum().backward();
        EpsilonHat.Set(optimizer, 1e-7);
        optimizer.step();
        b.square().sum().backward();
        Assert.Contains(
            "have taken 1 and 0 steps",
            Assert.Throws<NotSupportedException>(() => EpsilonHat.Set(optimizer, 1e-7)).Message,
            StringComparison.Ordinal);
    }
}
