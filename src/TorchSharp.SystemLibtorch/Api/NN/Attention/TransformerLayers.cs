using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>
    /// A layer of a transformer's encoder. Its input is steps × batch × d_model, a mask is added to the scores of attention.
    /// </summary>
    public sealed class TransformerEncoderLayer
        : nn.Module<Tensor, Tensor>, nn.IModule<Tensor, Tensor, Tensor>, nn.IModule<Tensor, Tensor, Tensor, Tensor>
    {
        internal readonly EncoderBlock Block;

        internal TransformerEncoderLayer(TransformerShape shape) : base("torch::nn::TransformerEncoderLayerImpl") =>
            Block = Own(new EncoderBlock(shape));

        public Tensor call(Tensor src, Tensor? src_mask, Tensor? src_key_padding_mask) =>
            Block.Apply(src, new(src_mask, src_key_padding_mask));

        public Tensor call(Tensor src, Tensor? src_mask) => call(src, src_mask, null);

        public override Tensor forward(Tensor src) => call(src, null, null);
    }

    /// <summary>A layer of a transformer's decoder: attends to its input, tgt, and to memory, what the encoder gave.</summary>
    public sealed class TransformerDecoderLayer
        : nn.Module<Tensor, Tensor, Tensor?, Tensor?, Tensor?, Tensor?, Tensor>, nn.IModule<Tensor, Tensor, Tensor>
    {
        internal readonly DecoderBlock Block;

        internal TransformerDecoderLayer(TransformerShape shape) : base("torch::nn::TransformerDecoderLayerImpl") =>
            Block = Own(new DecoderBlock(shape));

        public override Tensor forward(
            Tensor tgt, Tensor memory, Tensor? tgt_mask, Tensor? memory_mask, Tensor? tgt_key_padding_mask,
            Tensor? memory_key_padding_mask) =>
            Block.Apply(tgt, new(tgt_mask, tgt_key_padding_mask, memory, memory_mask, memory_key_padding_mask));

        public new Tensor call(
            Tensor tgt, Tensor memory, Tensor? tgt_mask, Tensor? memory_mask = null, Tensor? tgt_key_padding_mask = null,
            Tensor? memory_key_padding_mask = null) =>
            base.call(tgt, memory, tgt_mask, memory_mask, tgt_key_padding_mask, memory_key_padding_mask);

        public Tensor call(Tensor tgt, Tensor memory) => call(tgt, memory, null);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.TransformerEncoderLayer TransformerEncoderLayer(
                long d_model = 512, long nhead = 8, long dim_feedforward = 2048, double dropout = 0.1,
                Activations activation = Activations.ReLU) => new(new(d_model, nhead, dim_feedforward, dropout, activation));

            public static Modules.TransformerDecoderLayer TransformerDecoderLayer(
                long d_model = 512, long nhead = 8, long dim_feedforward = 2048, double dropout = 0.1,
                Activations activation = Activations.ReLU) => new(new(d_model, nhead, dim_feedforward, dropout, activation));
        }
    }
}
