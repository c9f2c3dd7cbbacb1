namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static LRScheduler CyclicLR(
                Optimizer optimizer, double base_lr, double max_lr, int step_size_up = 2000, int step_size_down = -1,
                impl.CyclicLR.Mode mode = impl.CyclicLR.Mode.Triangular, double gamma = 1.0,
                Func<double, double>? scale_fn = null, impl.CyclicLR.ScaleMode scale_mode = impl.CyclicLR.ScaleMode.Cycle,
                bool cycle_momentum = true, double base_momentum = 0.8, double max_momentum = 0.9,
                int last_epoch = -1, bool verbose = false) =>
                new impl.CyclicLR(
                    optimizer, base_lr, max_lr, step_size_up, step_size_down, mode, gamma, scale_fn, scale_mode, cycle_momentum,
                    base_momentum, max_momentum,
                    last_epoch, verbose);

            public static LRScheduler CyclicLR(
                Optimizer optimizer, IEnumerable<double> base_lr, IEnumerable<double> max_lr, int step_size_up = 2000,
                int step_size_down = -1, impl.CyclicLR.Mode mode = impl.CyclicLR.Mode.Triangular, double gamma = 1.0,
                Func<double, double>? scale_fn = null, impl.CyclicLR.ScaleMode scale_mode = impl.CyclicLR.ScaleMode.Cycle,
                bool cycle_momentum = true, IEnumerable<double>? base_momentum = null, IEnumerable<double>? max_momentum = null,
                int last_epoch = -1, bool verbose = false) =>
                new impl.CyclicLR(
                    optimizer, base_lr, max_lr, step_size_up, step_size_down, mode, gamma, scale_fn, scale_mode, cycle_momentum,
                    base_momentum, max_momentum,
                    last_epoch, verbose);

            public static partial class impl
            {
                /// <summary>
                /// The rate runs up and down between two bounds (Smith 2017).
                /// The momentum moves by the same height, upwards from its maximum: so it is in TorchSharp.
                /// </summary>
                public class CyclicLR : LRScheduler
                {
                    public enum Mode { Triangular = 0, Triangular2 = 1, ExpRange = 2 }
                    public enum ScaleMode { Cycle = 0, Iterations = 1 }

                    readonly double length, rise;
                    readonly Func<double, double> scale;
                    readonly bool byCycle, moves;
                    readonly double[] top, lowMomentum = [], highMomentum = [];

                    public CyclicLR(
                        Optimizer optimizer, double base_lr, double max_lr, int step_size_up = 2000, int step_size_down = -1,
                        Mode mode = Mode.Triangular, double gamma = 1.0, Func<double, double>? scale_fn = null,
                        ScaleMode scale_mode = ScaleMode.Cycle, bool cycle_momentum = true, double base_momentum = 0.8,
                        double max_momentum = 0.9, int last_epoch = -1, bool verbose = false)
                        : this(
                            optimizer, Each(optimizer, base_lr), Each(optimizer, max_lr), step_size_up, step_size_down, mode,
                            gamma, scale_fn, scale_mode,
                            cycle_momentum, Each(optimizer, base_momentum), Each(optimizer, max_momentum), last_epoch,
                            verbose)
                    { }

                    public CyclicLR(
                        Optimizer optimizer, IEnumerable<double> base_lr, IEnumerable<double> max_lr, int step_size_up = 2000,
                        int step_size_down = -1,
                        Mode mode = Mode.Triangular, double gamma = 1.0, Func<double, double>? scale_fn = null,
                        ScaleMode scale_mode = ScaleMode.Cycle, bool cycle_momentum = true,
                        IEnumerable<double>? base_momentum = null, IEnumerable<double>? max_momentum = null,
                        int last_epoch = -1, bool verbose = false)
                        : base(optimizer, last_epoch, verbose)
                    {
                        length = step_size_up + (step_size_down == -1 ? step_size_up : step_size_down);
                        rise = step_size_up / length;
                        (_base_lrs, top) = (base_lr.ToList(), max_lr.ToArray());
                        scale = scale_fn ?? Scale(mode, gamma);
                        (byCycle, moves) = (scale_fn is null || scale_mode == ScaleMode.Cycle, cycle_momentum);
                        if (moves)
                        {
                            if (optimizer is not IMomentum)
                                throw new ArgumentException(
                                    "optimizer must support momentum with `cycle_momentum` option enabled");
                            lowMomentum = (base_momentum ?? Each(optimizer, 0.8)).ToArray();
                            highMomentum = (max_momentum ?? Each(optimizer, 0.9)).ToArray();
                        }
                        step();
                    }

                    static IEnumerable<double> Each(Optimizer optimizer, double value) =>
                        Enumerable.Repeat(value, optimizer?.ParamGroups.Count() ?? 0);

                    static Func<double, double> Scale(Mode mode, double gamma) => mode switch
                    {
                        Mode.Triangular2 => cycle => 1 / Math.Pow(2, cycle - 1),
                        Mode.ExpRange => cycle => Math.Pow(gamma, cycle),
                        _ => _ => 1,
                    };

                    protected override IEnumerable<double> get_lr()
                    {
                        var cycle = Math.Floor(1 + _last_epoch / length);
                        var place = 1 + _last_epoch / length - cycle;
                        var height = (
                            place <= rise ? place / rise : (place - 1) / (rise - 1)) * scale(byCycle ? cycle : _last_epoch);
                        if (moves)
                            foreach (var (group, i) in _optimizer.ParamGroups.Select((group, i) => (group, i)))
                                ((IMomentum)group).Momentum = highMomentum[i] + (highMomentum[i] - lowMomentum[i]) * height;
                        return _base_lrs.Select((low, i) => low + (top[i] - low) * height);
                    }
                }
            }
        }
    }
}
