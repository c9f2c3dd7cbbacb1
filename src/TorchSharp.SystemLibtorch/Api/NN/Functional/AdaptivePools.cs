using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            static readonly Op adaptiveAvg1d = new("adaptive_avg_pool1d"), adaptiveAvg2d = new("adaptive_avg_pool2d"),
                adaptiveAvg3d = new("adaptive_avg_pool3d"), adaptiveMax1d = new("adaptive_max_pool1d"),
                adaptiveMax2d = new("adaptive_max_pool2d"),
                adaptiveMax3d = new("adaptive_max_pool3d");

            static Tensor First((Tensor first, Tensor second) pair)
            {
                pair.second.Dispose();
                return pair.first;
            }

            public static Tensor adaptive_avg_pool1d(Tensor input, long output_size) => adaptiveAvg1d.Call(input, output_size);
            public static Tensor adaptive_avg_pool2d(Tensor input, long[] output_size) => adaptiveAvg2d.Call(input, output_size);
            public static Tensor adaptive_avg_pool2d(Tensor input, long output_size) =>
                adaptiveAvg2d.Call(input, Repeat(output_size, 2));
            public static Tensor adaptive_avg_pool2d(Tensor input, (long, long) output_size) =>
                adaptiveAvg2d.Call(input, torch.Items(output_size));
            public static Tensor adaptive_avg_pool3d(Tensor input, long[] output_size) => adaptiveAvg3d.Call(input, output_size);
            public static Tensor adaptive_avg_pool3d(Tensor input, long output_size) =>
                adaptiveAvg3d.Call(input, Repeat(output_size, 3));
            public static Tensor adaptive_avg_pool3d(Tensor input, (long, long, long) output_size) =>
                adaptiveAvg3d.Call(input, torch.Items(output_size));

            public static Tensor adaptive_max_pool1d(Tensor input, long output_size) =>
                First(adaptiveMax1d.Call2(input, output_size));
            public static (Tensor Values, Tensor Indices) adaptive_max_pool1d_with_indices(Tensor input, long output_size) =>
                adaptiveMax1d.Call2(input, output_size);

            public static Tensor adaptive_max_pool2d(Tensor input, long[] output_size) =>
                First(adaptiveMax2d.Call2(input, output_size));
            public static (Tensor Values, Tensor Indices) adaptive_max_pool2d_with_indices(Tensor input, long[] output_size) =>
                adaptiveMax2d.Call2(input, output_size);

            public static Tensor adaptive_max_pool3d(Tensor input, long[] output_size) =>
                First(adaptiveMax3d.Call2(input, output_size));
            public static (Tensor Values, Tensor Indices) adaptive_max_pool3d_with_indices(Tensor input, long[] output_size) =>
                adaptiveMax3d.Call2(input, output_size);
        }
    }
}
