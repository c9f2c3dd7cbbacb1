using System.Runtime.CompilerServices;
using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static partial class autograd
    {
        public static unsafe void backward(
            IList<Tensor> tensors, IList<Tensor>? grad_tensors = null, bool? retain_graph = null, bool create_graph = false,
            IList<Tensor>? inputs = null)
        {
            var (t, g, i) = (Handles(Given(tensors)), Handles(grad_tensors), Handles(inputs is null ? [] : Given(inputs)));
            fixed (IntPtr* tensor = t, seed = g, input = i)
                FunctionNode.Check(
                    Native.autograd_backward(
                        tensor, t.Length, seed, g.Length, Flag(retain_graph ?? create_graph), Flag(create_graph), input,
                        i.Length));
            GC.KeepAlive((tensors, grad_tensors, inputs));
        }

        public static void backward(
            Tensor tensor, IList<Tensor>? grad_tensors = null, bool? retain_graph = null, bool create_graph = false,
            IList<Tensor>? inputs = null) =>
            backward([tensor], grad_tensors, retain_graph, create_graph, inputs);

        public static void backward(
            Tensor tensor, Tensor? grad_tensor, bool? retain_graph = null, bool create_graph = false,
            IList<Tensor>? inputs = null) =>
            backward([tensor], grad_tensor is null ? null : [grad_tensor], retain_graph, create_graph, inputs);

        /// <summary>
        /// The gradients of the outputs' sum; that of an input which was not used is a tensor without a handle, as TorchSharp
        /// gives it.
        /// </summary>
        public static unsafe IList<Tensor> grad(
            IList<Tensor> outputs, IList<Tensor> inputs, IList<Tensor>? grad_outputs = null,
            bool retain_graph = false, bool create_graph = false, bool allow_unused = false)
        {
            var (o, i, g) = (Handles(Given(outputs)), Handles(Given(inputs)), Handles(grad_outputs));
            var result = new IntPtr[i.Length];
            fixed (IntPtr* output = o, input = i, seed = g, grads = result)
                FunctionNode.Check(Native.autograd_grad(
                    output, o.Length, input, i.Length, seed, g.Length, Flag(retain_graph), Flag(create_graph), Flag(allow_unused),
                    grads), "autograd.grad");
            GC.KeepAlive((outputs, inputs, grad_outputs));
            return Array.ConvertAll(result, handle => new Tensor(handle));
        }

        static IList<Tensor> Given(IList<Tensor>? tensors, [CallerArgumentExpression(nameof(tensors))] string? name = null)
        {
            ArgumentNullException.ThrowIfNull(tensors, name);
            return tensors.Contains(null!) ? throw Null($"a tensor of {name}") : tensors;
        }

        static IntPtr[] Handles(IList<Tensor>? tensors) => tensors == null ? [] : [.. tensors.Select(t => t?.Handle ?? 0)];

        static sbyte Flag(bool value) => value ? (sbyte)1 : (sbyte)0;
    }
}
