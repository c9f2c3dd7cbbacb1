using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>What the three cells have in common: one step of a recurrent network, for a batch of rows.</summary>
sealed record CellShapes(long Gates, long InputSize, long HiddenSize)
{
    /// <summary>New weights, uniform within ±1/√hiddenSize.</summary>
    internal IEnumerable<(string Name, Parameter Value)> NewWeights(bool bias)
    {
        if (HiddenSize < 1) throw new ExternalException($"hiddenSize must be 1 or more, got {HiddenSize}.");
        var rows = Gates * HiddenSize;
        yield return ("weight_ih", Recurrence.Uniform([rows, InputSize], HiddenSize));
        yield return ("weight_hh", Recurrence.Uniform([rows, HiddenSize], HiddenSize));
        if (!bias) yield break;
        yield return ("bias_ih", Recurrence.Uniform([rows], HiddenSize));
        yield return ("bias_hh", Recurrence.Uniform([rows], HiddenSize));
    }

    internal Tensor Start(Tensor input)
    {
        CheckInput(input);
        return zeros([input.shape[0], HiddenSize], input.dtype, input.device);
    }

    internal void Check(Tensor input, params ReadOnlySpan<Tensor> states)
    {
        CheckInput(input);
        long[] expected = [input.shape[0], HiddenSize];
        foreach (var state in states)
            if (!state.shape.AsSpan().SequenceEqual(expected))
                throw new ExternalException(
                    $"Expected hidden size [{string.Join(", ", expected)}], got [{string.Join(", ", state.shape)}].");
    }

    void CheckInput(Tensor input)
    {
        var shape = input.shape;
        if (shape.Length != 2) throw new ExternalException($"input must have 2 dimensions, got {shape.Length}.");
        if (shape[1] != InputSize)
            throw new ExternalException($"input has inconsistent input_size: got {shape[1]}, expected {InputSize}.");
    }
}
