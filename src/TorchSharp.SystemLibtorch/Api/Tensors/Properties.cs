using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    // Views that are properties, and what a tensor is beside its numbers.
    public partial class Tensor
    {
        static readonly Op numpyTOp = new("numpy_T"), matrixHOp = new("matrix_H"), mTOp = new("mT"), mHOp = new("mH");
        static readonly Op realOp = new("real"), imagOp = new("imag");
        static readonly Op indicesOp = new("indices"), valuesOp = new("values");

        public Tensor T => numpyTOp.Call(this);
        public Tensor H => matrixHOp.Call(this);
        public Tensor mT => mTOp.Call(this);
        public Tensor mH => mHOp.Call(this);
        public Tensor real => realOp.Call(this);
        public Tensor imag => imagOp.Call(this);
        public Tensor SparseIndices => indicesOp.Call(this);
        public Tensor SparseValues => valuesOp.Call(this);

        public string? name { get; set; }

        /// <summary>As TorchSharp has it: by elements, not by object, so that a tensor with a NaN is unequal to itself.</summary>
        public bool Equals(Tensor target) => target is not null && EveryElement(target);
        public override bool Equals(object? obj) => obj is Tensor tensor && Equals(tensor);
        public override int GetHashCode() => base.GetHashCode();
    }
}
