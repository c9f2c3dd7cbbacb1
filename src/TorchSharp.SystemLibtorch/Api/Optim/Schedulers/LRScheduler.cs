namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            /// <summary>
            /// Sets the learning rates of an optimizer's groups, once at its construction and then at each step. Saves no state.
            /// </summary>
            public abstract class LRScheduler
            {
                internal Optimizer _optimizer = null!;
                internal int _last_epoch = -1;
                internal IList<double> _base_lrs = [], _last_lrs = [];
                readonly bool verbose;
                protected int _step_count;

                protected LRScheduler() { }

                protected LRScheduler(Optimizer optimizer, int last_epoch = -1, bool verbose = false)
                {
                    ArgumentNullException.ThrowIfNull(optimizer);
                    (_optimizer, _last_epoch, this.verbose) = (optimizer, last_epoch, verbose);
                    _base_lrs = optimizer.ParamGroups.Select(group => group.InitialLearningRate).ToList();
                    _last_lrs = optimizer.ParamGroups.Select(group => group.LearningRate).ToList();
                }

                public virtual void step() => step(null);

                public virtual void step(int? epoch)
                {
                    _step_count++;
                    _last_epoch = epoch ?? _last_epoch + 1;
                    var rates = (epoch is null ? get_lr() : get_closed_form_lr()).ToList();
                    var i = 0;
                    foreach (var group in _optimizer.ParamGroups) Set(group, i, rates[i++]);
                }

                /// <summary>Most schedulers ignore the metric.</summary>
                public virtual void step(double current, int? epoch = null) => step(epoch);

                void Set(ILearningRateController group, int index, double rate)
                {
                    group.LearningRate = rate;
                    if (verbose && _last_lrs[index] != rate) Console.WriteLine($"Adjusting learning rate to {rate}");
                    _last_lrs[index] = rate;
                }

                protected virtual IEnumerable<double> get_lr() => _optimizer.ParamGroups.Select(group => group.LearningRate);
                protected virtual IEnumerable<double> get_closed_form_lr() => get_lr();
                public IEnumerable<double> get_last_lr() => _last_lrs;

                private protected IEnumerable<double> Scaled(double factor) =>
                    _optimizer.ParamGroups.Select(group => group.LearningRate * factor);
                private protected IEnumerable<double> FromBase(Func<double, double> rate) => _base_lrs.Select(rate);
            }
        }
    }
}
