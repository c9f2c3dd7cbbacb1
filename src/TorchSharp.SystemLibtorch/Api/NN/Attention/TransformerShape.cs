using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>The measures of a transformer's layer, and the parts that are made after them.</summary>
sealed record TransformerShape(long Width, long Heads, long HiddenWidth, double Dropout, nn.Activations Activation)
{
    internal AttentionWeights NewWeights() => new(Width, Heads, true, false, Width, Width);
    internal Attention Attention(AttentionWeights weights) => new(weights, Heads, Dropout, false);
    internal LayerNorm NewNorm() => nn.LayerNorm(Width);
    internal Dropout NewDropout() => nn.Dropout(Dropout);
    internal Linear NewUp() => nn.Linear(Width, HiddenWidth);
    internal Linear NewDown() => nn.Linear(HiddenWidth, Width);
    internal Tensor Activated(Tensor input) =>
        Activation == nn.Activations.GELU ? nn.functional.gelu(input) : nn.functional.relu(input);
}

/// <summary>A layer that can be made once more, with the same numbers in its weights.</summary>
abstract class TransformerBlock(TransformerShape shape) : nn.Module("TransformerBlock")
{
    internal TransformerShape Shape => shape;

    internal abstract Tensor Apply(Tensor input, in TransformerInputs context);

    private protected abstract TransformerBlock New();
    private protected abstract int Attentions { get; }

    internal TransformerBlock Copied()
    {
        var copy = New();
        DrawParts();
        var model = parameters().First();
        copy.MoveTo<TransformerBlock>(model.device, model.dtype).load_state_dict(state_dict());
        return copy;
    }

    // libtorch copies a layer by making it anew, then each of its parts, then the parts' own: what is drawn after it begins
    // there.
    void DrawParts()
    {
        for (var i = 0; i < Attentions; i++)
        {
            using var weights = Shape.NewWeights();
            using var projection = nn.Linear(Shape.Width, Shape.Width);
        }
        using var up = Shape.NewUp();
        using var down = Shape.NewDown();
    }
}

/// <summary>What the layers of a stack are given beside their input: masks, and for a decoder what the encoder gave.</summary>
readonly record struct TransformerInputs(
    Tensor? Mask, Tensor? Padding, Tensor? Memory = null, Tensor? MemoryMask = null, Tensor? MemoryPadding = null);
