namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static LRScheduler ReduceLROnPlateau(
                Optimizer optimizer, string mode = "min", double factor = 0.1, int patience = 10, double threshold = 1e-4,
                string threshold_mode = "rel", int cooldown = 0, IList<double>? min_lr = null, double eps = 1e-8,
                bool verbose = false) =>
                new impl.ReduceLROnPlateau(
                    optimizer, mode, factor, patience, threshold, threshold_mode, cooldown, min_lr, eps, verbose);

            public static partial class impl
            {
                /// <summary>
                /// Multiplies the rate by factor when the metric has not improved for more than patience steps.
                /// </summary>
                public class ReduceLROnPlateau : LRScheduler
                {
                    readonly bool minimize, relative, verbose;
                    readonly double factor, threshold, eps;
                    readonly int patience, cooldown;
                    readonly IList<double> floors;
                    double best;
                    int bad, cooling;

                    public ReduceLROnPlateau(
                        Optimizer optimizer, string mode = "min", double factor = 0.1, int patience = 10, double threshold = 1e-4,
                        string threshold_mode = "rel", int cooldown = 0, IList<double>? min_lr = null, double eps = 1e-8,
                        bool verbose = false)
                        : base(optimizer, -1, verbose)
                    {
                        if (factor >= 1) throw new ArgumentException("Factor should be < 1.0");
                        if (mode is not ("min" or "max")) throw new ArgumentException($"mode {mode} is unknown!");
                        if (threshold_mode is not ("rel" or "abs"))
                            throw new ArgumentException($"threshold mode {threshold_mode} is unknown!");
                        (minimize, relative, this.verbose) = (mode == "min", threshold_mode == "rel", verbose);
                        (this.factor, this.threshold, this.eps, this.patience, this.cooldown) = (
                            factor,
                            threshold,
                            eps,
                            patience,
                            cooldown);
                        floors = min_lr is { Count: > 1 } ? min_lr : Enumerable.Repeat(min_lr is { Count: 1 } ? min_lr[0] : 0,
                            _base_lrs.Count).ToList();
                        best = minimize ? double.PositiveInfinity : double.NegativeInfinity;
                    }

                    public override void step() =>
                        throw new InvalidOperationException(
                            "step() should not be used with the ReduceLROnPlateau scheduler. Use step(double, int?), instead.");

                    public override void step(int? epoch) =>
                        throw new InvalidOperationException(
                            "step(int?) should not be used with the ReduceLROnPlateau scheduler. Use step(double, int?), " +
                            "instead.");

                    public override void step(double current, int? epoch = null)
                    {
                        _last_epoch = epoch ?? _last_epoch + 1;
                        bad = IsBetter(current) ? 0 : bad + 1;
                        if (bad == 0) best = current;
                        if (cooling > 0) (cooling, bad) = (cooling - 1, 0);
                        if (bad <= patience) return;
                        Reduce();
                        (cooling, bad) = (cooldown, 0);
                    }

                    bool IsBetter(double value) => minimize
                        ? value < (relative ? best * (1 - threshold) : best - threshold)
                        : value > (relative ? best * (1 + threshold) : best + threshold);

                    void Reduce()
                    {
                        var i = 0;
                        foreach (var group in _optimizer.ParamGroups)
                        {
                            var rate = Math.Max(group.LearningRate * factor, floors[i]);
                            if (group.LearningRate - rate > eps)
                            {
                                group.LearningRate = rate;
                                if (verbose)
                                    Console.WriteLine($"Epoch {_last_epoch}: reducing learning rate of group {i} to {rate:g4}.");
                            }
                            i++;
                        }
                    }
                }
            }
        }
    }
}
