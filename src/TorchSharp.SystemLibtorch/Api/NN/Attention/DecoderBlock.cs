using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>
/// As an encoder's layer, with attention to the encoder's result between the other two: norm1(x + attention(x)),
/// norm2(y + attention(y, memory)), norm3(z + linear2(activation(linear1(z)))).
/// </summary>
sealed class DecoderBlock : TransformerBlock
{
    readonly AttentionWeights self_attn, multihead_attn;
    readonly Linear linear1, linear2;
    readonly Dropout dropout, dropout1, dropout2, dropout3;
    readonly LayerNorm norm1, norm2, norm3;
    readonly Attention toItself, toMemory;

    internal DecoderBlock(TransformerShape shape) : base(shape)
    {
        (self_attn, multihead_attn, linear1, linear2) = (shape.NewWeights(), shape.NewWeights(), shape.NewUp(), shape.NewDown());
        (dropout, dropout1, dropout2, dropout3) = (
            shape.NewDropout(), shape.NewDropout(), shape.NewDropout(), shape.NewDropout());
        (norm1, norm2, norm3) = (shape.NewNorm(), shape.NewNorm(), shape.NewNorm());
        (toItself, toMemory) = (shape.Attention(self_attn), shape.Attention(multihead_attn));
        RegisterComponents();
    }

    private protected override TransformerBlock New() => new DecoderBlock(Shape);
    private protected override int Attentions => 2;

    internal override Tensor Apply(Tensor input, in TransformerInputs context)
    {
        using var scope = NewDisposeScope();
        var memory = context.Memory ?? throw Null(nameof(context.Memory));
        var (seen, _) = toItself.Apply(input, input, input, context.Padding, false, context.Mask, training);
        var first = norm1.forward(input + dropout1.forward(seen));
        (seen, _) = toMemory.Apply(first, memory, memory, context.MemoryPadding, false, context.MemoryMask, training);
        var second = norm2.forward(first + dropout2.forward(seen));
        var fed = linear2.forward(dropout.forward(Shape.Activated(linear1.forward(second))));
        return norm3.forward(second + dropout3.forward(fed)).MoveToOuterDisposeScope();
    }
}
