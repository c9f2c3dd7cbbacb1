using static TorchSharp.torch;

namespace TorchReg.Import;

/// <summary>The one linear layer among the tensors of a file.</summary>
static class OneLayer
{
    internal static (Tensor Weight, Tensor? Bias) Find(
        IReadOnlyDictionary<string, Tensor> tensors, string path, string? layer, bool isKeras)
    {
        var (weightEnd, biasEnd) = isKeras ? ("vars/0", "vars/1") : ("weight", "bias");
        var separator = isKeras ? "/" : ".";
        string[] own =
            [.. tensors.Keys.Where(name => layer is null || name.StartsWith($"{layer}{separator}", StringComparison.Ordinal))
            .Where(name => !name.Contains("seed_generator", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
        InvalidDataException Wrong(string what) => new(
            $"{path}: {Shown.Line(what)}; there {(tensors.Count == 1 ? "is" : "are")} " +
            $"{Shown.Line(string.Join(", ", tensors.Take(10).Select(Described)))}{(tensors.Count > 10 ? " …" : "")}.");
        if (own.Length == 0) throw Wrong($"no layer '{layer}'");
        if (own.Length > 2) throw Wrong(
            "a linear model is one weight and at most one bias, and it has more; name the layer by --layer");
        var weight = own.SingleOrDefault(name => IsCalled(name, weightEnd)) ?? throw Wrong($"no tensor is called {weightEnd}");
        var bias = own.SingleOrDefault(name => name != weight);
        if (bias is not null && !IsCalled(bias, biasEnd)) throw Wrong($"'{bias}' is no {biasEnd}");
        var found = tensors[weight];
        if (found.Dimensions != 2 && (isKeras || found.Dimensions != 1) || found.numel() == 0 || !found.is_floating_point())
            throw Wrong($"'{weight}' is no matrix of numbers");
        return (found, bias is null ? null : tensors[bias]);
    }

    static bool IsCalled(string name, string end) =>
        name == end || name.EndsWith($".{end}", StringComparison.Ordinal) || name.EndsWith($"/{end}", StringComparison.Ordinal);

    static string Described(KeyValuePair<string, Tensor> tensor) =>
        $"{Shown.Value(tensor.Key)} [{string.Join("×", tensor.Value.shape)}]";
}
