using System.Diagnostics.CodeAnalysis;
using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static partial class autograd
    {
        /// <summary>A differentiable function with a backward of its own.</summary>
        public abstract class Function<T> where T : Function<T>, new()
        {
            public abstract string Name { get; }

            internal abstract List<Tensor> RunForward(AutogradContext context, object[] vars);
            internal abstract List<Tensor> RunBackward(AutogradContext context, List<Tensor> gradients);

            [SuppressMessage("Design", "CA1000")]
            public static List<Tensor> apply_internal(params object[] vars)
            {
                ArgumentNullException.ThrowIfNull(vars);
                var function = new T();
                var context = new AutogradContext();
                List<Tensor> outputs;
                using (no_grad()) outputs = function.RunForward(context, vars);
                if (outputs is null || outputs.Contains(null!))
                    throw new InvalidOperationException($"forward of {function.Name} returned null.");
                var inputs = vars.OfType<Tensor>().ToArray();
                if (!is_grad_enabled() || !inputs.Any(t => t.requires_grad)) return outputs;
                return FunctionNode.Attach(
                    function.Name, context, inputs, Detached(outputs, inputs, context), Backward(function, context, vars));
            }

            // The node must not hold the arguments themselves: a dirty one would keep its own graph alive.
            static Func<List<Tensor>, Tensor?[]> Backward(T function, AutogradContext context, object[] vars)
            {
                var isTensor = Array.ConvertAll(vars, v => v is Tensor);
                return gradients => Ordered(function.RunBackward(context, gradients), isTensor, function.Name);
            }

            // An input that forward hands through is given a name of its own, so that it can have two histories.
            static List<Tensor> Detached(List<Tensor> outputs, Tensor[] inputs, AutogradContext context) =>
                [.. outputs.Select(
                    o => inputs.Any(i => i.Handle == o.Handle) && !context.Dirty.Any(d => d.Handle == o.Handle) ? o.detach()
                        : o)];

            // Gradients may be given for each argument, or for the tensors among them.
            static Tensor?[] Ordered(List<Tensor>? gradients, bool[] isTensor, string name)
            {
                var tensors = isTensor.Count(t => t);
                if (gradients?.Count == isTensor.Length) return [.. gradients.Where((_, i) => isTensor[i])];
                if (gradients?.Count == tensors) return [.. gradients];
                throw new InvalidOperationException(
                    $"{name} returned {gradients?.Count.ToString() ?? "null for"} gradients for {isTensor.Length} arguments, " +
                    $"{tensors} of them tensors.");
            }
        }

        public abstract class SingleTensorFunction<T> : Function<T> where T : SingleTensorFunction<T>, new()
        {
            [SuppressMessage("Design", "CA1000")]
            public static Tensor apply(params object[] vars) => apply_internal(vars)[0];

            public abstract Tensor forward(AutogradContext ctx, params object[] vars);
            public abstract List<Tensor> backward(AutogradContext ctx, Tensor grad_output);

            internal sealed override List<Tensor> RunForward(AutogradContext context, object[] vars) => [forward(context, vars)];
            internal sealed override List<Tensor> RunBackward(AutogradContext context, List<Tensor> gradients) =>
                backward(context, gradients[0]);
        }

        public abstract class MultiTensorFunction<T> : Function<T> where T : MultiTensorFunction<T>, new()
        {
            [SuppressMessage("Design", "CA1000")]
            public static List<Tensor> apply(params object[] vars) => apply_internal(vars);

            public abstract List<Tensor> forward(AutogradContext ctx, params object[] vars);
            public abstract List<Tensor> backward(AutogradContext ctx, List<Tensor> grad_outputs);

            internal sealed override List<Tensor> RunForward(AutogradContext context, object[] vars) => forward(context, vars);
            internal sealed override List<Tensor> RunBackward(AutogradContext context, List<Tensor> gradients) =>
                backward(context, gradients);
        }
    }
}
