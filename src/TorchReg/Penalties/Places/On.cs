using System.Text.RegularExpressions;

namespace TorchReg.Penalties;

/// <summary>Which of a model's parameters a rule touches.</summary>
public delegate bool ParameterFilter(ModelParameter parameter);

/// <summary>The usual filters; any lambda will do as well.</summary>
public static class On
{
    /// <summary>Kernels of linear layers and convolutions; no biases, no normalization, no embeddings. The default.</summary>
    public static ParameterFilter Weights { get; } = p => p.Role == ParameterRole.Weight;

    /// <summary>Biases.</summary>
    public static ParameterFilter Biases { get; } = p => p.Role == ParameterRole.Bias;

    /// <summary>Tables of embeddings.</summary>
    public static ParameterFilter Embeddings { get; } = p => p.Role == ParameterRole.Embedding;

    /// <summary>Scales and shifts of normalization layers.</summary>
    public static ParameterFilter Normalizations { get; } = p => p.Role == ParameterRole.Normalization;

    /// <summary>Every parameter.</summary>
    public static ParameterFilter Everything { get; } = _ => true;

    /// <summary>The weights of one layer and of what is inside it.</summary>
    /// <param name="name">Its path as in <c>named_modules</c>: "features.0".</param>
    public static ParameterFilter Layer(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return new LayerFilter(name).Matches;
    }

    /// <summary>Parameters whose name matches, whatever their role.</summary>
    /// <param name="pattern">A name with * for any text and ? for one character: "encoder.*.weight".</param>
    public static ParameterFilter Names(string pattern)
    {
        ArgumentException.ThrowIfNullOrEmpty(pattern);
        return new NameFilter(pattern).Matches;
    }

    // Filters that know what they look for, so that a message can say what was meant.
    internal sealed class LayerFilter(string name)
    {
        internal string Name => name;

        internal bool Matches(ModelParameter p) =>
            Weights(p) && (p.Layer == name || p.Layer.StartsWith(name + ".", StringComparison.Ordinal));
    }

    internal sealed class NameFilter(string pattern)
    {
        readonly Regex regex = new(
            $"^{Regex.Escape(pattern).Replace("\\*", ".*").Replace("\\?", ".")}$", RegexOptions.CultureInvariant);

        internal string Pattern => pattern;

        internal bool Matches(ModelParameter p) => regex.IsMatch(p.Name);
    }
}
