namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static LRScheduler ConstantLR(
                Optimizer optimizer, double factor = 1.0 / 3, int total_iters = 5, int last_epoch = -1, bool verbose = false) =>
                new impl.ConstantLR(optimizer, factor, total_iters, last_epoch, verbose);

            public static partial class impl
            {
                /// <summary>The base rate times factor, until total_iters steps are done.</summary>
                public class ConstantLR : LRScheduler
                {
                    readonly double factor;
                    readonly int total_iters;

                    public ConstantLR(
                        Optimizer optimizer, double factor = 1.0 / 3, int total_iters = 5, int last_epoch = -1,
                        bool verbose = false)
                        : base(optimizer, last_epoch, verbose)
                    {
                        (this.factor, this.total_iters) = (factor, total_iters);
                        step();
                    }

                    protected override IEnumerable<double> get_lr() =>
                        Scaled(_last_epoch == 0 ? factor : _last_epoch == total_iters ? 1 / factor : 1);

                    protected override IEnumerable<double> get_closed_form_lr() =>
                        FromBase(rate => rate * (_last_epoch >= total_iters ? 1 : factor));
                }
            }
        }
    }
}
