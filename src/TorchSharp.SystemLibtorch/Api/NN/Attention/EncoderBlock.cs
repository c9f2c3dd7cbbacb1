using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>
/// y = norm1(x + attention(x)), then norm2(y + linear2(activation(linear1(y)))), with dropout on each term that is added.
/// </summary>
sealed class EncoderBlock : TransformerBlock
{
    readonly AttentionWeights self_attn;
    readonly Linear linear1, linear2;
    readonly LayerNorm norm1, norm2;
    readonly Dropout dropout, dropout1, dropout2;
    readonly Attention attention;

    internal EncoderBlock(TransformerShape shape) : base(shape)
    {
        (self_attn, linear1, linear2) = (shape.NewWeights(), shape.NewUp(), shape.NewDown());
        (dropout, dropout1, dropout2) = (shape.NewDropout(), shape.NewDropout(), shape.NewDropout());
        (norm1, norm2) = (shape.NewNorm(), shape.NewNorm());
        attention = shape.Attention(self_attn);
        RegisterComponents();
    }

    private protected override TransformerBlock New() => new EncoderBlock(Shape);
    private protected override int Attentions => 1;

    internal override Tensor Apply(Tensor input, in TransformerInputs context)
    {
        using var scope = NewDisposeScope();
        var (seen, _) = attention.Apply(input, input, input, context.Padding, false, context.Mask, training);
        var sum = norm1.forward(input + dropout1.forward(seen));
        var fed = linear2.forward(dropout.forward(Shape.Activated(linear1.forward(sum))));
        return norm2.forward(sum + dropout2.forward(fed)).MoveToOuterDisposeScope();
    }
}
