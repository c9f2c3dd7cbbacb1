using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>A tensor that a module trains. Takes over the data's native tensor; the given object becomes invalid.</summary>
    public class Parameter : Tensor
    {
        public Parameter(Tensor data, bool requires_grad = true) : base(Take(data, requires_grad, out var scope))
        {
            if (scope != null && OwningDisposeScope != scope) scope.Attach(this);
        }

        static IntPtr Take(Tensor data, bool requires_grad, out DisposeScope? scope)
        {
            if (data is null) throw Null(nameof(data));
            data.requires_grad = requires_grad;
            scope = data.OwningDisposeScope;
            return data.DecoupleFromNativeHandle();
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.Parameter Parameter(Tensor data, bool requires_grad = true) => new(data, requires_grad);
        }
    }
}
