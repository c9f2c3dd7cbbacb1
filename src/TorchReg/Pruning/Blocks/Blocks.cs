using TorchReg.Penalties;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchReg.Pruning;

/// <summary>The layers of a model that hold parameters, or a sentence on what can't be followed.</summary>
static class Blocks
{
    internal static IReadOnlyList<Block> Of(nn.Module model)
    {
        if (ModelParameters.Of(model).FirstOrDefault(parameter => parameter.TiedTo.Count > 0) is { } tied)
            throw Refused(
                $"'{tied.Name}' is also '{tied.TiedTo[0].Name}', and a weight of two layers can't lose units in one");
        var seen = new HashSet<nn.Module>(ReferenceEqualityComparer.Instance);
        return [.. ModelParameters.Modules(model).Where(found => seen.Add(found.Module) && HasOwn(found.Module))
            .Select(found => Of(found.Name, found.Module))];
    }

    internal static InvalidOperationException Refused(string reason) => new($"The model can't be compacted: {reason}.");

    // Containers may list what is their children's.
    static bool HasOwn(nn.Module module)
    {
        var children = module.named_children().Select(child => child.name).ToHashSet();
        bool IsOwn(string name) => !children.Contains(name.Split('.')[0]);
        return module.named_parameters(recurse: false).Any(own => IsOwn(own.name));
    }

    static Block Of(string name, nn.Module module)
    {
        var shown = name.Length > 0 ? name : "the model itself";
        if (module is not nn.Module<Tensor, Tensor> one)
            throw Refused($"'{shown}' ({module.GetType().Name}) does not take one tensor and give one");
        if (module is Layers.HardConcreteGated)
            throw Refused($"'{shown}' has gates: fold them into its weights first, by L0Gates.Fold(model)");
        if (module.children().Any())
            throw Refused($"'{shown}' ({module.GetType().Name}) has both parameters and layers of its own: put the parameter " +
                $"'{module.named_parameters(recurse: false).First().name}' into a layer by itself");
        return one switch
        {
            Linear linear => new LinearBlock(name, linear),
            Embedding { weight: not null } embedding => new EmbeddingBlock(name, embedding),
            BatchNorm { running_mean: not null, running_var: not null } norm => new BatchNormBlock(name, norm),
            Convolution { transposed: false } convolution => OfConvolution(name, convolution),
            _ => new WholeBlock(name, one),
        };
    }

    static Block OfConvolution(string name, Convolution convolution)
    {
        if (ChannelCounts.Obstacle is { } obstacle) throw Refused($"'{name}': {obstacle}");
        return convolution.groups == 1 ? new ConvolutionBlock(name, convolution)
            : convolution.groups == convolution.in_channels ? new DepthwiseBlock(name, convolution)
            : new WholeBlock(name, convolution);
    }
}
