using System.Runtime.InteropServices;
using TorchSharp.Interop;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>
/// What RNN, GRU and LSTM have in common: layers of weights, each in one or two directions, and the shapes that fit them.
/// </summary>
/// <param name="Gates">How many matrices of hiddenSize rows stand above one another in each weight.</param>
sealed record Recurrence(
    long Gates, long InputSize, long HiddenSize, long NumLayers, bool HasBias, bool BatchFirst, double Dropout,
    bool Bidirectional)
{
    internal int Directions => Bidirectional ? 2 : 1;

    /// <summary>
    /// Names and shapes in the order in which libtorch wants them: for each layer and direction W_ih, W_hh, b_ih, b_hh.
    /// </summary>
    internal IEnumerable<(string Name, long[] Shape)> Weights()
    {
        var rows = Gates * HiddenSize;
        for (var layer = 0L; layer < NumLayers; layer++)
            for (var direction = 0; direction < Directions; direction++)
            {
                var suffix = $"_l{layer}{(direction == 1 ? "_reverse" : "")}";
                yield return ("weight_ih" + suffix, [rows, layer == 0 ? InputSize : HiddenSize * Directions]);
                yield return ("weight_hh" + suffix, [rows, HiddenSize]);
                if (!HasBias) continue;
                yield return ("bias_ih" + suffix, [rows]);
                yield return ("bias_hh" + suffix, [rows]);
            }
    }

    /// <summary>New weights, uniform within ±1/√hiddenSize.</summary>
    internal IEnumerable<(string Name, Parameter Value)> NewWeights()
    {
        if (Dropout is not (>= 0 and <= 1))
            throw new ExternalException($"dropout should be a number in range [0, 1], got {Dropout}.");
        if (HiddenSize < 1 || InputSize < 0 || NumLayers < 1)
            throw new ExternalException(
                $"hiddenSize and numLayers must be 1 or more, inputSize 0 or more: got {HiddenSize}, {NumLayers}, {InputSize}.");
        return Weights().Select(weight => (weight.Name, Uniform(weight.Shape, HiddenSize)));
    }

    internal static Parameter Uniform(long[] shape, long hiddenSize)
    {
        var weight = New.Parameter(shape, null, null);
        var bound = 1 / Math.Sqrt(hiddenSize);
        nn.init.uniform_(weight, -bound, bound);
        return weight;
    }

    /// <summary>Zeros for a start: layers · directions × batch × hiddenSize.</summary>
    internal Tensor Start(Tensor input) =>
        zeros([Directions * NumLayers, input.shape[BatchFirst ? 0 : 1], HiddenSize], input.dtype, input.device);

    // The operators themselves take other shapes too, and give what nobody asked for.
    internal void Check(Tensor input, params ReadOnlySpan<Tensor> states)
    {
        var shape = input.shape;
        if (shape.Length != 3) throw new ExternalException($"input must have 3 dimensions, got {shape.Length}.");
        if (shape[2] != InputSize)
            throw new ExternalException($"input.size(-1) must be equal to input_size. Expected {InputSize}, got {shape[2]}.");
        long[] expected = [Directions * NumLayers, shape[BatchFirst ? 0 : 1], HiddenSize];
        for (var i = 0; i < states.Length; i++)
            if (!states[i].shape.AsSpan().SequenceEqual(expected))
                throw new ExternalException(
                    $"Expected hidden[{i}] size [{string.Join(", ", expected)}], got [{string.Join(", ", states[i].shape)}].");
    }
}
