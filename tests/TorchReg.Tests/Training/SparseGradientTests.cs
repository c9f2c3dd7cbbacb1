using TorchSharp.Modules;

namespace TorchReg.Tests.Training;

/// <summary>
/// Sparse gradients of an embedding: what can act on them does as on dense ones; what can't says so in one line.
/// </summary>
public class SparseGradientTests
{
    static readonly Tensor tokens = tensor(new long[] { 0, 2, 2, 4, 1, 0 }, [3, 2]).DetachFromDisposeScope();
    static readonly Tensor targets = tensor(new[] { 1.0, -2, 0.5 }, [3, 1]).DetachFromDisposeScope();

    static Sequential Model(bool isSparse)
    {
        var model = nn.Sequential(
                ("table", nn.Embedding(6, 3, sparse: isSparse)),
                ("flatten", nn.Flatten()),
                ("out", nn.Linear(6, 1)))
            .to(ScalarType.Float64);
        using var generator = new Generator(4);
        using var noGrad = no_grad();
        foreach (var parameter in model.parameters()) parameter.normal_(0, 0.5, generator);
        return model;
    }

    static Tensor Loss(Sequential model) => nn.functional.mse_loss(model.call(tokens), targets);

    static Rule On(Penalty penalty, PenaltyMode mode) => new(penalty, TorchReg.Penalties.On.Names("table.*"), mode);

    static Tensor[] Loop(bool isSparse, Rule rule, Func<IEnumerable<Parameter>, optim.Optimizer>? make = null)
    {
        using var model = Model(isSparse);
        using var regularization = new Regularization(model, rule);
        using var optimizer = make?.Invoke(model.parameters()) ?? optim.SGD(model.parameters(), 0.2);
        for (var i = 0; i < 5; i++)
        {
            model.zero_grad();
            (Loss(model) + regularization.Value()).backward();
            Assert.Equal(isSparse && rule.Mode != PenaltyMode.Loss, model.parameters().First().grad!.is_sparse);
            regularization.AddGradients();
            regularization.DecoupledStep(optimizer);
            optimizer.step();
            regularization.ProximalStep(optimizer);
        }
        return [.. model.parameters().Select(p => p.detach().clone())];
    }

    public static TheoryData<string, PenaltyMode> Acting => new()
    {
        { "L1", PenaltyMode.Loss },
        { "L1", PenaltyMode.Proximal },
        { "groups", PenaltyMode.Proximal },
        { "L2", PenaltyMode.Decoupled },
        { "L2", PenaltyMode.Loss },
    };

    static Penalty Named(string name) => name switch { "L1" => new L1(0.05), "L2" => new L2(0.1), _ => new GroupLasso(0.05) };

    [Theory, MemberData(nameof(Acting))]
    public void Modes_that_need_no_gradient_of_every_element_act_as_on_dense_ones(string name, PenaltyMode mode)
    {
        var (sparse, dense) = (Loop(true, On(Named(name), mode)), Loop(false, On(Named(name), mode)));
        foreach (var (a, b) in sparse.Zip(dense)) Assert.InRange((a - b).abs().max().ToDouble(), 0, 1e-14);
    }

    [Fact]
    public void Gradient_mode_says_what_to_do() =>
        Assert.Contains(
            "table.weight has a sparse gradient, to which L1(0.05) can't add one for every element: make the layer with " +
            "sparse: false",
            Assert.Throws<NotSupportedException>(() => Loop(true, On(new L1(0.05), PenaltyMode.Gradient))).Message,
            StringComparison.Ordinal);

    [Fact]
    public void A_gradient_ratio_says_it_too()
    {
        using var model = Model(true);
        using var regularization = new Regularization(model, On(new L1(0.05), PenaltyMode.Proximal));
        Loss(model).backward();
        Assert.Contains(
            "table.weight has a sparse gradient",
            Assert.Throws<NotSupportedException>(() => regularization.GradientRatio()).Message,
            StringComparison.Ordinal);
    }

    public static TheoryData<string> Trainings =>
        ["plain", "clipped by norm", "clipped by value", "gradient", "proximal", "accumulated"];

    [Theory, MemberData(nameof(Trainings))]
    public void A_trainer_names_the_layer_before_the_first_step(string how)
    {
        using var model = Model(true);
        var before = model.parameters().Select(p => p.detach().clone()).ToArray();
        using var regularization = how switch
        {
            "gradient" => new Regularization(model, On(new L1(0.05), PenaltyMode.Gradient)),
            "proximal" => new Regularization(model, On(new L1(0.05), PenaltyMode.Proximal)),
            _ => null,
        };
        var options = new TrainingOptions
        {
            Epochs = 1,
            BatchSize = 1,
            ClipNorm = how == "clipped by norm" ? 1 : null,
            ClipValue = how == "clipped by value" ? 1 : null,
            AccumulateBatches = how == "accumulated" ? 2 : 1,
        };
        using var data = new Dataset(tokens.clone(), targets.clone());
        Assert.Contains(
            "table.weight has a sparse gradient, which a Trainer does not take: make the layer with sparse: false",
            Assert
                .Throws<NotSupportedException>(() =>
                    new Trainer(model, Losses.MeanSquaredError, regularization, options).Fit(data))
                .Message,
            StringComparison.Ordinal);
        foreach (var (a, b) in before.Zip(model.parameters())) Assert.True(a.eq(b).all().ToBoolean());
    }

    [Theory, InlineData("none"), InlineData("L1"), InlineData("groups"), InlineData("L2")]
    public void The_certificate_is_that_of_the_dense_gradient(string name)
    {
        double Distance(bool isSparse)
        {
            using var model = Model(isSparse);
            using var regularization = name == "none" ? null : new Regularization(model, On(Named(name), PenaltyMode.Proximal));
            using var data = new Dataset(tokens.clone(), targets.clone());
            return Certificate.Of(model, data, Losses.MeanSquaredError, regularization).Distance;
        }
        Assert.Equal(Distance(false), Distance(true), 1e-14);
    }
}
