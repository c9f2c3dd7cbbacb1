namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static LRScheduler CosineAnnealingLR(
                Optimizer optimizer, double T_max, double eta_min = 0, int last_epoch = -1, bool verbose = false) =>
                new impl.CosineAnnealingLR(optimizer, T_max, eta_min, last_epoch, verbose);

            public static partial class impl
            {
                /// <summary>eta_min + (base − eta_min)·(1 + cos(π t/T_max))/2.</summary>
                public class CosineAnnealingLR : LRScheduler
                {
                    readonly double T_max, eta_min;

                    public CosineAnnealingLR(
                        Optimizer optimizer, double T_max, double eta_min = 0, int last_epoch = -1, bool verbose = false)
                        : base(optimizer, last_epoch, verbose)
                    {
                        (this.T_max, this.eta_min) = (T_max, eta_min);
                        step();
                    }

                    protected override IEnumerable<double> get_lr()
                    {
                        if (_last_epoch == 0) return Scaled(1);
                        if ((_last_epoch - 1 - T_max) % (2 * T_max) == 0)
                            return _optimizer.ParamGroups.Select((group, i) =>
                                group.LearningRate + (_base_lrs[i] - eta_min) * (1 - Math.Cos(Math.PI / T_max)) / 2);
                        var factor = (1 + Math.Cos(Math.PI * _last_epoch / T_max)) / (
                            1 + Math.Cos(Math.PI * (_last_epoch - 1) / T_max));
                        return _optimizer.ParamGroups.Select(group => factor * (group.LearningRate - eta_min) + eta_min);
                    }

                    protected override IEnumerable<double> get_closed_form_lr() =>
                        FromBase(rate => eta_min + (rate - eta_min) * (1 + Math.Cos(Math.PI * _last_epoch / T_max)) / 2);
                }
            }
        }
    }
}
