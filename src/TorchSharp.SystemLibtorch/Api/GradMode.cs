using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static IDisposable no_grad() => new GradMode(false);
    public static IDisposable enable_grad(bool enabled = true) => new GradMode(enabled);
    public static IDisposable set_grad_enabled(bool mode = true) => new GradMode(mode);
    public static bool is_grad_enabled() => Native.grad_mode() != 0;
    public static IDisposable inference_mode(bool mode = true) => new InferenceMode(mode);
    public static bool is_inference_mode_enabled() => Native.inference_mode() != 0;

    sealed class GradMode : IDisposable
    {
        readonly sbyte before = Native.grad_mode();
        bool disposed;

        internal GradMode(bool enabled) => Native.set_grad_mode(enabled ? (sbyte)1 : (sbyte)0);

        public void Dispose()
        {
            if (disposed) return;
            disposed = true;
            Native.set_grad_mode(before);
        }
    }

    sealed class InferenceMode(bool mode) : IDisposable
    {
        readonly int thread = Environment.CurrentManagedThreadId;
        IntPtr guard = Native.enter_inference_mode(mode ? (sbyte)1 : (sbyte)0);

        public void Dispose()
        {
            if (guard == 0) return;
            if (thread != Environment.CurrentManagedThreadId)
                throw new InvalidOperationException("An inference mode ends on the thread that began it.");
            Native.leave_inference_mode(guard);
            guard = 0;
        }
    }
}
