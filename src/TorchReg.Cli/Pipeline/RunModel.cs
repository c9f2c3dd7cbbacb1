using TorchReg.Cli.Host;
using TorchReg.Cli.Pipeline.Options;
using TorchReg.Models;
using TorchSharp;
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
        long[] sizes = [input.FeatureNames.Count, .. model.Hidden.Select(units => (long)units), input.Outputs];
        return sizes.Zip(sizes.Skip(1), (inputs, units) => inputs * units).Sum();
    }

    /// <summary>The kind that is meant: by the target where it is auto.</summary>
    internal static ModelKind KindFor(ModelSettings model, InputEncoding input) =>
        model.Kind != ModelKind.Auto ? model.Kind : input.Classes is null ? ModelKind.Linear : ModelKind.Softmax;

    internal static nn.Module<Tensor, Tensor> Create(TrainSettings settings, InputEncoding input, Device device)
    {
        var (model, features) = (settings.Model, input.FeatureNames.Count);
        using var generator = new Generator((ulong)settings.Training.Seed);
        if (model.Kind == ModelKind.Softmax && input.Classes == null)
            throw new UserError(
                "model.kind is softmax, but the target is a number; set model.kind to linear, or data.csv.targetKind to class");
        if (model.Kind == ModelKind.Linear && input.Classes != null)
            throw new UserError("model.kind is linear, but the target is a class; set model.kind to softmax");
        nn.Module<Tensor, Tensor> made = KindFor(model, input) switch
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
                DropoutStream + (ulong)settings.Training.Seed),
            _ => throw new ArgumentOutOfRangeException(nameof(settings)),
        };
        return device.type == DeviceType.CPU ? made : made.to(device);
    }
}
