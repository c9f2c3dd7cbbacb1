using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>A source of random numbers with a state of its own.</summary>
    public class Generator : IDisposable
    {
        IntPtr handle;

        public unsafe Generator(ulong seed = 0, Device? device = null)
        {
            this.device = device ?? CPU;
            InitializeDeviceType(this.device.type);
            IntPtr created;
            Native.Check(Native.generator_new((int)this.device.type, this.device.index, (long)seed, &created));
            handle = created;
        }

        Generator(IntPtr handle, Device device) => (this.handle, this.device) = (handle, device);

        public static unsafe Generator Default
        {
            get
            {
                IntPtr shared;
                Native.Check(Native.generator_default((int)DeviceType.CPU, -1, &shared));
                return new Generator(shared, CPU);
            }
        }

        ~Generator() => Dispose(false);

        public Device device { get; }

        public IntPtr Handle =>
            handle != 0 ? handle : throw new ObjectDisposedException(nameof(Generator), "This generator was disposed.");

        // The package passes its null on to native code, which ends the process.
        IntPtr Undisposed => handle != 0 ? handle : throw Uncaught.Failure(
            new ObjectDisposedException(nameof(Generator), "This generator was disposed."), "a member of a disposed generator");

        public Generator manual_seed(long seed)
        {
            Native.Check(Native.generator_set_seed(Undisposed, seed));
            return this;
        }

        public long initial_seed() => Alive(Native.generator_seed(Undisposed));
        public long seed() => Alive(Native.generator_reseed(Undisposed));

        // The finalizer must not free the native generator while libtorch is using it.
        T Alive<T>(T result)
        {
            GC.KeepAlive(this);
            return result;
        }

        public unsafe Tensor get_state()
        {
            IntPtr state;
            Native.Check(Alive(Native.generator_state(Undisposed, &state)));
            return Tensor.Own(state);
        }

        public void set_state(Tensor value) =>
            Uncaught.Check(Alive(Native.generator_set_state(Undisposed, Given(value).Handle)), "Generator.set_state");

        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        protected virtual void Dispose(bool disposing)
        {
            var owned = Interlocked.Exchange(ref handle, 0);
            if (owned != 0) Native.generator_free(owned);
        }
    }

    public static Generator manual_seed(long seed)
    {
        Native.Check(Native.manual_seed(seed));
        return Generator.Default;
    }

    public static long initial_seed() => Generator.Default.initial_seed();
    public static long seed() => Generator.Default.seed();
    public static Tensor get_rng_state() => Generator.Default.get_state();
    public static void set_rng_state(Tensor new_state) => Generator.Default.set_state(new_state);

    public static partial class random
    {
        public static Generator manual_seed(long seed) => torch.manual_seed(seed);
        public static long initial_seed() => torch.initial_seed();
        public static long seed() => torch.seed();
        public static Tensor get_rng_state() => torch.get_rng_state();
        public static void set_rng_state(Tensor new_state) => torch.set_rng_state(new_state);
    }
}
