using TorchReg.Kernels;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchReg.Penalties;

/// <summary>All parameters of a model, a tied one once, under the name that comes first, with its other places.</summary>
static class ModelParameters
{
    internal static IReadOnlyList<ModelParameter> Of(nn.Module model)
    {
        var places = new Dictionary<(nint, long), List<ModelParameter>>();
        var found = new List<List<ModelParameter>>();
        foreach (var (layer, module) in Modules(model))
            foreach (var (name, parameter) in module.named_parameters(recurse: false))
            {
                if (IsOfAChild(module, name)) continue;
                var path = layer.Length == 0 ? name : $"{layer}.{name}";
                var identity = HostMemory.Identity(parameter);
                if (!places.TryGetValue(identity, out var own)) found.Add(places[identity] = own = []);
                own.Add(
                    new(path, layer, Role(module, name, parameter), parameter, IsTransposed(module, parameter))
                    {
                        Blocks = Blocks(module, parameter)
                    });
            }
        return [.. found.Select(own => own.Count == 1 ? own[0] : own[0] with { TiedTo = own[1..] })];
    }

    // Containers may list their children's parameters whatever they are asked. Attention and transformers, whose parts libtorch
    // holds, have names with dots and no children: those are their own.
    static bool IsOfAChild(nn.Module module, string name) =>
        name.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot
        && module.named_children().Any(child => child.name == name[..dot]);

    internal static IEnumerable<(string Name, nn.Module Module)> Modules(nn.Module model) =>
        model
            .named_modules()
            .Select(m => (m.name, m.module))
            .Where(m => m.name.Length > 0 && !ReferenceEquals(m.module, model))
            .Prepend(("", model));

    static ParameterRole Role(nn.Module module, string name, Parameter parameter) => module switch
    {
        NormBase or LayerNorm or GroupNorm => ParameterRole.Normalization,
        Embedding or EmbeddingBag => ParameterRole.Embedding,
        _ => parameter.Dimensions >= 2 ? ParameterRole.Weight : ParameterRole.Bias,
    };

    static long Blocks(nn.Module module, Parameter parameter) =>
        module is Convolution convolution && parameter.Dimensions >= 2 ? convolution.groups : 1;

    static bool IsTransposed(nn.Module module, Parameter parameter) =>
        parameter.Dimensions >= 2 && module is Embedding or EmbeddingBag or ConvolutionTranspose;
}
