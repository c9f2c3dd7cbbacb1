using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    // Square matrices, triangles and diagonals.
    public partial class Tensor
    {
        static readonly Op linalgPinvOp = new("linalg_pinv");
        public Tensor pinverse(double rcond = 1E-15, bool hermitian = false) => linalgPinvOp.Call(this, rcond, hermitian);
        static readonly Op choleskyOp = new("cholesky");
        public Tensor cholesky(bool upper = false) => choleskyOp.Call(this, upper);
        static readonly Op choleskyInverseOp = new("cholesky_inverse");
        public Tensor cholesky_inverse(bool upper = false) => choleskyInverseOp.Call(this, upper);
        static readonly Op choleskySolveOp = new("cholesky_solve");
        public Tensor cholesky_solve(Tensor input2, bool upper = false) => choleskySolveOp.Call(this, input2, upper);
        static readonly Op geqrfOp = new("geqrf"); public (Tensor a, Tensor tau) geqrf() => geqrfOp.Call2(this);
        static readonly Op ormqrOp = new("ormqr");
        public Tensor ormqr(Tensor tau, Tensor other, bool left = true, bool transpose = false) =>
            ormqrOp.Call(this, tau, other, left, transpose);
        static readonly Op trilOp = new("tril"); public Tensor tril(long diagonal = 0) => trilOp.Call(this, diagonal);
        static readonly Op trilInplace = new("tril_"); public Tensor tril_(long diagonal = 0) => trilInplace.Into(this, diagonal);
        static readonly Op triuOp = new("triu"); public Tensor triu(long diagonal = 0) => triuOp.Call(this, diagonal);
        static readonly Op triuInplace = new("triu_"); public Tensor triu_(long diagonal = 0) => triuInplace.Into(this, diagonal);
        static readonly Op diagOp = new("diag"); public Tensor diag(long diagonal = 0) => diagOp.Call(this, diagonal);
        static readonly Op diagEmbedOp = new("diag_embed");
        public Tensor diag_embed(long offset = 0, long dim1 = -2, long dim2 = -1) => diagEmbedOp.Call(this, offset, dim1, dim2);
        static readonly Op diagflatOp = new("diagflat"); public Tensor diagflat(long offset = 0) => diagflatOp.Call(this, offset);
        static readonly Op diagonalOp = new("diagonal");
        public Tensor diagonal(long offset = 0, long dim1 = 0, long dim2 = 1) => diagonalOp.Call(this, offset, dim1, dim2);
        static readonly Op diagonalScatterOp = new("diagonal_scatter");
        public Tensor diagonal_scatter(Tensor src, long offset = 0, long dim1 = 0, long dim2 = 1) =>
            diagonalScatterOp.Call(this, src, offset, dim1, dim2);
        static readonly Op vanderOp = new("vander");
        public Tensor vander(long N = -1, bool increasing = false) => vanderOp.Call(this, N < 0 ? Arg.Default : N, increasing);
    }
}
