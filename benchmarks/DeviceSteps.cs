using TorchReg.Models;
using TorchReg.Optimizers;
using static TorchSharp.torch;

namespace TorchReg.Benchmarks;

/// <summary>The jobs of <see cref="Device"/>, in seconds; the device is waited for where a time begins and ends.</summary>
static class DeviceSteps
{
    internal const string LowNetwork = "network bf16";

    /// <summary>
    /// A step with L1 by gradient: softmax 784→10 by SGD, or 784–512–512–10 by Adam, with its products in float32 or bfloat16.
    /// </summary>
    internal static double Seconds(string job, int batch, string on, int count)
    {
        using var scope = NewDisposeScope();
        manual_seed(0);
        nn.Module<Tensor, Tensor> model = job == "softmax" ? new SoftmaxRegression(784, 10) : new Mlp([784, 512, 512, 10]);
        model = model.to(new torch.Device(on));
        using var data = Digits(batch, on);
        using var regularization = new Regularization(model, new Rule(new L1(1e-3), mode: PenaltyMode.Gradient));
        using optim.Optimizer optimizer = job == "softmax" ? optim.SGD(model.parameters(), 0.1) : optim.Adam(model.parameters());
        var objective = job == LowNetwork
            ? Objective.InPrecision(model, Losses.CrossEntropy, regularization, Precision.BFloat16, scaling: null)
            : Objective.Of(model, Losses.CrossEntropy, regularization);
        var pass = new OptimizerStep(optimizer);
        void Step()
        {
            using var inner = NewDisposeScope();
            objective.Backward(data);
            regularization.AddGradientsOrLeave(pass);
            pass.Take();
        }

        for (var i = 0; i < 10; i++) Step();
        return Time(on, () => { for (var i = 0; i < count; i++) Step(); }) / count;
    }

    /// <summary>
    /// An epoch of 2,048 rows in batches of 32, of softmax models 64→10 with a λ each: the mean of five, the beginning of the
    /// training among them.
    /// </summary>
    internal static double Stack(int models, string on)
    {
        using var scope = NewDisposeScope();
        manual_seed(0);
        var all = Enumerable.Range(0, models).Select(_ => new SoftmaxRegression(64, 10).to(new torch.Device(on))).ToArray();
        using var data = new Dataset(rand(2048, 64), randint(10, [2048], ScalarType.Int64)).To(new torch.Device(on));
        using var stack = new ModelStack(all);
        var options = new TrainingOptions { Epochs = 5, BatchSize = 32, EvaluateTraining = false };
        var trainer = new StackTrainer(stack, Losses.CrossEntropy, [.. all.Select((model, m) => new StackMember(
            new Regularization(model, new L1(1e-4 * Math.Pow(1.01, m % 500)), PenaltyMode.Proximal), options))]);
        return Time(on, () => trainer.Fit(data)) / options.Epochs;
    }

    /// <summary>Five folds of a path of 20 λ, softmax of 50 columns.</summary>
    internal static double PathByFolds(string on, int rows)
    {
        using var scope = NewDisposeScope();
        manual_seed(0);
        var x = randn(rows, 50);
        var y = (x.narrow(1, 0, 3) + randn(rows, 3) * Scalars.Of(0.5)).argmax(1);
        using var data = new Dataset(x, y).To(new torch.Device(on));
        var problem = new LinearProblem(data, Losses.CrossEntropy);
        return Time(on, () => CrossValidation.Of(
            problem, new CvOptions { FoldCount = 5, Path = new() { Count = 20, Ratio = 0.01 } }));
    }

    static Dataset Digits(int batch, string on) =>
        new Dataset(rand([(long)batch, 784L]), randint(10, [batch], ScalarType.Int64)).To(new torch.Device(on));

    static double Time(string on, Action job)
    {
        Wait(on);
        var watch = Stopwatch.StartNew();
        job();
        Wait(on);
        return watch.Elapsed.TotalSeconds;
    }

    static void Wait(string on)
    {
        if (on == "cuda") cuda.synchronize();
    }
}
