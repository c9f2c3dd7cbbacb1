using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    public abstract class PadBase : ParameterLessModule<Tensor, Tensor>
    {
        readonly PaddingModes mode;

        protected PadBase(string name, PaddingModes mode, double value, params long[] padding) : base(name) =>
            (this.mode, this.value, this.padding) = (mode, value, padding);

        public long[] padding { get; set; }
        public double value { get; set; }
        public override Tensor forward(Tensor input) => nn.functional.pad(input, padding, mode, value);
    }

    public sealed class ConstantPad1d : PadBase
    {
        internal ConstantPad1d(long[] padding, double value)
            : base(nameof(ConstantPad1d), PaddingModes.Constant, value, padding) { }
    }

    public sealed class ConstantPad2d : PadBase
    {
        internal ConstantPad2d(long[] padding, double value)
            : base(nameof(ConstantPad2d), PaddingModes.Constant, value, padding) { }
    }

    public sealed class ConstantPad3d : PadBase
    {
        internal ConstantPad3d(long[] padding, double value)
            : base(nameof(ConstantPad3d), PaddingModes.Constant, value, padding) { }
    }

    public sealed class ReflectionPad1d : PadBase
    {
        internal ReflectionPad1d(long[] padding) : base(nameof(ReflectionPad1d), PaddingModes.Reflect, 0, padding) { }
    }

    public sealed class ReflectionPad2d : PadBase
    {
        internal ReflectionPad2d(long[] padding) : base(nameof(ReflectionPad2d), PaddingModes.Reflect, 0, padding) { }
    }

    public sealed class ReflectionPad3d : PadBase
    {
        internal ReflectionPad3d(long[] padding) : base(nameof(ReflectionPad3d), PaddingModes.Reflect, 0, padding) { }
    }

    public sealed class ReplicationPad1d : PadBase
    {
        internal ReplicationPad1d(long[] padding) : base(nameof(ReplicationPad1d), PaddingModes.Replicate, 0, padding) { }
    }

    public sealed class ReplicationPad2d : PadBase
    {
        internal ReplicationPad2d(long[] padding) : base(nameof(ReplicationPad2d), PaddingModes.Replicate, 0, padding) { }
    }

    public sealed class ReplicationPad3d : PadBase
    {
        internal ReplicationPad3d(long[] padding) : base(nameof(ReplicationPad3d), PaddingModes.Replicate, 0, padding) { }
    }

    public sealed class ZeroPad2d : PadBase
    {
        internal ZeroPad2d(long[] padding) : base(nameof(ZeroPad2d), PaddingModes.Constant, 0, padding) { }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.ConstantPad1d ConstantPad1d(long padding, double value) =>
                new(Enumerable.Repeat(padding, 2).ToArray(), value);
            public static Modules.ConstantPad1d ConstantPad1d((long, long) padding, double value) =>
                new(Items(padding), value);
            public static Modules.ConstantPad2d ConstantPad2d(long padding, double value) =>
                new(Enumerable.Repeat(padding, 4).ToArray(), value);
            public static Modules.ConstantPad2d ConstantPad2d((long, long, long, long) padding, double value) =>
                new(Items(padding), value);
            public static Modules.ConstantPad3d ConstantPad3d(long padding, double value) =>
                new(Enumerable.Repeat(padding, 6).ToArray(), value);
            public static Modules.ConstantPad3d ConstantPad3d((long, long, long, long, long, long) padding, double value) =>
                new([padding.Item1, padding.Item2, padding.Item3, padding.Item4, padding.Item5, padding.Item6], value);
            public static Modules.ReflectionPad1d ReflectionPad1d(long padding) => new(Enumerable.Repeat(padding, 2).ToArray());
            public static Modules.ReflectionPad1d ReflectionPad1d((long, long) padding) =>
                new(Items(padding));
            public static Modules.ReflectionPad2d ReflectionPad2d(long padding) => new(Enumerable.Repeat(padding, 4).ToArray());
            public static Modules.ReflectionPad2d ReflectionPad2d((long, long, long, long) padding) =>
                new(Items(padding));
            public static Modules.ReflectionPad3d ReflectionPad3d(long padding) => new(Enumerable.Repeat(padding, 6).ToArray());
            public static Modules.ReflectionPad3d ReflectionPad3d((long, long, long, long, long, long) padding) =>
                new([padding.Item1, padding.Item2, padding.Item3, padding.Item4, padding.Item5, padding.Item6]);
            public static Modules.ReplicationPad1d ReplicationPad1d(long padding) => new(Enumerable.Repeat(padding, 2).ToArray());
            public static Modules.ReplicationPad1d ReplicationPad1d((long, long) padding) =>
                new(Items(padding));
            public static Modules.ReplicationPad2d ReplicationPad2d(long padding) => new(Enumerable.Repeat(padding, 4).ToArray());
            public static Modules.ReplicationPad2d ReplicationPad2d((long, long, long, long) padding) =>
                new(Items(padding));
            public static Modules.ReplicationPad3d ReplicationPad3d(long padding) => new(Enumerable.Repeat(padding, 6).ToArray());
            public static Modules.ReplicationPad3d ReplicationPad3d((long, long, long, long, long, long) padding) =>
                new([padding.Item1, padding.Item2, padding.Item3, padding.Item4, padding.Item5, padding.Item6]);
            public static Modules.ZeroPad2d ZeroPad2d(long padding) => new(Enumerable.Repeat(padding, 4).ToArray());
            public static Modules.ZeroPad2d ZeroPad2d((long, long, long, long) padding) =>
                new(Items(padding));
        }
    }
}
