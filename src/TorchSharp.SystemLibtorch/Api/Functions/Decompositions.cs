using TorchSharp.Interop;

namespace TorchSharp;

// Square matrices, triangles and diagonals.
public static partial class torch
{
    public static Tensor pinverse(Tensor input, double rcond = 1E-15, bool hermitian = false) =>
        Given(input).pinverse(rcond, hermitian);
    public static Tensor cholesky(Tensor input) => Given(input).cholesky();
    public static Tensor cholesky(Tensor input, bool upper) => Given(input).cholesky(upper);
    public static Tensor cholesky_inverse(Tensor input, bool upper = false) => Given(input).cholesky_inverse(upper);
    public static Tensor cholesky_solve(Tensor input, Tensor input2, bool upper = false) =>
        Given(input).cholesky_solve(input2, upper);
    public static (Tensor a, Tensor tau) geqrf(Tensor input) => Given(input).geqrf();
    public static Tensor ormqr(Tensor input, Tensor tau, Tensor other, bool left = true, bool transpose = false) =>
        Given(input).ormqr(tau, other, left, transpose);
    public static Tensor tril(Tensor input, long diagonal = 0) => Given(input).tril(diagonal);
    public static Tensor tril_(Tensor input, long diagonal = 0) => Given(input).tril_(diagonal);
    public static Tensor triu(Tensor input, long diagonal = 0) => Given(input).triu(diagonal);
    public static Tensor triu_(Tensor input, long diagonal = 0) => Given(input).triu_(diagonal);
    public static Tensor diag(Tensor input, long diagonal = 0) => Given(input).diag(diagonal);
    public static Tensor diag_embed(Tensor input, long offset = 0, long dim1 = -2, long dim2 = -1) =>
        Given(input).diag_embed(offset, dim1, dim2);
    public static Tensor diagflat(Tensor input, long offset = 0) => Given(input).diagflat(offset);
    public static Tensor diagonal(Tensor input, long offset = 0, long dim1 = 0, long dim2 = 1) =>
        Given(input).diagonal(offset, dim1, dim2);
    public static Tensor diagonal_scatter(Tensor input, Tensor src, long offset = 0, long dim1 = 0, long dim2 = 1) =>
        Given(input).diagonal_scatter(src, offset, dim1, dim2);
    public static Tensor vander(Tensor x, long N = -1, bool increasing = false) => Given(x).vander(N, increasing);
    static readonly Op luWithInfoOp = new("_lu_with_info");
    public static (Tensor A_LU, Tensor pivots, Tensor infos) lu(Tensor A, bool pivot = true, bool get_infos = false) =>
        luWithInfoOp.Call3(A, pivot);
    static readonly Op luSolveOp = new("lu_solve");
    public static Tensor lu_solve(Tensor b, Tensor LU_data, Tensor LU_pivots) => luSolveOp.Call(b, LU_data, LU_pivots);
    static readonly Op luUnpackOp = new("lu_unpack");
    public static (Tensor P, Tensor L, Tensor U) lu_unpack(
        Tensor LU_data, Tensor LU_pivots, bool unpack_data = true, bool unpack_pivots = true) =>
        luUnpackOp.Call3(LU_data, LU_pivots, unpack_data, unpack_pivots);
    static readonly Op slogdetOp = new("slogdet");
    public static (Tensor res, Tensor logabsdet) slogdet(Tensor A) => slogdetOp.Call2(A);
    static readonly Op orgqrOp = new("orgqr"); public static Tensor orgqr(Tensor input, Tensor tau) => orgqrOp.Call(input, tau);
    static readonly Op trilIndicesOp = new("tril_indices");
    public static Tensor tril_indices(
        long row, long col, long offset = 0, ScalarType dtype = ScalarType.Int64, Device? device = null) =>
        trilIndicesOp.Call(row, col, offset, dtype, Arg.None, device);
    static readonly Op triuIndicesOp = new("triu_indices");
    public static Tensor triu_indices(
        long row, long col, long offset = 0, ScalarType dtype = ScalarType.Int64, Device? device = null) =>
        triuIndicesOp.Call(row, col, offset, dtype, Arg.None, device);
}
