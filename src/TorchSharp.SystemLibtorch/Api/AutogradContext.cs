using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static partial class autograd
    {
        /// <summary>What a custom function's forward leaves for its backward.</summary>
        public class AutogradContext : IDisposable
        {
            readonly Dictionary<string, object> data = [];
            internal List<Tensor> Saved = [], Dirty = [], NonDifferentiable = [];
            internal IntPtr Node;
            internal bool IsFreed;
            internal int SavedCount;

            internal AutogradContext() { }

            public bool MaterializeGrads { get; private set; } = true;

            public void set_materialize_grads(bool value) => MaterializeGrads = value;
            public void save_for_backward(List<Tensor> tensors) =>
                Saved = tensors ?? throw new ArgumentNullException(nameof(tensors));
            public void mark_dirty(List<Tensor> tensors) => Dirty = tensors ?? throw new ArgumentNullException(nameof(tensors));
            public void mark_non_differentiable(List<Tensor> tensors) =>
                NonDifferentiable = tensors ?? throw new ArgumentNullException(nameof(tensors));
            public void save_data(string key, object value) => data[key] = value;
            public object get_data(string key) => data[key];

            /// <summary>The saved tensors, new owners of them; libtorch refuses those that were changed in place since.</summary>
            public unsafe List<Tensor> get_saved_variables()
            {
                if (IsFreed) throw new InvalidOperationException("The graph that saved these tensors is gone.");
                if (Node == 0) return Saved;
                var handles = new IntPtr[SavedCount];
                fixed (IntPtr* first = handles) Native.Check(NativeFunction.function_saved(Node, first));
                return [.. handles.Select(Tensor.Own)];
            }

            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            protected virtual void Dispose(bool disposing) => data.Clear();
        }
    }
}
