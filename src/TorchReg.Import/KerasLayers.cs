using System.Text.RegularExpressions;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchReg.Import;

/// <summary>Keras's arrays by the names of a module's parameters, turned into torch's layout.</summary>
sealed class KerasLayers(nn.Module module, string file)
{
    static readonly string[] ofLinear = ["weight", "bias"], ofNorm = ["weight", "bias", "running_mean", "running_var"];

    readonly (string Name, nn.Module Module)[] layers =
        [.. module.named_modules().Prepend(("", module)).Where(layer => KindOf(layer.Item2) is not null)];

    /// <summary>As the module's state_dict has them; the caller's scope owns what is new.</summary>
    internal Dictionary<string, Tensor> Of(IReadOnlyDictionary<string, Tensor> arrays)
    {
        var state = new Dictionary<string, Tensor>();
        foreach (var layer in arrays.GroupBy(array => Regex.Replace(array.Key, "/?vars/[^/]*$", "")))
        {
            // A dropout's random state is no weight.
            if (layer.Key.Contains("seed_generator", StringComparison.Ordinal)) continue;
            var (name, own) = Find(layer.Key);
            var vars = layer.OrderBy(array => array.Key.Length).ThenBy(array => array.Key, StringComparer.Ordinal).ToArray();
            foreach (var (array, part) in vars.Zip(PartsOf(own, vars.Length, layer.Key)))
                state[name.Length > 0 ? $"{name}.{part}" : part] = part == "weight" ? Turned(array.Value, name, own)
                    : array.Value;
        }
        // torch counts batches, Keras does not.
        foreach (var (name, own) in module.state_dict())
            if (name.EndsWith("num_batches_tracked", StringComparison.Ordinal)) state[name] = own;
        return state;
    }

    static string? KindOf(nn.Module own) => own switch
    {
        Linear => "dense",
        Conv1d => "conv1d",
        Conv2d => "conv2d",
        Conv3d => "conv3d",
        BatchNorm1d or BatchNorm2d or BatchNorm3d => "batch_normalization",
        LayerNorm => "layer_normalization",
        Embedding => "embedding",
        _ => null,
    };

    (string Name, nn.Module Module) Find(string layer)
    {
        var path = layer.Replace('/', '.');
        var own = layers.FirstOrDefault(known => known.Name == path || $"layers.{known.Name}" == path);
        if (own.Module is not null) return own;
        var match = Regex.Match(layer.Split('/')[^1], @"^(\w+?)(?:_(\d+))?$");
        (string Name, nn.Module Module)[] same = [.. layers.Where(known => KindOf(known.Module) == match.Groups[1].Value)];
        var count = match.Groups[2].Success && NumberText.TryRead(match.Groups[2].Value, default, out var number) ? number : 0;
        return count < same.Length ? same[count] : throw Wrong(
            $"there is no module for Keras's layer '{layer}': the model has {string.Join(", ", layers.Select(own => own.Name))}");
    }

    string[] PartsOf(nn.Module own, int count, string layer)
    {
        var parts = own is BatchNorm ? ofNorm : ofLinear;
        return count <= parts.Length ? parts
            : throw Wrong($"Keras's layer '{layer}' has {count} arrays, of at most {parts.Length}");
    }

    // Kernels of k… × inputs × outputs are outputs × inputs × k… in torch.
    Tensor Turned(Tensor kernel, string name, nn.Module own)
    {
        var rank = kernel.Dimensions;
        if (own is not Convolution and not Linear || rank < 2) return kernel;
        if (own is Linear && Flattened(kernel, name) is { } order) return order;
        return kernel.permute([rank - 1, rank - 2, .. Enumerable.Range(0, (int)rank - 2).Select(i => (long)i)]).contiguous();
    }

    // The first Linear behind a convolution of c channels takes places × c in Keras, c × places in torch.
    Tensor? Flattened(Tensor kernel, string name)
    {
        var before = Array.FindLast(layers[..Array.FindIndex(layers, layer => layer.Name == name)],
            layer => layer.Module is Linear or Convolution or LayerNorm);
        if (before.Module is not Convolution convolution || kernel.shape[0] % convolution.out_channels != 0) return null;
        return kernel.reshape(-1, convolution.out_channels, kernel.shape[1]).permute([2, 1, 0]).reshape(kernel.shape[1],
            -1).contiguous();
    }

    InvalidDataException Wrong(string what) => new($"{file}: {Shown.Line(what)}; give the file of a model of the same layers.");
}
