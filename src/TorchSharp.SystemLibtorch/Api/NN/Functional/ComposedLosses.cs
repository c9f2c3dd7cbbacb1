using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        // ATen has no operator for these two: they are sums of its operators, as in torch.nn.functional.
        public static partial class functional
        {
            static readonly Op clampMin = new("clamp_min"), clampMinInplace = new("clamp_min_"), cloneOp = new("clone"),
                logOp = new("log"), squareOp = new("square"), addOp = new("add.Tensor"), mulScalar = new("mul.Scalar"),
                    minimumOp = new("minimum");

            /// <summary>½ (log σ² + (x − y)²/σ²), σ² at least eps, plus ½ log 2π if full.</summary>
            public static Tensor gaussian_nll_loss(
                Tensor input, Tensor target, Tensor variance, bool full = false, float eps = 1E-06f,
                Reduction reduction = Reduction.Mean)
            {
                using var floor = Floored(variance, eps);
                using var logVariance = logOp.Raw(floor);
                using var difference = subOp.Raw(input, target);
                using var square = squareOp.Raw(difference);
                using var scaled = divOp.Raw(square, floor);
                using var sum = addOp.Raw(logVariance, scaled);
                using var half = mulScalar.Raw(sum, 0.5);
                if (!full) return Reduced(half, reduction);
                using var whole = addScalar.Raw(half, 0.5 * Math.Log(2 * Math.PI));
                return Reduced(whole, reduction);
            }

            // The variance's gradient passes as if it had not been floored.
            static RawTensor Floored(Tensor variance, double eps)
            {
                var floored = cloneOp.Raw(variance);
                using var off = no_grad();
                clampMinInplace.Raw(floored, eps).Dispose();
                return floored;
            }

            /// <summary>max(0, d(anchor, positive) − d(anchor, negative) + margin) for any distance d.</summary>
            public static Tensor triplet_margin_with_distance_loss(
                Tensor anchor, Tensor positive, Tensor negative, Func<Tensor, Tensor, Tensor>? distance = null, double margin = 1,
                bool swap = false, Reduction reduction = Reduction.Mean)
            {
                distance ??= (x, y) => pairwise_distance(x, y);
                using var near = distance(anchor, positive);
                using var far = distance(anchor, negative);
                using var other = swap ? distance(positive, negative) : null;
                using var farthest = swap ? minimumOp.Call(far, other) : New.Alias(far);
                using var difference = subOp.Raw(near, farthest);
                using var margined = addScalar.Raw(difference, margin);
                using var hinge = clampMin.Raw(margined, 0);
                return Reduced(hinge, reduction);
            }
        }
    }
}
