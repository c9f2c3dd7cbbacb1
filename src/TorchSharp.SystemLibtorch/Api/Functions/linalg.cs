using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    // Linear algebra.
    public static partial class linalg
    {
        public enum QRMode { Reduced, Complete, R }

        static readonly Op linalgCholeskyOp = new("linalg_cholesky");
        public static Tensor cholesky(Tensor input) => linalgCholeskyOp.Call(input);
        static readonly Op linalgCholeskyExOp = new("linalg_cholesky_ex");
        public static (Tensor L, Tensor info) cholesky_ex(Tensor input, bool check_errors = false) =>
            linalgCholeskyExOp.Call2(input, Arg.Default, check_errors);
        static readonly Op linalgCondOp = new("linalg_cond"); public static Tensor cond(Tensor input) => linalgCondOp.Call(input);
        public static Tensor cond(Tensor input, double p) => linalgCondOp.Call(input, p);
        public static Tensor cond(Tensor input, int p) => linalgCondOp.Call(input, p);
        static readonly Op linalgCondPStrOp = new("linalg_cond.p_str");
        public static Tensor cond(Tensor input, string p) => linalgCondPStrOp.Call(input, p);
        static readonly Op linalgCrossOp = new("linalg_cross");
        public static Tensor cross(Tensor input, Tensor other, long dim = -1) => linalgCrossOp.Call(input, other, dim);
        static readonly Op linalgDetOp = new("linalg_det"); public static Tensor det(Tensor input) => linalgDetOp.Call(input);
        static readonly Op linalgDiagonalOp = new("linalg_diagonal");
        public static Tensor diagonal(Tensor input, int offset = 0, int dim1 = -2, int dim2 = -1) =>
            linalgDiagonalOp.Call(input, offset, dim1, dim2);
        static readonly Op linalgEigOp = new("linalg_eig");
        public static (Tensor, Tensor) eig(Tensor input) => linalgEigOp.Call2(input);
        static readonly Op linalgEighOp = new("linalg_eigh");
        public static (Tensor, Tensor) eigh(Tensor input, char UPLO = 'L') => linalgEighOp.Call2(input, UPLO.ToString());
        static readonly Op linalgEigvalsOp = new("linalg_eigvals");
        public static Tensor eigvals(Tensor input) => linalgEigvalsOp.Call(input);
        static readonly Op linalgEigvalshOp = new("linalg_eigvalsh");
        public static Tensor eigvalsh(Tensor input, char UPLO = 'L') => linalgEigvalshOp.Call(input, UPLO.ToString());
        static readonly Op linalgHouseholderProductOp = new("linalg_householder_product");
        public static Tensor householder_product(Tensor A, Tensor tau) => linalgHouseholderProductOp.Call(A, tau);
        static readonly Op linalgInvOp = new("linalg_inv"); public static Tensor inv(Tensor input) => linalgInvOp.Call(input);
        static readonly Op linalgInvExOp = new("linalg_inv_ex");
        public static (Tensor L, Tensor info) inv_ex(Tensor input, bool check_errors = false) =>
            linalgInvExOp.Call2(input, check_errors);
        static readonly Op linalgLdlFactorOp = new("linalg_ldl_factor");
        public static (Tensor LU, Tensor Pivots) ldl_factor(Tensor input, bool hermitian = true) =>
            linalgLdlFactorOp.Call2(input, hermitian);
        static readonly Op linalgLdlFactorExOp = new("linalg_ldl_factor_ex");
        public static (Tensor LU, Tensor Pivots, Tensor Info) ldl_factor_ex(
            Tensor input, bool hermitian = true, bool check_errors = false) =>
            linalgLdlFactorExOp.Call3(input, hermitian, check_errors);
        static readonly Op linalgLdlSolveOp = new("linalg_ldl_solve");
        public static Tensor ldl_solve(Tensor LD, Tensor pivots, Tensor B, bool hermitian = false) =>
            linalgLdlSolveOp.Call(LD, pivots, B, hermitian);
        static readonly Op linalgLstsqOp = new("linalg_lstsq");
        public static (Tensor Solution, Tensor Residuals, Tensor Rank, Tensor SingularValues) lstsq(Tensor input, Tensor other) =>
            linalgLstsqOp.Call4(input, other);
        public static (
            Tensor Solution, Tensor Residuals, Tensor Rank, Tensor SingularValues) lstsq(Tensor input, Tensor other,
            double rcond) =>
            linalgLstsqOp.Call4(input, other, rcond);
        static readonly Op linalgLuOp = new("linalg_lu");
        public static (Tensor P, Tensor L, Tensor U) lu(Tensor input, bool pivot = true) => linalgLuOp.Call3(input, pivot);
        static readonly Op linalgLuFactorOp = new("linalg_lu_factor");
        public static (Tensor LU, Tensor Pivots) lu_factor(Tensor input, bool pivot = true) =>
            linalgLuFactorOp.Call2(input, pivot);
        static readonly Op linalgLuSolveOp = new("linalg_lu_solve");
        static readonly Op linalgLuSolveOutOp = new("linalg_lu_solve.out");
        public static Tensor lu_solve(
            Tensor LU, Tensor pivots, Tensor B, bool left = true, bool adjoint = false, Tensor? @out = null) =>
            @out is null ? linalgLuSolveOp.Call(LU, pivots, B, left, adjoint)
                : linalgLuSolveOutOp.Out(LU, pivots, B, left, adjoint, @out);
        static readonly Op linalgMatrixExpOp = new("linalg_matrix_exp");
        public static Tensor matrix_exp(Tensor input) => linalgMatrixExpOp.Call(input);
        static readonly Op linalgMatrixNormOp = new("linalg_matrix_norm");
        public static Tensor matrix_norm(Tensor input, double ord, long[]? dims = null, bool keepdim = false) =>
            linalgMatrixNormOp.Call(input, ord, dims is null ? Arg.Default : dims, keepdim);
        static readonly Op linalgMatrixNormStrOrdOp = new("linalg_matrix_norm.str_ord");
        public static Tensor matrix_norm(Tensor input, string ord = "fro", long[]? dims = null, bool keepdim = false) =>
            linalgMatrixNormStrOrdOp.Call(input, ord, dims is null ? Arg.Default : dims, keepdim);
        static readonly Op linalgMatrixRankAtolRtolTensorOp = new("linalg_matrix_rank.atol_rtol_tensor");
        public static Tensor matrix_rank(Tensor input, Tensor atol, Tensor? rtol = null, bool hermitian = false) =>
            linalgMatrixRankAtolRtolTensorOp.Call(input, atol, rtol, hermitian);
        static readonly Op linalgMatrixRankAtolRtolFloatOp = new("linalg_matrix_rank.atol_rtol_float");
        public static Tensor matrix_rank(Tensor input, double? atol = null, double? rtol = null, bool hermitian = false) =>
            linalgMatrixRankAtolRtolFloatOp.Call(input, atol, rtol, hermitian);
        static readonly Op linalgMultiDotOp = new("linalg_multi_dot");
        public static Tensor multi_dot(IList<Tensor> tensors) => linalgMultiDotOp.Call(Tensors(tensors));
        static readonly Op linalgNormOp = new("linalg_norm");
        public static Tensor norm(Tensor input, double ord, long[]? dims = null, bool keepdim = false) =>
            linalgNormOp.Call(input, ord, dims, keepdim);
        public static Tensor norm(Tensor input, int ord, long[]? dims = null, bool keepdim = false) =>
            linalgNormOp.Call(input, ord, dims, keepdim);
        public static Tensor norm(Tensor input, long[]? dims = null, bool keepdim = false) =>
            linalgNormOp.Call(input, Arg.None, dims, keepdim);
        static readonly Op linalgNormOrdStrOp = new("linalg_norm.ord_str");
        public static Tensor norm(Tensor input, string ord, long[]? dims = null, bool keepdim = false) =>
            linalgNormOrdStrOp.Call(input, ord, dims, keepdim);
        static readonly Op linalgPinvAtolRtolTensorOp = new("linalg_pinv.atol_rtol_tensor");
        public static Tensor pinv(Tensor input, Tensor atol, Tensor? rtol = null, bool hermitian = false) =>
            linalgPinvAtolRtolTensorOp.Call(input, atol, rtol, hermitian);
        static readonly Op linalgPinvAtolRtolFloatOp = new("linalg_pinv.atol_rtol_float");
        public static Tensor pinv(Tensor input, double? atol = null, double? rtol = null, bool hermitian = false) =>
            linalgPinvAtolRtolFloatOp.Call(input, atol, rtol, hermitian);
        static readonly Op linalgQrOp = new("linalg_qr");
        public static (Tensor Q, Tensor R) qr(Tensor input, QRMode mode = QRMode.Reduced) =>
            linalgQrOp.Call2(input, mode == QRMode.Complete ? "complete" : mode == QRMode.R ? "r" : "reduced");
        static readonly Op linalgSlogdetOp = new("linalg_slogdet");
        public static (Tensor, Tensor) slogdet(Tensor input) => linalgSlogdetOp.Call2(input);
        static readonly Op linalgSolveOp = new("linalg_solve");
        public static Tensor solve(Tensor A, Tensor B, bool left = true) => linalgSolveOp.Call(A, B, left);
        static readonly Op linalgSolveExOp = new("linalg_solve_ex");
        public static (Tensor result, Tensor info) solve_ex(Tensor A, Tensor B, bool left = true, bool check_errors = false) =>
            linalgSolveExOp.Call2(A, B, left, check_errors);
        static readonly Op linalgSolveTriangularOp = new("linalg_solve_triangular");
        static readonly Op linalgSolveTriangularOutOp = new("linalg_solve_triangular.out");
        public static Tensor solve_triangular(
            Tensor A, Tensor B, bool upper, bool left = true, bool unitriangular = false, Tensor? @out = null) =>
            @out is null
            ? linalgSolveTriangularOp.Call(A, B, upper, left, unitriangular)
            : linalgSolveTriangularOutOp.Out(A, B, upper, left, unitriangular, @out);
        static readonly Op linalgSvdOp = new("linalg_svd");
        public static (Tensor U, Tensor S, Tensor Vh) svd(Tensor input, bool fullMatrices = true) =>
            linalgSvdOp.Call3(input, fullMatrices);
        static readonly Op linalgSvdvalsOp = new("linalg_svdvals");
        public static Tensor svdvals(Tensor input) => linalgSvdvalsOp.Call(input);
        static readonly Op linalgTensorinvOp = new("linalg_tensorinv");
        public static Tensor tensorinv(Tensor input, long ind) => linalgTensorinvOp.Call(input, ind);
        static readonly Op linalgTensorsolveOp = new("linalg_tensorsolve");
        public static Tensor tensorsolve(Tensor A, Tensor B, long[] dims) => linalgTensorsolveOp.Call(A, B, dims);
        static readonly Op linalgVanderOp = new("linalg_vander");
        public static Tensor vander(Tensor input, long? N = null) => linalgVanderOp.Call(input, N);
        static readonly Op linalgVecdotOp = new("linalg_vecdot");
        static readonly Op linalgVecdotOutOp = new("linalg_vecdot.out");
        public static Tensor vecdot(Tensor x, Tensor y, long dim = -1, Tensor? @out = null) =>
            @out is null ? linalgVecdotOp.Call(x, y, dim) : linalgVecdotOutOp.Out(x, y, dim, @out);
        static readonly Op linalgVectorNormOp = new("linalg_vector_norm");
        public static Tensor vector_norm(Tensor input, double ord = 2, long[]? dims = null, bool keepdim = false) =>
            linalgVectorNormOp.Call(input, ord, dims, keepdim);
    }
}
