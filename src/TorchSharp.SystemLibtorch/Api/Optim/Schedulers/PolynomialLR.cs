namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static LRScheduler PolynomialLR(
                Optimizer optimizer, int total_iters = 5, double power = 1, int last_epoch = -1, bool verbose = false) =>
                new impl.PolynomialLR(optimizer, total_iters, power, last_epoch, verbose);

            public static partial class impl
            {
                /// <summary>The base rate times (1 − t/total_iters)ᵖᵒʷᵉʳ.</summary>
                public class PolynomialLR : LRScheduler
                {
                    readonly int total_iters;
                    readonly double power;

                    public PolynomialLR(
                        Optimizer optimizer, int total_iters = 5, double power = 1, int last_epoch = -1, bool verbose = false)
                        : base(optimizer, last_epoch, verbose)
                    {
                        (this.total_iters, this.power) = (total_iters, power);
                        step();
                    }

                    protected override IEnumerable<double> get_lr()
                    {
                        if (_last_epoch == 0 || _last_epoch > total_iters) return Scaled(1);
                        double Rest(int step) => 1 - (double)step / total_iters;
                        return Scaled(Math.Pow(Rest(_last_epoch) / Rest(_last_epoch - 1), power));
                    }

                    protected override IEnumerable<double> get_closed_form_lr() =>
                        FromBase(rate => rate * Math.Pow(1 - (double)Math.Min(total_iters, _last_epoch) / total_iters, power));
                }
            }
        }
    }
}
