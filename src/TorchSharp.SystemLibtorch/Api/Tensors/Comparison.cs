using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    // Comparisons, tests and logic.
    public partial class Tensor
    {
        static readonly Op eqScalarOp = new("eq.Scalar"); public Tensor eq(Scalar target) => eqScalarOp.Call(this, target);
        static readonly Op eqTensorOp = new("eq.Tensor"); public Tensor eq(Tensor target) => eqTensorOp.Call(this, target);
        static readonly Op eqScalarInplace = new("eq_.Scalar");
        public Tensor eq_(Scalar target) => eqScalarInplace.Into(this, target);
        static readonly Op eqTensorInplace = new("eq_.Tensor");
        public Tensor eq_(Tensor target) => eqTensorInplace.Into(this, target);
        static readonly Op neScalarOp = new("ne.Scalar"); public Tensor ne(Scalar target) => neScalarOp.Call(this, target);
        static readonly Op neTensorOp = new("ne.Tensor"); public Tensor ne(Tensor target) => neTensorOp.Call(this, target);
        static readonly Op neScalarInplace = new("ne_.Scalar");
        public Tensor ne_(Scalar target) => neScalarInplace.Into(this, target);
        static readonly Op neTensorInplace = new("ne_.Tensor");
        public Tensor ne_(Tensor target) => neTensorInplace.Into(this, target);
        static readonly Op ltScalarOp = new("lt.Scalar"); public Tensor lt(Scalar target) => ltScalarOp.Call(this, target);
        static readonly Op ltTensorOp = new("lt.Tensor"); public Tensor lt(Tensor target) => ltTensorOp.Call(this, target);
        static readonly Op ltScalarInplace = new("lt_.Scalar");
        public Tensor lt_(Scalar target) => ltScalarInplace.Into(this, target);
        static readonly Op ltTensorInplace = new("lt_.Tensor");
        public Tensor lt_(Tensor target) => ltTensorInplace.Into(this, target);
        static readonly Op leScalarOp = new("le.Scalar"); public Tensor le(Scalar target) => leScalarOp.Call(this, target);
        static readonly Op leTensorOp = new("le.Tensor"); public Tensor le(Tensor target) => leTensorOp.Call(this, target);
        static readonly Op leScalarInplace = new("le_.Scalar");
        public Tensor le_(Scalar target) => leScalarInplace.Into(this, target);
        static readonly Op leTensorInplace = new("le_.Tensor");
        public Tensor le_(Tensor target) => leTensorInplace.Into(this, target);
        static readonly Op gtScalarOp = new("gt.Scalar"); public Tensor gt(Scalar target) => gtScalarOp.Call(this, target);
        static readonly Op gtTensorOp = new("gt.Tensor"); public Tensor gt(Tensor target) => gtTensorOp.Call(this, target);
        static readonly Op gtScalarInplace = new("gt_.Scalar");
        public Tensor gt_(Scalar target) => gtScalarInplace.Into(this, target);
        static readonly Op gtTensorInplace = new("gt_.Tensor");
        public Tensor gt_(Tensor target) => gtTensorInplace.Into(this, target);
        static readonly Op geScalarOp = new("ge.Scalar"); public Tensor ge(Scalar target) => geScalarOp.Call(this, target);
        static readonly Op geTensorOp = new("ge.Tensor"); public Tensor ge(Tensor target) => geTensorOp.Call(this, target);
        static readonly Op geScalarInplace = new("ge_.Scalar");
        public Tensor ge_(Scalar target) => geScalarInplace.Into(this, target);
        static readonly Op geTensorInplace = new("ge_.Tensor");
        public Tensor ge_(Tensor target) => geTensorInplace.Into(this, target);
        public Tensor equal(Tensor target) => eq(target);
        static readonly Op greaterTensorOp = new("greater.Tensor");
        public Tensor greater(Tensor target) => greaterTensorOp.Call(this, target);
        static readonly Op greaterEqualTensorOp = new("greater_equal.Tensor");
        public Tensor greater_equal(Tensor target) => greaterEqualTensorOp.Call(this, target);
        static readonly Op lessTensorOp = new("less.Tensor");
        public Tensor less(Tensor target) => lessTensorOp.Call(this, target);
        static readonly Op lessEqualTensorOp = new("less_equal.Tensor");
        public Tensor less_equal(Tensor target) => lessEqualTensorOp.Call(this, target);
        static readonly Op lessEqualTensorInplace = new("less_equal_.Tensor");
        public Tensor less_equal_(Tensor target) => lessEqualTensorInplace.Into(this, target);
        static readonly Op notEqualTensorOp = new("not_equal.Tensor");
        public Tensor not_equal(Tensor target) => notEqualTensorOp.Call(this, target);
        static readonly Op notEqualTensorInplace = new("not_equal_.Tensor");
        public Tensor not_equal_(Tensor target) => notEqualTensorInplace.Into(this, target);
        static readonly Op iscloseOp = new("isclose");
        public Tensor isclose(Tensor other, double rtol = 1E-05, double atol = 1E-08, bool nanEqual = false) =>
            iscloseOp.Call(this, other, rtol, atol, nanEqual);
        static readonly Op allcloseOp = new("allclose");
        public bool allclose(Tensor target, double rtol = 1E-05, double atol = 1E-08, bool equal_nan = false) =>
            allcloseOp.CallBool(this, target, rtol, atol, equal_nan);
        static readonly Op isfiniteOp = new("isfinite"); public Tensor isfinite() => isfiniteOp.Call(this);
        static readonly Op isinfOp = new("isinf"); public Tensor isinf() => isinfOp.Call(this);
        static readonly Op isnanOp = new("isnan"); public Tensor isnan() => isnanOp.Call(this);
        static readonly Op isneginfOp = new("isneginf"); public Tensor isneginf() => isneginfOp.Call(this);
        static readonly Op isposinfOp = new("isposinf"); public Tensor isposinf() => isposinfOp.Call(this);
        static readonly Op isrealOp = new("isreal"); public Tensor isreal() => isrealOp.Call(this);
        static readonly Op isinTensorTensorOp = new("isin.Tensor_Tensor");
        public Tensor isin(Tensor test_elements, bool assumeUnique = false, bool invert = false) =>
            isinTensorTensorOp.Call(this, test_elements, assumeUnique, invert);
        static readonly Op logicalAndOp = new("logical_and");
        public Tensor logical_and(Tensor other) => logicalAndOp.Call(this, other);
        static readonly Op logicalAndInplace = new("logical_and_");
        public Tensor logical_and_(Tensor other) => logicalAndInplace.Into(this, other);
        static readonly Op logicalOrOp = new("logical_or");
        public Tensor logical_or(Tensor other) => logicalOrOp.Call(this, other);
        static readonly Op logicalOrInplace = new("logical_or_");
        public Tensor logical_or_(Tensor other) => logicalOrInplace.Into(this, other);
        static readonly Op logicalXorOp = new("logical_xor");
        public Tensor logical_xor(Tensor other) => logicalXorOp.Call(this, other);
        static readonly Op logicalXorInplace = new("logical_xor_");
        public Tensor logical_xor_(Tensor other) => logicalXorInplace.Into(this, other);
        static readonly Op logicalNotOp = new("logical_not"); public Tensor logical_not() => logicalNotOp.Call(this);
        static readonly Op logicalNotInplace = new("logical_not_"); public Tensor logical_not_() => logicalNotInplace.Into(this);
        static readonly Op bitwiseAndTensorOp = new("bitwise_and.Tensor");
        public Tensor bitwise_and(Tensor other) => bitwiseAndTensorOp.Call(this, other);
        static readonly Op bitwiseAndTensorInplace = new("bitwise_and_.Tensor");
        public Tensor bitwise_and_(Tensor other) => bitwiseAndTensorInplace.Into(this, other);
        static readonly Op bitwiseOrTensorOp = new("bitwise_or.Tensor");
        public Tensor bitwise_or(Tensor other) => bitwiseOrTensorOp.Call(this, other);
        static readonly Op bitwiseOrTensorInplace = new("bitwise_or_.Tensor");
        public Tensor bitwise_or_(Tensor other) => bitwiseOrTensorInplace.Into(this, other);
        static readonly Op bitwiseXorTensorOp = new("bitwise_xor.Tensor");
        public Tensor bitwise_xor(Tensor other) => bitwiseXorTensorOp.Call(this, other);
        static readonly Op bitwiseXorTensorInplace = new("bitwise_xor_.Tensor");
        public Tensor bitwise_xor_(Tensor other) => bitwiseXorTensorInplace.Into(this, other);
        static readonly Op bitwiseNotOp = new("bitwise_not"); public Tensor bitwise_not() => bitwiseNotOp.Call(this);
        static readonly Op bitwiseNotInplace = new("bitwise_not_"); public Tensor bitwise_not_() => bitwiseNotInplace.Into(this);
        static readonly Op bitwiseLeftShiftTensorOp = new("bitwise_left_shift.Tensor");
        public Tensor bitwise_left_shift(Tensor other) => bitwiseLeftShiftTensorOp.Call(this, other);
        static readonly Op bitwiseLeftShiftTensorInplace = new("bitwise_left_shift_.Tensor");
        public Tensor bitwise_left_shift_(Tensor other) => bitwiseLeftShiftTensorInplace.Into(this, other);
        static readonly Op bitwiseRightShiftTensorOp = new("bitwise_right_shift.Tensor");
        public Tensor bitwise_right_shift(Tensor other) => bitwiseRightShiftTensorOp.Call(this, other);
        static readonly Op bitwiseRightShiftTensorInplace = new("bitwise_right_shift_.Tensor");
        public Tensor bitwise_right_shift_(Tensor other) => bitwiseRightShiftTensorInplace.Into(this, other);
        static readonly Op isNonzeroOp = new("is_nonzero"); public bool is_nonzero() => isNonzeroOp.CallBool(this);
        static readonly Op isConjOp = new("is_conj"); public bool is_conj() => isConjOp.CallBool(this);
        static readonly Op isNegOp = new("is_neg"); public bool is_neg() => isNegOp.CallBool(this);
    }
}
