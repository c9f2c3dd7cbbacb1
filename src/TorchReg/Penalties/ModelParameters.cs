using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchReg.Penalties;

/// <summary>All parameters of a model, a tied one once, under the name that comes first.</summary>
static class ModelParameters
{
    internal static IReadOnlyList<ModelParameter> Of(nn.Module model)
    {
        var seen = new HashSet<IntPtr>();
        var found = new List<ModelParameter>();
        foreach (var (layer, module) in Modules(model))
        foreach (var (name, parameter) in module.named_parameters(recurse: false))
        {
            // A name with a dot is a child's: containers may list those whatever they are asked.
            if (name.Contains('.', StringComparison.Ordinal) || !seen.Add(parameter.Handle)) continue;
            var path = layer.Length == 0 ? name : $"{layer}.{name}";
            found.Add(new ModelParameter(path, layer, Role(module, name, parameter), parameter, IsTransposed(module, parameter)));
        }
        return found;
    }

    internal static IEnumerable<(string Name, nn.Module Module)> Modules(nn.Module model) =>
        model.named_modules().Select(m => (m.name, m.module)).Where(m => m.name.Length > 0 && !ReferenceEquals(m.module, model)).Prepend(("", model));

    static ParameterRole Role(nn.Module module, string name, Parameter parameter) => module switch
    {
        NormBase or LayerNorm or GroupNorm => ParameterRole.Normalization,
        Embedding or EmbeddingBag => ParameterRole.Embedding,
        _ => parameter.Dimensions >= 2 ? ParameterRole.Weight : ParameterRole.Bias,
    };

    static bool IsTransposed(nn.Module module, Parameter parameter) =>
        parameter.Dimensions >= 2 && module is Embedding or EmbeddingBag or ConvolutionTranspose;
}
