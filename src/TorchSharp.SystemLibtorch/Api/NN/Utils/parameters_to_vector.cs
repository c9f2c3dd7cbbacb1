using TorchSharp.Interop;
using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class utils
        {
            static readonly Op flatten = new("reshape"), cat = new("cat"), narrow = new("narrow"), viewAs = new("view_as"),
                copy = new("copy_");

            public static Tensor parameters_to_vector(IEnumerable<Parameter> tensors)
            {
                var parts = tensors.Select(tensor => flatten.Call(tensor, new[] { -1L })).ToArray();
                var vector = cat.Call(parts, 0);
                foreach (var part in parts) part.Dispose();
                return vector;
            }

            public static void vector_to_parameters(Tensor vec, IEnumerable<Parameter> tensors)
            {
                using var _ = no_grad();
                var offset = 0L;
                foreach (var tensor in tensors)
                {
                    var count = tensor.numel();
                    using var part = narrow.Raw(vec, 0, offset, count);
                    using var shaped = viewAs.Raw(part, tensor);
                    copy.Into(tensor, shaped);
                    offset += count;
                }
            }
        }
    }
}
