using System.Text.Json;
using TorchReg.Kernels;
using TorchReg.Storage;
using static TorchSharp.torch;

namespace TorchReg.Selection;

/// <summary>
/// Linear models as safetensors: <c>lambda</c> [m], <c>weight</c> [m, outputs, p], <c>bias</c> [m, outputs] of the path's
/// models and then the chosen ones, <c>deviation</c> [p], all float64; in the notes loss, link and, as JSON, names and choices.
/// </summary>
static class LinearModelFile
{
    const string Format = "TorchReg linear models 1";

    internal static void Save(LinearModels models, Stream stream)
    {
        var first = models.Path[0];
        if (first.MeanFunction.Name.Length == 0)
            throw new NotSupportedException(
                $"{first.Loss} has a link of its own, which no file can hold: save Weight and Bias by SafeTensors.Save.");
        LinearModel[] all = [.. models.Path, .. models.Chosen.Values];
        using var scope = NewDisposeScope();
        SafeTensors.Save(stream, new Dictionary<string, Tensor>
        {
            ["lambda"] = tensor(all.Select(model => model.Lambda).ToArray()),
            ["weight"] = stack([.. all.Select(model => model.Weight.cpu())]),
            ["bias"] = stack([.. all.Select(model => model.Bias.cpu())]),
            ["deviation"] = tensor(first.Deviations.ToArray()),
        }, new Dictionary<string, string>
        {
            ["format"] = Format,
            ["loss"] = first.Loss,
            ["mean"] = first.MeanFunction.Name,
            ["classes"] = first.IsOfClasses ? "true" : "false",
            ["offsets"] = first.HasOffsets ? "true" : "false",
            ["features"] = JsonSerializer.Serialize(first.FeatureNames),
            ["targets"] = JsonSerializer.Serialize(first.TargetNames),
            ["chosen"] = JsonSerializer.Serialize(models.Chosen.Keys),
        });
    }

    internal static LinearModels Load(string path)
    {
        using var loaded = SafeTensors.Load(path);
        InvalidDataException Wrong(string what) =>
            new($"{path}: {what}; give a file that LinearModel.Save or LinearModels.Save wrote.");
        string Note(string key) =>
            loaded.Metadata.TryGetValue(key, out var text) ? text : throw Wrong($"there is no note '{key}'");
        double[] Numbers(string name, params long[] shape)
        {
            if (!loaded.Tensors.TryGetValue(name, out var found)) throw Wrong($"there is no tensor '{name}'");
            if (found.dtype != ScalarType.Float64 || shape.Length > 0 && !found.shape.AsSpan().SequenceEqual(shape))
                throw Wrong($"'{name}' is {found.dtype} [{string.Join("×", found.shape)}]");
            return HostMemory.Numbers(found);
        }
        string[]? Names(string key)
        {
            try { return JsonSerializer.Deserialize<string[]?>(Note(key)); }
            catch (JsonException) { throw Wrong($"the note '{key}' is no list of names"); }
        }
        if (!loaded.Metadata.TryGetValue("format", out var format) || format != Format) throw Wrong("it holds no linear models");
        var lambdas = Numbers("lambda");
        Numbers("weight");
        var given = loaded.Tensors["weight"].shape;
        if (given is not [var count, > 0 and var outputs, > 0 and var columns] || count != lambdas.Length)
            throw Wrong($"'weight' is [{string.Join("×", given)}] for {lambdas.Length} λ");
        var (weights, biases, deviations) =
            (Numbers("weight"), Numbers("bias", count, outputs), Numbers("deviation", columns));
        var (features, targets, chosen) = (Names("features"), Names("targets"), Names("chosen") ?? []);
        if (features is not null && features.Length != columns)
            throw Wrong($"there are {features.Length} names of {columns} columns");
        if (targets is not null && targets.Length != outputs && (outputs != 1 || targets.Length != 2))
            throw Wrong($"there are {targets.Length} names of {outputs} outputs");
        if (chosen.Length >= count || chosen.Distinct().Count() < chosen.Length || chosen.Any(string.IsNullOrEmpty))
            throw Wrong($"there are {chosen.Length} choices of {count} models");
        var mean = MeanFunction.Find(Note("mean"))
            ?? throw Wrong($"the link '{Shown.Value(Note("mean"))}' is none of this version");
        using var scope = NewDisposeScope();
        Tensor Part(double[] of, int i, params long[] shape)
        {
            var size = of.Length / lambdas.Length;
            return tensor(of.AsSpan(i * size, size).ToArray(), shape).DetachFromDisposeScope();
        }
        LinearModel Model(double lambda, int i) => new(
            lambda, Part(weights, i, outputs, columns), Part(biases, i, outputs), deviations, Note("loss"), mean,
            Note("classes") == "true", features, targets)
        { HasOffsets = loaded.Metadata.GetValueOrDefault("offsets") == "true" };
        LinearModel[] all = [.. lambdas.Select(Model)];
        var byName = chosen.Zip(all[^chosen.Length..]).ToDictionary(pair => pair.First, pair => pair.Second);
        return new(all[..^chosen.Length], byName);
    }
}
