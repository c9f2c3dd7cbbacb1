using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            static readonly Op mseOp = new("mse_loss");
            public static Tensor mse_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean) =>
                mseOp.Call(input, target, (long)reduction);

            static readonly Op l1Op = new("l1_loss");
            public static Tensor l1_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean) =>
                l1Op.Call(input, target, (long)reduction);

            static readonly Op smoothL1Op = new("smooth_l1_loss");
            public static Tensor smooth_l1_loss(
                Tensor input, Tensor target, Reduction reduction = Reduction.Mean, double beta = 1) =>
                smoothL1Op.Call(input, target, (long)reduction, beta);

            static readonly Op huberOp = new("huber_loss");
            public static Tensor huber_loss(
                Tensor input, Tensor target, double delta = 1, Reduction reduction = Reduction.Mean) =>
                huberOp.Call(input, target, (long)reduction, delta);

            static readonly Op poissonOp = new("poisson_nll_loss");
            public static Tensor poisson_nll_loss(
                Tensor input, Tensor target, bool log_input = true, bool full = false, float eps = 1E-08f,
                Reduction reduction = Reduction.Mean) =>
                poissonOp.Call(input, target, log_input, full, (double)eps, (long)reduction);

            static readonly Op klOp = new("kl_div");
            public static Tensor kl_div(
                Tensor input, Tensor target, bool log_target = true, Reduction reduction = Reduction.Mean) =>
                klOp.Call(input, target, (long)reduction, log_target);
        }
    }
}
