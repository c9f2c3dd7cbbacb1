using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            static readonly Op crossEntropyOp = new("cross_entropy_loss");
            public static Tensor cross_entropy(
                Tensor input, Tensor target, Tensor? weight = null, long ignore_index = -100,
                Reduction reduction = Reduction.Mean, double label_smoothing = 0) =>
                crossEntropyOp.Call(input, target, weight, (long)reduction, ignore_index, label_smoothing);

            static readonly Op nllOp = new("nll_loss_nd");
            public static Tensor nll_loss(
                Tensor input, Tensor target, Tensor? weight = null, Reduction reduction = Reduction.Mean) =>
                nllOp.Call(input, target, weight, (long)reduction);

            static readonly Op bceOp = new("binary_cross_entropy");
            public static Tensor binary_cross_entropy(
                Tensor input, Tensor target, Tensor? weight = null, Reduction reduction = Reduction.Mean) =>
                bceOp.Call(input, target, weight, (long)reduction);

            static readonly Op bceLogitsOp = new("binary_cross_entropy_with_logits");
            public static Tensor binary_cross_entropy_with_logits(
                Tensor input, Tensor target, Tensor? weight = null, Reduction reduction = Reduction.Mean,
                Tensor? pos_weights = null) =>
                bceLogitsOp.Call(input, target, weight, pos_weights, (long)reduction);

            static readonly Op multiMarginOp = new("multi_margin_loss");
            public static Tensor multi_margin_loss(
                Tensor input, Tensor target, int p = 1, double margin = 1, Tensor? weight = null,
                Reduction reduction = Reduction.Mean) =>
                multiMarginOp.Call(input, target, p, margin, weight, (long)reduction);

            static readonly Op multiLabelMarginOp = new("multilabel_margin_loss");
            public static Tensor multi_label_margin_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean) =>
                multiLabelMarginOp.Call(input, target, (long)reduction);

            static readonly Op softMarginOp = new("soft_margin_loss");
            public static Tensor soft_margin_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean) =>
                softMarginOp.Call(input, target, (long)reduction);

            static readonly Op meanDim = new("mean.dim"), meanOp = new("mean"), sumOp = new("sum");

            /// <summary>The mean over classes of the binary cross-entropy of logits.</summary>
            public static Tensor multilabel_soft_margin_loss(
                Tensor input, Tensor target, Tensor? weight = null, Reduction reduction = Reduction.Mean)
            {
                using var each = bceLogitsOp.Raw(input, target, weight, Arg.None, (long)Reduction.None);
                using var row = meanDim.Raw(each, new[] { -1L });
                return Reduced(row, reduction);
            }

            static Tensor Reduced(RawTensor losses, Reduction reduction) => reduction switch
            {
                Reduction.Mean => meanOp.Call(losses),
                Reduction.Sum => sumOp.Call(losses),
                _ => losses.Shared(),
            };

            static readonly Op ctcOp = new("ctc_loss.Tensor");
            public static Tensor ctc_loss(
                Tensor log_probs, Tensor targets, Tensor input_lengths, Tensor target_lengths, long blank = 0,
                bool zero_infinity = false, Reduction reduction = Reduction.Mean) =>
                ctcOp.Call(log_probs, targets, input_lengths, target_lengths, blank, (long)reduction, zero_infinity);
        }
    }
}
