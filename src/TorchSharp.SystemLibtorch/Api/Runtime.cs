using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static unsafe string __version__ => Native.Text(Native.libtorch_version());

    public static DisposeScope NewDisposeScope() => DisposeScopeManager.Open();
    public static DisposeScope? CurrentDisposeScope => DisposeScopeManager.Current;

    public static Tensor WrappedTensorDisposeScope(Func<Tensor> expr)
    {
        using var scope = NewDisposeScope();
        return expr().MoveToOuterDisposeScope();
    }

    public static int get_num_threads() => Native.num_threads();
    public static void set_num_threads(int num) => Uncaught.Check(Native.set_num_threads(Bearable(num)), nameof(set_num_threads));
    public static int get_num_interop_threads() => Native.num_interop_threads();
    public static void set_num_interop_threads(int num) =>
        Uncaught.Check(Native.set_num_interop_threads(Bearable(num)), nameof(set_num_interop_threads));

    // libtorch makes each of them at once: with 2,000 it did not come back in minutes.
    const int MostThreads = 1_024;

    static int Bearable(int num) => num <= MostThreads ? num
        : throw new ArgumentOutOfRangeException(nameof(num), num, $"Threads must be at most {MostThreads}; given {num}.");


    public static partial class cuda
    {
        public static bool is_available() => Native.cuda_device_count() > 0;
        public static int device_count() => Native.cuda_device_count();
        public static bool is_cudnn_available() => is_available() && Native.has_cudnn() != 0;
        public static void manual_seed(long seed) => torch.manual_seed(seed);
        public static void manual_seed_all(long seed) => torch.manual_seed(seed);
        public static void synchronize(Device? device = null) => Native.Check(Native.cuda_synchronize(device?.index ?? -1));
    }
}
