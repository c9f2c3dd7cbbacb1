using TorchReg.Kernels;
using TorchSharp.Modules;

namespace TorchReg.Tests.Training;

/// <summary>
/// Small trainings of stacks in float64, as on a device and on the host, held against the models trained one by one.
/// </summary>
static class StackedTraining
{
    internal const int Features = 7, Classes = 3;

    internal static readonly TrainingOptions Common = new() { Epochs = 3, BatchSize = 16, LearningRate = 0.1, Seed = 3 };

    internal static Func<IEnumerable<Parameter>, double, optim.Optimizer> Optimizer(string name) => (parameters, rate) =>
        name switch
        {
            "SGD" => optim.SGD(parameters, rate),
            "momentum" => optim.SGD(parameters, rate / 5, momentum: 0.9, dampening: 0.3),
            "Nesterov" => optim.SGD(parameters, rate / 5, momentum: 0.8, nesterov: true),
            "decay" => optim.SGD(parameters, rate, weight_decay: 0.1),
            "Adam" => optim.Adam(parameters, rate / 5),
            "AMSGrad" => optim.Adam(parameters, rate / 5, beta1: 0.8, beta2: 0.9, amsgrad: true),
            "AdamW" => optim.AdamW(parameters, rate / 5, weight_decay: 0.2),
            _ => optim.SGD(
                [new SGD.ParamGroup(parameters.Take(1), lr: rate), new SGD.ParamGroup(parameters.Skip(1), lr: rate / 3)], rate),
        };

    internal static nn.Module<Tensor, Tensor> Model(string kind, int m)
    {
        nn.Module<Tensor, Tensor> model = kind switch
        {
            "line" => new LinearRegression(Features),
            "lines" => nn.Linear(Features, 2),
            "no bias" => nn.Linear(Features, Classes, hasBias: false),
            _ => new SoftmaxRegression(Features, Classes),
        };
        using var noGrad = no_grad();
        var generator = new Generator((ulong)m);
        foreach (var parameter in model.to(ScalarType.Float64).parameters())
            parameter.copy_(randn(parameter.shape, ScalarType.Float64, generator: generator) * Scalars.Of(0.3));
        return model;
    }

    internal static Dataset Rows(string kind, int rows, bool areWeighted = false, ulong seed = 5)
    {
        var generator = new Generator(seed);
        var x = randn([rows, Features], ScalarType.Float64, generator: generator);
        var scores = x.mm(randn([Features, Classes], ScalarType.Float64, generator: generator));
        var y = kind switch
        {
            "line" => scores.narrow(1, 0, 1).clone(),
            "lines" => scores.narrow(1, 0, 2).clone(),
            "shares" => scores.softmax(1),
            "absent" => scores.narrow(1, 0, 2).argmax(1),
            _ => scores.argmax(1),
        };
        return new(x, y, areWeighted ? rand([rows], ScalarType.Float64, generator: generator) : null);
    }

    internal sealed record Member(Rule[] Rules, TrainingOptions Options);

    internal static StackResult[] Together(
        string kind, Loss loss, Member[] members, Dataset data, Dataset? validation, nn.Module<Tensor, Tensor>[] models)
    {
        for (var m = 0; m < members.Length; m++) models[m] = Model(kind, m);
        using var stack = new ModelStack(models);
        return [.. new StackTrainer(stack, loss, [.. members.Select((member, m) => new StackMember(
            member.Rules.Length == 0 ? null : new(models[m], member.Rules), member.Options))]).Fit(data, validation)];
    }

    // Both ways, and whether they are the same.
    internal static StackResult[] Same(
        string kind, Loss loss, Member[] members, Dataset data, Dataset? validation = null, bool isOnHost = false)
    {
        var models = new nn.Module<Tensor, Tensor>[members.Length];
        StackResult[] results;
        using (isOnHost ? null : HostMemory.Hidden()) results = Together(kind, loss, members, data, validation, models);
        for (var m = 0; m < members.Length; m++)
        {
            var (alone, member) = (Model(kind, m), members[m]);
            var rules = member.Rules.Length == 0 ? null : new Regularization(alone, member.Rules);
            try { Same(new Trainer(alone, loss, rules, member.Options).Fit(data, validation), results[m].History!); }
            catch (DivergenceException diverged)
            {
                Assert.Null(results[m].History);
                Assert.Equal(diverged.Message.Split(':')[0], results[m].Divergence!.Message.Split(':')[0]);
                continue;
            }
            foreach (var (a, b) in alone.parameters().Zip(models[m].parameters())) Near(a, b);
        }
        return results;
    }

    static void Near(Tensor expected, Tensor actual)
    {
        Assert.InRange((expected - actual).abs().max().ToDouble(), 0, 1e-10 * Math.Max(1e-3, expected.abs().max().ToDouble()));
        Assert.True(expected.eq(0).eq(actual.eq(0)).all().ToBoolean());
    }

    static void Same(History alone, History together)
    {
        Assert.Equal(
            (alone.Epochs.Count, alone.RestoredEpoch, alone.StopReason),
            (together.Epochs.Count, together.RestoredEpoch, together.StopReason));
        foreach (var (a, b) in alone.Epochs.Zip(together.Epochs))
        {
            Assert.Equal(a.LearningRate, b.LearningRate);
            Same(a.Training, b.Training);
            Same(a.Validation, b.Validation);
        }
    }

    static void Same(Ledger? alone, Ledger? together)
    {
        Assert.Equal(alone is null, together is null);
        if (alone is null) return;
        Assert.Equal((alone.Loss, alone.Metrics.Count), (together!.Loss, together.Metrics.Count));
        Close(alone.DataLoss, together.DataLoss);
        Close(alone.GradientRatio, together.GradientRatio);
        foreach (var (a, b) in alone.Penalties.Zip(together.Penalties, (a, b) => (a, b)))
        {
            Assert.Equal((a.Name, a.Lambda), (b.Name, b.Lambda));
            Close(a.Value, b.Value);
        }
        foreach (var (metric, value) in alone.Metrics) Close(value, together.Metrics[metric]);
    }

    static void Close(double a, double b)
    {
        if (!a.Equals(b)) Assert.InRange(Math.Abs(a - b), 0, 1e-9 * Math.Max(1e-3, Math.Abs(a)));
    }
}
