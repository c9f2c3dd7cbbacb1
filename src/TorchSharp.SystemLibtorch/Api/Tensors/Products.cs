using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    // Matrix and vector products.
    public partial class Tensor
    {
        static readonly Op matmulOp = new("matmul", isUncaught: true);
        public Tensor matmul(Tensor target) => matmulOp.Call(this, target);
        static readonly Op addmmOp = new("addmm");
        public Tensor addmm(Tensor mat1, Tensor mat2, float beta = 1, float alpha = 1) =>
            addmmOp.Call(this, mat1, mat2, beta, alpha);
        static readonly Op addmmInplace = new("addmm_");
        public Tensor addmm_(Tensor mat1, Tensor mat2, float beta = 1, float alpha = 1) =>
            addmmInplace.Into(this, mat1, mat2, beta, alpha);
        static readonly Op addmvOp = new("addmv");
        public Tensor addmv(Tensor mat, Tensor vec, float beta = 1, float alpha = 1) => addmvOp.Call(this, mat, vec, beta, alpha);
        static readonly Op addmvInplace = new("addmv_");
        public Tensor addmv_(Tensor mat, Tensor vec, float beta = 1, float alpha = 1) =>
            addmvInplace.Into(this, mat, vec, beta, alpha);
        static readonly Op addrOp = new("addr");
        public Tensor addr(Tensor vec1, Tensor vec2, float beta = 1, float alpha = 1) =>
            addrOp.Call(this, vec1, vec2, beta, alpha);
        static readonly Op addrInplace = new("addr_");
        public Tensor addr_(Tensor vec1, Tensor vec2, float beta = 1, float alpha = 1) =>
            addrInplace.Into(this, vec1, vec2, beta, alpha);
        static readonly Op addbmmOp = new("addbmm");
        public Tensor addbmm(Tensor batch1, Tensor batch2, float beta = 1, float alpha = 1) =>
            addbmmOp.Call(this, batch1, batch2, beta, alpha);
        static readonly Op addbmmInplace = new("addbmm_");
        public Tensor addbmm_(Tensor batch1, Tensor batch2, float beta = 1, float alpha = 1) =>
            addbmmInplace.Into(this, batch1, batch2, beta, alpha);
        static readonly Op baddbmmOp = new("baddbmm");
        public Tensor baddbmm(Tensor batch1, Tensor batch2, float beta = 1, float alpha = 1) =>
            baddbmmOp.Call(this, batch1, batch2, beta, alpha);
        static readonly Op matrixPowerOp = new("matrix_power"); public Tensor matrix_power(int n) => matrixPowerOp.Call(this, n);
        public Tensor tensordot(Tensor b, (long, long)[] dims) =>
            tensordot(b, Array.ConvertAll(dims, d => d.Item1), Array.ConvertAll(dims, d => d.Item2));

        /// <summary>Refused: TorchSharp steps over the end of its own list of dimensions, whatever the arguments.</summary>
        public Tensor tensordot(Tensor b, long dims = 2) =>
            throw new IndexOutOfRangeException(
                "TorchSharp's tensordot with a number of dimensions always fails: name the dimensions of both tensors.");

        static readonly Op tensordotOp = new("tensordot");
        public Tensor tensordot(Tensor b, long[] dims1, long[] dims2) => tensordotOp.Call(this, b, dims1, dims2);
    }
}
