using System.Collections;
using System.Runtime.InteropServices;
using TorchSharp.Interop;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>
    /// Limited-memory BFGS with a fixed step, as libtorch's torch::optim::LBFGS without line search.
    /// Needs a closure that computes loss and gradients anew; keeps no state that could be saved.
    /// </summary>
    public partial class LBFGS : optim.Optimizer, optim.ILearningRateController
    {
        public double _rate;
        readonly long maxIterations, maxEvaluations;
        readonly double gradientTolerance, changeTolerance;
        readonly CurvatureMemory memory;
        readonly Parameter[] all;
        Tensor? direction, before;
        double length;
        long iterations;

        internal LBFGS(
            Parameter[] parameters, double lr, long max_iter, long max_eval, double tolerance_grad, double tolerance_change,
            long history_size)
            : base(0)
        {
            (_rate, InitialLearningRate, all) = (lr, lr, parameters);
            (maxIterations, maxEvaluations) = (max_iter, max_eval);
            (gradientTolerance, changeTolerance, memory) = (tolerance_grad, tolerance_change, new CurvatureMemory(history_size));
            _parameter_groups = [new ParamGroup
            {
                Parameters = Shown,
                Options = new OptimizerOptions { LearningRate = lr, InitialLearningRate = lr },
            }];
        }

        // As in the package: other objects for the parameters, to be enumerated once.
        private protected override IEnumerable<Parameter> Shown => new Once(all);

        private protected override IEnumerable<Parameter> Trained => all;

        public double InitialLearningRate { get; set; }
        public double LearningRate { get => _rate; set => _rate = value; }

        private protected override void Release()
        {
            memory.Dispose();
            direction?.Dispose();
            before?.Dispose();
        }

        public override Tensor step(Func<Tensor>? closure)
        {
            if (closure is null)
                throw new ArgumentNullException(nameof(closure), "'closure' must be non-null when using the LBFGS optimizer.");
            using var _ = no_grad();
            var first = Called(closure);
            var gradient = FlatGradient();
            try { Iterate(closure, Number(first), ref gradient); }
            finally { gradient.Dispose(); }
            return first;
        }

        // In the package native code calls the closure: no exception passes through it.
        static Tensor Called(Func<Tensor> closure)
        {
            try { return Evaluate(closure)!; }
            catch (Exception e) when (e is not EndsTheProcessException)
            {
                throw Uncaught.Failure(new ExternalException(e.Message, e), "the closure of LBFGS.step");
            }
        }

        void Iterate(Func<Tensor> closure, double loss, ref Tensor gradient)
        {
            if (Largest(gradient) <= gradientTolerance) return;
            var evaluations = 1L;
            for (var n = 1L; n <= maxIterations; n++)
            {
                iterations++;
                NextDirection(gradient);
                length = iterations == 1 ? Math.Min(1, 1 / AbsoluteSum(gradient)) * _rate : _rate;
                if (memory.Dot(gradient, direction!) > -changeTolerance) return;
                AddToParameters(length, direction!);
                if (n == maxIterations) return;
                var previous = loss;
                using (var value = Called(closure)) loss = Number(value);
                gradient.Dispose();
                gradient = FlatGradient();
                if (++evaluations >= maxEvaluations || Largest(gradient) <= gradientTolerance) return;
                if (Math.Abs(length) * Largest(direction!) <= changeTolerance
                    || Math.Abs(loss - previous) < changeTolerance) return;
            }
        }

        void NextDirection(Tensor gradient)
        {
            if (direction is not null && before is not null) memory.Remember(gradient, before, direction, length);
            direction?.Dispose();
            direction = memory.Descend(gradient);
            before?.Dispose();
            before = gradient.clone().DetachFromDisposeScope();
        }

        // The package makes new objects over the same native tensors at every enumeration: a second one frees them twice.
        sealed class Once(Parameter[] parameters) : IEnumerable<Parameter>
        {
            bool isTaken;

            public IEnumerator<Parameter> GetEnumerator()
            {
                if (isTaken)
                    throw Uncaught.Failure(
                        new ExternalException("These parameters were taken already."),
                        "a second enumeration of LBFGS's parameters");
                isTaken = true;
                return parameters.Select(
                    p => new Parameter(Tensor.Own(Native.tensor_share(p.Handle)), p.requires_grad)).GetEnumerator();
            }

            IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class optim
        {
            // TorchSharp's own trap: with named parameters the default max_eval throws.
            public static Modules.LBFGS LBFGS(
                IEnumerable<(string name, Modules.Parameter parameter)> parameters, double lr = 0.01, long max_iter = 20,
                long? max_eval = null, double tolerange_grad = 1e-5, double tolerance_change = 1e-9, long history_size = 100) =>
                LBFGS(
                    parameters.Select(named => named.parameter), lr, max_iter, max_eval!.Value, tolerange_grad, tolerance_change,
                    history_size);

            public static Modules.LBFGS LBFGS(
                IEnumerable<Modules.Parameter> parameters,
                double lr = 0.01,
                long max_iter = 20,
                long? max_eval = null,
                double tolerange_grad = 1e-5,
                double tolerance_change = 1e-9,
                long history_size = 100) =>
                new(
                    parameters.ToArray(),
                    lr,
                    max_iter,
                    max_eval ?? 5 * max_iter / 4,
                    tolerange_grad,
                    tolerance_change,
                    history_size);
        }
    }
}
