using TorchSharp.Interop;
using static TorchSharp.torch;

// Modules that change only a tensor's shape.

namespace TorchSharp.Modules
{
    public sealed class Identity : ParameterLessModule<Tensor, Tensor>
    {
        internal Identity() : base(nameof(Identity)) { }
        public override Tensor forward(Tensor tensor) => New.Alias(tensor);
    }

    public sealed class Flatten : ParameterLessModule<Tensor, Tensor>
    {
        static readonly Op flatten = new("flatten.using_ints");
        internal Flatten(long start_dim, long end_dim) : base(nameof(Flatten)) =>
            (this.start_dim, this.end_dim) = (start_dim, end_dim);
        public long start_dim { get; set; }
        public long end_dim { get; set; }
        public override Tensor forward(Tensor input) => flatten.Call(input, start_dim, end_dim);
    }

    public sealed class Unflatten : ParameterLessModule<Tensor, Tensor>
    {
        internal Unflatten(long dim, long[] sizes) : base(nameof(Unflatten)) => (this.dim, unflattened_size) = (dim, sizes);
        public long dim { get; set; }
        public long[] unflattened_size { get; set; }
        public override Tensor forward(Tensor tensor) => tensor.unflatten(dim, unflattened_size);
    }

    public sealed class PixelShuffle : ParameterLessModule<Tensor, Tensor>
    {
        internal PixelShuffle(long factor) : base(nameof(PixelShuffle)) => upscale_factor = factor;
        public long upscale_factor { get; set; }
        public override Tensor forward(Tensor input) => nn.functional.pixel_shuffle(input, upscale_factor);
    }

    public sealed class PixelUnshuffle : ParameterLessModule<Tensor, Tensor>
    {
        internal PixelUnshuffle(long factor) : base(nameof(PixelUnshuffle)) => downscale_factor = factor;
        public long downscale_factor { get; set; }
        public override Tensor forward(Tensor input) => nn.functional.pixel_unshuffle(input, downscale_factor);
    }

    public sealed class ChannelShuffle : ParameterLessModule<Tensor, Tensor>
    {
        static readonly Op shuffle = new("channel_shuffle");
        internal ChannelShuffle(long groups) : base(nameof(ChannelShuffle)) => this.groups = groups;
        public long groups { get; set; }
        public override Tensor forward(Tensor tensor) => shuffle.Call(tensor, groups);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.Identity Identity() => new();
            public static Modules.Flatten Flatten(long start_dim = 1, long end_dim = -1) => new(start_dim, end_dim);
            public static Modules.Unflatten Unflatten(long dim, long[] unflattened_size) => new(dim, unflattened_size);
            public static Modules.PixelShuffle PixelShuffle(long upscale_factor) => new(upscale_factor);
            public static Modules.PixelUnshuffle PixelUnshuffle(long downscale_factor) => new(downscale_factor);
            public static Modules.ChannelShuffle ChannelShuffle(long groups) => new(groups);

            public static partial class functional
            {
                static readonly Op shuffleOp = new("pixel_shuffle"), unshuffleOp = new("pixel_unshuffle"),
                    oneHotOp = new("one_hot");
                public static Tensor pixel_shuffle(Tensor input, long upscale_factor) => shuffleOp.Call(input, upscale_factor);
                public static Tensor pixel_unshuffle(Tensor input, long downscale_factor) =>
                    unshuffleOp.Call(input, downscale_factor);

                public static Tensor one_hot(Tensor x, long num_classes = -1)
                {
                    if (x.dtype != ScalarType.Int64)
                        throw new ArgumentException("OneHot input tensor must have elements of type Int64");
                    return oneHotOp.Call(x, num_classes);
                }
            }
        }
    }
}
