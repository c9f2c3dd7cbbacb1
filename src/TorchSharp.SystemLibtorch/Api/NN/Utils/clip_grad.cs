using TorchSharp.Interop;
using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class utils
        {
            static readonly Op norm = new("linalg_vector_norm"), stack = new("stack"), mulInplace = new("mul_.Scalar"),
                clampInplace = new("clamp_"),
                item = new("_local_scalar_dense");

            /// <summary>
            /// Scales all gradients so that the norm over all of them is at most max_norm. Returns the norm before.
            /// </summary>
            public static double clip_grad_norm_(IEnumerable<Parameter> tensors, double max_norm, double norm_type = 2)
            {
                using var _ = no_grad();
                var gradients = Gradients(tensors);
                try
                {
                    if (gradients.Count == 0) return 0;
                    var total = TotalNorm(gradients, norm_type);
                    var factor = max_norm / (total + 1e-6);
                    if (!(factor >= 1))
                        foreach (var gradient in gradients) mulInplace.Into(gradient, factor);
                    return total;
                }
                finally { gradients.ForEach(gradient => gradient.Dispose()); }
            }

            /// <summary>Cuts each gradient's elements to [−clip_value, clip_value].</summary>
            public static void clip_grad_value_(IEnumerable<Parameter> tensors, double clip_value)
            {
                using var _ = no_grad();
                foreach (var gradient in Gradients(tensors))
                    using (gradient) clampInplace.Into(gradient, -clip_value, clip_value);
            }

            static List<Tensor> Gradients(IEnumerable<Parameter> parameters)
            {
                var gradients = new List<Tensor>();
                foreach (var parameter in parameters)
                    if (parameter.grad is { } gradient) gradients.Add(gradient);
                return gradients;
            }

            static double TotalNorm(List<Tensor> gradients, double p)
            {
                var norms = gradients.ConvertAll(gradient => norm.Call(gradient, p)).ToArray();
                using var each = stack.Raw(norms, 0);
                using var total = norm.Raw(each, p);
                foreach (var one in norms) one.Dispose();
                return item.CallValue(total).Double;
            }
        }
    }
}
