using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        // dropout* train by default, alpha_dropout and feature_alpha_dropout don't: so it is in TorchSharp.
        public static partial class functional
        {
            static readonly Op dropoutOp = new("dropout"), dropoutInplace = new("dropout_");
            public static Tensor dropout(Tensor input, double p = 0.5, bool training = true, bool inplace = false) =>
                Elementwise(dropoutOp, dropoutInplace, inplace, input, p, training);

            static readonly Op featureOp = new("feature_dropout"), featureInplace = new("feature_dropout_");
            static readonly Op unsqueezeOp = new("unsqueeze"), squeezeOp = new("squeeze.dim");

            /// <summary>Drops whole channels of N×C×L, or of C×L without a batch.</summary>
            public static Tensor dropout1d(Tensor input, double p = 0.5, bool training = true, bool inplace = false)
            {
                if (input.Dimensions != 2) return dropout2d(input, p, training, inplace);
                using var batch = unsqueezeOp.Raw(input, 0);
                using var dropped = (inplace ? featureInplace : featureOp).Raw(batch, p, training);
                return squeezeOp.Call(dropped, 0);
            }

            public static Tensor dropout2d(Tensor input, double p = 0.5, bool training = true, bool inplace = false) =>
                Elementwise(featureOp, featureInplace, inplace, input, p, training);

            public static Tensor dropout3d(Tensor input, double p = 0.5, bool training = true, bool inplace = false) =>
                Elementwise(featureOp, featureInplace, inplace, input, p, training);

            static readonly Op alphaOp = new("alpha_dropout"), alphaInplace = new("alpha_dropout_");
            public static Tensor alpha_dropout(Tensor input, double p = 0.5, bool training = false, bool inplace = false) =>
                Elementwise(alphaOp, alphaInplace, inplace, input, p, training);

            static readonly Op featureAlphaOp = new("feature_alpha_dropout"), featureAlphaInplace = new("feature_alpha_dropout_");
            public static Tensor feature_alpha_dropout(
                Tensor input, double p = 0.5, bool training = false, bool inplace = false) =>
                Elementwise(featureAlphaOp, featureAlphaInplace, inplace, input, p, training);
        }
    }
}
