using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    // Comparisons, tests and logic.
    public partial class Tensor
    {
        public Tensor equal(Tensor target) => eq(target);
        static readonly Op lessEqualTensorInplace = new("less_equal_.Tensor");
        public Tensor less_equal_(Tensor target) => lessEqualTensorInplace.Into(this, target);
        static readonly Op notEqualTensorInplace = new("not_equal_.Tensor");
        public Tensor not_equal_(Tensor target) => notEqualTensorInplace.Into(this, target);
        static readonly Op iscloseOp = new("isclose");
        public Tensor isclose(Tensor other, double rtol = 1E-05, double atol = 1E-08, bool nanEqual = false) =>
            iscloseOp.Call(this, other, rtol, atol, nanEqual);
        static readonly Op allcloseOp = new("allclose");
        public bool allclose(Tensor target, double rtol = 1E-05, double atol = 1E-08, bool equal_nan = false) =>
            allcloseOp.CallBool(this, target, rtol, atol, equal_nan);
        static readonly Op isinTensorTensorOp = new("isin.Tensor_Tensor");
        public Tensor isin(Tensor test_elements, bool assumeUnique = false, bool invert = false) =>
            isinTensorTensorOp.Call(this, test_elements, assumeUnique, invert);
        static readonly Op logicalNotInplace = new("logical_not_"); public Tensor logical_not_() => logicalNotInplace.Into(this);
        static readonly Op isNonzeroOp = new("is_nonzero"); public bool is_nonzero() => isNonzeroOp.CallBool(this);
        static readonly Op isConjOp = new("is_conj"); public bool is_conj() => isConjOp.CallBool(this);
        static readonly Op isNegOp = new("is_neg"); public bool is_neg() => isNegOp.CallBool(this);
    }
}
