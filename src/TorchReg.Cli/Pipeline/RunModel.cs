using TorchReg.Cli.Host;
using TorchReg.Cli.Pipeline.Options;
using TorchReg.Models;
using TorchReg.Pruning;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchReg.Cli.Pipeline;

/// <summary>The model that the settings name, for a data set's inputs and outputs.</summary>
static class RunModel
{
    /// <summary>The note in a model's file that holds the digest of what its run belongs to.</summary>
    internal const string BelongsTo = "torchreg belongs to";

    // Masks and starting weights must not be the same numbers.
    const ulong DropoutStream = 0x9E3779B97F4A7C15;

    /// <summary>How many weights it has, biases left out.</summary>
    internal static long Weights(ModelSettings model, InputEncoding input)
    {
        long[] sizes = [Taken(model, input), .. model.Hidden.Select(units => (long)units), input.Outputs];
        return sizes.Zip(sizes.Skip(1), (inputs, units) => inputs * units).Sum();
    }

    /// <summary>How many inputs it takes.</summary>
    internal static int Taken(ModelSettings model, InputEncoding input) =>
        model.Inputs.Count > 0 ? model.Inputs.Count : input.FeatureNames.Count;

    /// <summary>The kind that is meant: by the target where it is auto.</summary>
    internal static ModelKind KindFor(ModelSettings model, InputEncoding input) =>
        model.Kind != ModelKind.Auto ? model.Kind : input.Classes is null ? ModelKind.Linear : ModelKind.Softmax;

    internal static nn.Module<Tensor, Tensor> Create(TrainSettings settings, InputEncoding input, Device device)
    {
        var model = settings.Model;
        if (model.Kind == ModelKind.Softmax && input.Classes == null)
            throw new UserError(
                "model.kind is softmax, but the target is a number; set model.kind to linear, or data.csv.targetKind to class");
        if (model.Kind == ModelKind.Linear && input.Classes != null)
            throw new UserError("model.kind is linear, but the target is a class; set model.kind to softmax");
        if (model.Inputs.Count > 0 && model.Inputs[^1] >= input.FeatureNames.Count)
            throw new UserError(
                $"model.inputs names input {model.Inputs[^1]}, but the rows have {input.FeatureNames.Count}, counted from 0; " +
                "name inputs that there are");
        var made = OnInputs(Network(settings, Taken(model, input), input), model.Inputs);
        return device.type == DeviceType.CPU ? made : made.to(device);
    }

    static nn.Module<Tensor, Tensor> Network(TrainSettings settings, int features, InputEncoding input)
    {
        var model = settings.Model;
        using var generator = new Generator((ulong)settings.Training.Seed);
        return KindFor(model, input) switch
        {
            ModelKind.Softmax => new SoftmaxRegression(
                features,
                input.Outputs,
                initialization: model.Initialization,
                generator: generator),
            ModelKind.Linear => new LinearRegression(features, initialization: model.Initialization, generator: generator),
            ModelKind.Mlp => new Mlp(
                [features, .. model.Hidden, input.Outputs],
                model.Dropout,
                model.Initialization,
                generator,
                DropoutStream + (ulong)settings.Training.Seed,
                model.DropoutSchedule.Factor()),
            _ => throw new ArgumentOutOfRangeException(nameof(settings)),
        };
    }

    // The network's one child behind the layer that takes its inputs, so that parameters have the names that rules know.
    static nn.Module<Tensor, Tensor> OnInputs(nn.Module<Tensor, Tensor> network, IReadOnlyList<int> inputs)
    {
        if (inputs.Count == 0) return network;
        var (name, child) = network.named_children().Single();
        return nn.Sequential(("inputs", new TakeColumns(inputs)), (name, (nn.Module<Tensor, Tensor>)child));
    }

    /// <summary>The network alone, without what takes its inputs.</summary>
    internal static nn.Module<Tensor, Tensor> WithoutInputs(nn.Module<Tensor, Tensor> model) =>
        model is Sequential taking && taking[0] is TakeColumns ? (nn.Module<Tensor, Tensor>)taking[1] : model;
}
