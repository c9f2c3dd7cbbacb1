using TorchSharp.Interop;
using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public interface ILearningRateController
        {
            double LearningRate { get; set; }
            double InitialLearningRate { get; set; }
        }

        public interface IMomentum
        {
            double Momentum { get; set; }
        }

        public interface IBetas
        {
            (double, double) Betas { get; set; }
        }

        /// <summary>Changes parameters by their gradients. The handle of a native optimizer is always 0 here.</summary>
        public abstract partial class Optimizer : IDisposable
        {
            protected IList<ParamGroup> _parameter_groups = [];

            protected Optimizer(IntPtr handle) => _ = handle;

            ~Optimizer() => Dispose(false);

            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            protected virtual void Dispose(bool disposing)
            {
                if (disposing) Release();
            }

            private protected virtual void Release() { }

            public virtual IEnumerable<ILearningRateController> ParamGroups => _parameter_groups;

            public virtual IEnumerable<Parameter> parameters() => Shown;

            private protected virtual IEnumerable<Parameter> Shown => _parameter_groups.SelectMany(group => group.Parameters);

            private protected virtual IEnumerable<Parameter> Trained => parameters();

            public virtual void add_param_group(ParamGroup param_group) => throw new NotImplementedException(
                $"add_param_group: {GetType().Name} has one group; make it with all parameters.");

            public virtual void zero_grad()
            {
                foreach (var parameter in Trained) parameter.grad = null;
            }

            public virtual Tensor step(Func<Tensor>? closure = null)
            {
                var loss = Evaluate(closure);
                var before = Native.grad_mode();
                Native.set_grad_mode(0);
                try
                {
                    for (var i = 0; i < _parameter_groups.Count; i++) Update(_parameter_groups[i]);
                }
                finally { Native.set_grad_mode(before); }
                return loss!;
            }

            private protected virtual void Update(ParamGroup group) => throw new NotImplementedException(
                $"step: {GetType().Name} has no step of its own; override it.");

            private protected static Tensor? Evaluate(Func<Tensor>? closure)
            {
                if (closure is null) return null;
                using var _ = enable_grad();
                return closure();
            }
        }
    }
}
