namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static LRScheduler LinearLR(
                Optimizer optimizer, double start_factor = 1.0 / 3, double end_factor = 1.0, int total_iters = 5,
                int last_epoch = -1, bool verbose = false) =>
                new impl.LinearLR(optimizer, start_factor, end_factor, total_iters, last_epoch, verbose);

            public static partial class impl
            {
                /// <summary>
                /// The base rate times a factor that runs straight from start_factor to end_factor in total_iters steps.
                /// </summary>
                public class LinearLR : LRScheduler
                {
                    readonly double start_factor, end_factor;
                    readonly int total_iters;

                    public LinearLR(
                        Optimizer optimizer, double start_factor = 1.0 / 3, double end_factor = 1.0, int total_iters = 5,
                        int last_epoch = -1, bool verbose = false)
                        : base(optimizer, last_epoch, verbose)
                    {
                        (this.start_factor, this.end_factor, this.total_iters) = (start_factor, end_factor, total_iters);
                        step();
                    }

                    protected override IEnumerable<double> get_lr()
                    {
                        if (_last_epoch == 0) return Scaled(start_factor);
                        if (_last_epoch > total_iters) return Scaled(1);
                        var change = end_factor - start_factor;
                        return Scaled(1 + change / (total_iters * start_factor + (_last_epoch - 1) * change));
                    }

                    protected override IEnumerable<double> get_closed_form_lr() =>
                        FromBase(
                            rate => rate * (
                                start_factor + (end_factor - start_factor) * Math.Min(total_iters, _last_epoch) / total_iters));
                }
            }
        }
    }
}
