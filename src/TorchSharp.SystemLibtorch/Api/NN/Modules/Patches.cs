using TorchSharp.Interop;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Sliding blocks of an image as columns.</summary>
    public sealed class Unfold : ParameterLessModule<Tensor, Tensor>
    {
        internal Unfold((long, long) kernel_size, (long, long) dilation, (long, long) padding, (long, long) stride)
            : base(nameof(Unfold)) =>
            (this.kernel_size, this.dilation, this.padding, this.stride) = (kernel_size, dilation, padding, stride);

        public (long, long) kernel_size { get; set; }
        public (long, long) dilation { get; set; }
        public (long, long) padding { get; set; }
        public (long, long) stride { get; set; }
        public override Tensor forward(Tensor tensor) => nn.functional.unfold(tensor, kernel_size, dilation, padding, stride);
    }

    /// <summary>Columns summed back into an image.</summary>
    public sealed class Fold : ParameterLessModule<Tensor, Tensor>
    {
        internal Fold(
            (long, long) output_size, (long, long) kernel_size, (long, long) dilation, (long, long) padding, (long, long) stride)
            : base(nameof(Fold))
        {
            (this.output_size, this.kernel_size) = (output_size, kernel_size);
            (this.dilation, this.padding, this.stride) = (dilation, padding, stride);
        }

        public (long, long) output_size { get; set; }
        public (long, long) kernel_size { get; set; }
        public (long, long) dilation { get; set; }
        public (long, long) padding { get; set; }
        public (long, long) stride { get; set; }
        public override Tensor forward(Tensor tensor) =>
            nn.functional.fold(tensor, output_size, kernel_size, dilation, padding, stride);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.Unfold Unfold(long kernel_size, long dilation = 1, long padding = 0, long stride = 1) =>
                new((kernel_size, kernel_size), (dilation, dilation), (padding, padding), (stride, stride));

            public static Modules.Unfold Unfold(
                (long, long) kernel_size, (long, long)? dilation = null, (long, long)? padding = null,
                (long, long)? stride = null) =>
                new(kernel_size, dilation ?? (1, 1), padding ?? (0, 0), stride ?? (1, 1));

            public static Modules.Fold Fold(
                long output_size,
                long kernel_size,
                long dilation = 1,
                long padding = 0,
                long stride = 1) =>
                new(
                    (output_size, output_size),
                    (kernel_size, kernel_size),
                    (dilation, dilation),
                    (padding, padding),
                    (stride, stride));

            public static Modules.Fold Fold(
                (long, long) output_size, (long, long) kernel_size, (long, long)? dilation = null, (long, long)? padding = null,
                (long, long)? stride = null) =>
                new(output_size, kernel_size, dilation ?? (1, 1), padding ?? (0, 0), stride ?? (1, 1));

            public static partial class functional
            {
                static readonly Op unfoldOp = new("im2col"), foldOp = new("col2im");

                public static Tensor unfold(
                    Tensor input, long kernel_size, long dilation = 1, long padding = 0, long stride = 1) =>
                    unfoldOp.Call(input, Repeat(kernel_size, 2), Repeat(dilation, 2), Repeat(padding, 2), Repeat(stride, 2));

                public static Tensor unfold(
                    Tensor input, (long, long) kernel_size, (long, long)? dilation = null, (long, long)? padding = null,
                    (long, long)? stride = null) =>
                    unfoldOp.Call(
                        input, torch.Items(kernel_size), Items(dilation, [1, 1]), Items(padding, [0, 0]), Items(stride, [1, 1]));

                public static Tensor fold(
                    Tensor input, long output_size, long kernel_size, long dilation = 1, long padding = 0, long stride = 1) =>
                    foldOp.Call(
                        input, Repeat(output_size, 2), Repeat(kernel_size, 2), Repeat(dilation, 2), Repeat(padding, 2),
                        Repeat(stride, 2));

                public static Tensor fold(
                    Tensor input, (long, long) output_size, (long, long) kernel_size, (long, long)? dilation = null,
                    (long, long)? padding = null, (long, long)? stride = null) =>
                    foldOp.Call(
                        input, torch.Items(output_size), torch.Items(kernel_size), Items(dilation, [1, 1]),
                        Items(padding, [0, 0]), Items(stride, [1, 1]));
            }
        }
    }
}
