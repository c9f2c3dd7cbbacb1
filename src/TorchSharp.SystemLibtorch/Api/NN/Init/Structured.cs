using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        // Initial values with a structure: identities, orthogonal rows, zeros.
        public static partial class init
        {
            static readonly Op eyeOp = new("eye.m_out"), qrOp = new("linalg_qr"), diagonalOp = new("diagonal"),
            signOp = new("sign"),
                mulInplace = new("mul_.Tensor"), mulScalar = new("mul_.Scalar"), copyOp = new("copy_"), transposeOp = new("t"),
                viewOp = new("reshape"), randpermOp = new("randperm"),
                indexFill = new("index_fill_.int_Scalar"), selectOp = new("select.int"),
                fillElement = new("fill_.Scalar"), emptyLike = new("empty_like");

            public static Tensor eye_(Tensor tensor)
            {
                var shape = tensor.shape;
                if (shape.Length != 2) throw new ArgumentException("Only tensors with 2 dimensions are supported");
                using var _ = no_grad();
                eyeOp.Raw(shape[0], shape[1], tensor).Dispose();
                return tensor;
            }

            /// <summary>Keeps each input channel as it is: 1 at the kernel's centre.</summary>
            public static Tensor dirac_(Tensor tensor)
            {
                var shape = tensor.shape;
                if (shape.Length is < 3 or > 5)
                    throw new ArgumentException("Only tensors with 3, 4, or 5 dimensions are supported");
                using var _ = no_grad();
                zeroOp.Into(tensor);
                for (var channel = 0L; channel < Math.Min(shape[0], shape[1]); channel++)
                {
                    using var scope = NewDisposeScope();
                    var element = selectOp.Call(selectOp.Call(tensor, 0, channel), 0, channel);
                    for (var i = 2; i < shape.Length; i++) element = selectOp.Call(element, 0, shape[i] / 2);
                    fillElement.Into(element, 1);
                }
                return tensor;
            }

            /// <summary>
            /// Rows or columns orthonormal, times gain: the Q of a normal matrix, its signs made unique by R's diagonal.
            /// </summary>
            public static Tensor orthogonal_(Tensor tensor, double gain = 1)
            {
                var shape = tensor.shape;
                if (shape.Length < 2) throw new ArgumentException("Only tensors with 2 or more dimensions are supported");
                using var off = no_grad();
                using var scope = NewDisposeScope();
                var flat = normalOp.Into(emptyLike.Call(viewOp.Call(tensor, new[] { shape[0], -1 })), 0, 1);
                var wide = flat.shape[0] < flat.shape[1];
                var (q, r) = qrOp.Call2(wide ? transposeOp.Call(flat) : flat);
                mulInplace.Into(q, signOp.Call(diagonalOp.Call(r)));
                copyOp.Into(tensor, viewOp.Call(wide ? transposeOp.Call(q) : q, shape));
                return mulScalar.Into(tensor, gain);
            }

            /// <summary>Normal values, of which the given part of each column is 0.</summary>
            public static Tensor sparse_(Tensor tensor, double sparsity, double std = 0.01)
            {
                var shape = tensor.shape;
                if (shape.Length != 2) throw new ArgumentException("Only tensors with 2 dimensions are supported");
                using var off = no_grad();
                normalOp.Into(tensor, 0, std);
                var zeros = (long)Math.Ceiling(sparsity * shape[0]);
                for (var column = 0L; column < shape[1]; column++)
                {
                    using var scope = NewDisposeScope();
                    var rows = randpermOp.Call(shape[0], ScalarType.Int64, Arg.None, tensor.device).slice(0, 0, zeros, 1);
                    indexFill.Into(selectOp.Call(tensor, 1, column), 0, rows, 0);
                }
                return tensor;
            }

            /// <summary>Refused: TorchSharp takes the mean for the standard deviation and the other way round.</summary>
            public static Tensor trunc_normal_(
                Tensor tensor, double mean = 0, double std = 1, double a = -2, double b = 2, Generator? generator = null) =>
                throw Upstream.Fault(nameof(trunc_normal_), "swaps mean and standard deviation", "normal_ and clamp_");
        }
    }
}
