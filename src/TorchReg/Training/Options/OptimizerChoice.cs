using TorchReg.Optimizers;
using TorchReg.Penalties;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchReg.Training;

/// <summary>The optimizer that options ask for, over a model's parameters that can be trained.</summary>
static class OptimizerChoice
{
    /// <exception cref="ArgumentException">The model has nothing to train, or the optimizer maximizes.</exception>
    /// <exception cref="NotSupportedException">It takes its steps by a closure.</exception>
    internal static optim.Optimizer Make(nn.Module model, Parameter[] parameters, TrainingOptions options)
    {
        if (parameters.Length == 0) throw NothingToTrain(model);
        var optimizer = options.Optimizer(parameters, options.LearningRate);
        if (optimizer is LBFGS) throw NeedsClosure(optimizer);
        if (new OptimizerView(optimizer) is { Adapter: { } adapter } view && view.Options.Any(adapter.Maximizes))
            throw new ArgumentException($"A Trainer minimises, and this {view.Name} maximizes: set maximize to false.");
        if (options.EpsilonHat is { } epsilon) EpsilonHat.Set(optimizer, epsilon);
        TrainedParameters.Expect(model, optimizer);
        return optimizer;
    }

    /// <summary>What the options clip, where that is sound with the optimizer.</summary>
    internal static Clipping Clipping(TrainingOptions options, optim.Optimizer optimizer)
    {
        var clipping = new Clipping(options.ClipNorm != null, options.ClipValue != null);
        if (clipping.Refusal(new OptimizerView(optimizer)) is { } unsound) throw new ArgumentException(unsound);
        return clipping;
    }

    static ArgumentException NothingToTrain(nn.Module model) =>
        new(
            model.parameters().Any()
                ? $"The model has nothing to train: all its {model.parameters().Count()} parameters are frozen. Set " +
                    "requires_grad of those that should learn."
                : "The model has nothing to train: it has no parameters.",
            nameof(model));

    static NotSupportedException NeedsClosure(optim.Optimizer optimizer)
    {
        optimizer.Dispose();
        return new(
            "Trainer takes one gradient a step, and L-BFGS asks for several, by a closure: call optimizer.step(closure) in a " +
            "loop of your own, take SGD or Adam here, or for a linear model LinearProblem.Fit, which finds the exact optimum.");
    }
}
