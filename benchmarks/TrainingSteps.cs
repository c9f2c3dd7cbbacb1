using TorchReg.Models;
using TorchReg.Optimizers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchReg.Benchmarks;

/// <summary>TorchReg's own steps, as its trainer takes them, by job, batch and penalty: the jobs of the PyTorch peer.</summary>
static class TrainingSteps
{
    internal static IEnumerable<(string Job, int Batch, string Penalty, Action Step)> All(int batch)
    {
        foreach (var penalty in new[] { "none", "l1", "l2", "l1l2", "group", "proximal" })
            yield return ("softmax-sgd", batch, penalty, Softmax(batch, penalty));
        foreach (var penalty in new[] { "none", "l1" })
            yield return ("linear-sgd", batch, penalty, Linear(batch, penalty));
        foreach (var penalty in new[] { "none", "l1l2", "proximal" })
            yield return ("mlp-dropout-adam", batch, penalty, Network(batch, penalty));
    }

    static Rule[] Rules(string penalty) => penalty switch
    {
        "none" => [],
        "l1" => [new(new L1(0.001))],
        "l2" => [new(new L2(0.002))],
        "l1l2" => [new(ElasticNet.FromWeights(0.001, 0.002))],
        "group" => [new(new GroupLasso(0.001), mode: PenaltyMode.Proximal)],
        _ => [new(new L1(0.001), mode: PenaltyMode.Proximal)],
    };

    internal static Action Softmax(int batch, string penalty, int features = 784, int classes = 10) => Step(
        new SoftmaxRegression(features, classes), Losses.CrossEntropy, penalty,
        new Dataset(rand([(long)batch, (long)features]), randint(classes, [batch], ScalarType.Int64)), p => optim.SGD(p, 0.1));

    static Action Linear(int batch, string penalty) => Step(
        new LinearRegression(784), Losses.MeanSquaredError, penalty,
        new Dataset(rand([(long)batch, 784L]), randn([(long)batch, 1L])), p => optim.SGD(p, 0.001));

    internal static Action Network(int batch, string penalty) => Step(
        new Mlp([784, 64, 64, 10], dropout: 0.5, dropoutSeed: 1), Losses.CrossEntropy, penalty,
        new Dataset(rand([(long)batch, 784L]), randint(10, [batch], ScalarType.Int64)), p => optim.Adam(p));

    static Action Step(
        nn.Module<Tensor, Tensor> model,
        Loss loss,
        string penalty,
        Dataset data,
        Func<IEnumerable<Parameter>, optim.Optimizer> make)
    {
        var rules = Rules(penalty);
        var regularization = rules.Length == 0 ? null : new Regularization(model, rules);
        var objective = Objective.Of(model, loss, regularization);
        var optimizer = make(model.parameters());
        var (moments, optimizerStep) = (new OptimizerMoments(optimizer), new OptimizerStep(optimizer));
        var taken = 0;
        return () =>
        {
            using var scope = NewDisposeScope();
            objective.Backward(data);
            regularization?.AddGradientsOrLeave(optimizerStep);
            regularization?.LeaveProxes(optimizer, optimizerStep);
            optimizerStep.Take();
            regularization?.ProximalStepAfter(optimizerStep, optimizer);
            if (++taken % OptimizerMoments.Interval == 0) moments.Flush();
        };
    }
}
