using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public bool requires_grad
        {
            get => Native.tensor_requires_grad(Handle) != 0;
            set
            {
                Native.Check(Native.tensor_set_requires_grad(Handle, value ? (sbyte)1 : (sbyte)0));
                GC.KeepAlive(this);
            }
        }

        public Tensor requires_grad_(bool requires_grad = true)
        {
            this.requires_grad = requires_grad;
            return this;
        }

        public Tensor with_requires_grad(bool requires_grad = true) => requires_grad_(requires_grad);

        public void retain_grad()
        {
            Native.Check(Native.tensor_retain_grad(Handle));
            GC.KeepAlive(this);
        }

        /// <summary>The gradient, a new owner of it at each call; null where none was computed.</summary>
        public unsafe Tensor? grad
        {
            get
            {
                IntPtr grad;
                Native.Check(Native.tensor_grad(Handle, &grad));
                GC.KeepAlive(this);
                return Own(grad);
            }
            set
            {
                Native.Check(Native.tensor_set_grad(Handle, value?.Handle ?? 0));
                GC.KeepAlive(this);
                GC.KeepAlive(value);
            }
        }

        public void backward() => backward(grad_tensors: null);

        public void backward(
            IList<Tensor>? grad_tensors = null, bool retain_graph = false, bool create_graph = false,
            IList<Tensor>? inputs = null) =>
            autograd.backward([this], grad_tensors, retain_graph, create_graph, inputs);

        static readonly Op detachOp = new("detach"), detachInplace = new("detach_");
        public Tensor detach() => detachOp.Call(this);
        public Tensor detach_() => detachInplace.Into(this);
    }
}
