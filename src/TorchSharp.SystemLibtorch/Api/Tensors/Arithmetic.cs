using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    // Arithmetic with broadcasting.
    public partial class Tensor
    {
        static readonly Op addScalarOp = new("add.Scalar"); public Tensor add(Scalar scalar) => addScalarOp.Call(this, scalar);
        public Tensor add(Scalar scalar, Scalar alpha) => addScalarOp.Call(this, scalar, alpha);
        static readonly Op addTensorOp = new("add.Tensor"); public Tensor add(Tensor target) => addTensorOp.Call(this, target);
        public Tensor add(Tensor target, Scalar alpha) => addTensorOp.Call(this, target, alpha);
        static readonly Op addScalarInplace = new("add_.Scalar");
        public Tensor add_(Scalar scalar) => addScalarInplace.Into(this, scalar);
        public Tensor add_(Scalar scalar, Scalar alpha) => addScalarInplace.Into(this, scalar, alpha);
        static readonly Op addTensorInplace = new("add_.Tensor");
        public Tensor add_(Tensor target) => addTensorInplace.Into(this, target);
        public Tensor add_(Tensor target, Scalar alpha) => addTensorInplace.Into(this, target, alpha);
        static readonly Op subScalarOp = new("sub.Scalar"); public Tensor sub(Scalar target) => subScalarOp.Call(this, target);
        static readonly Op subTensorOp = new("sub.Tensor"); public Tensor sub(Tensor target) => subTensorOp.Call(this, target);
        static readonly Op subScalarInplace = new("sub_.Scalar");
        public Tensor sub_(Scalar target) => subScalarInplace.Into(this, target);
        static readonly Op subTensorInplace = new("sub_.Tensor");
        public Tensor sub_(Tensor target) => subTensorInplace.Into(this, target);
        static readonly Op subtractScalarOp = new("subtract.Scalar");
        public Tensor subtract(Scalar target) => subtractScalarOp.Call(this, target);
        static readonly Op subtractTensorOp = new("subtract.Tensor");
        public Tensor subtract(Tensor target) => subtractTensorOp.Call(this, target);
        static readonly Op subtractScalarInplace = new("subtract_.Scalar");
        public Tensor subtract_(Scalar target) => subtractScalarInplace.Into(this, target);
        static readonly Op subtractTensorInplace = new("subtract_.Tensor");
        public Tensor subtract_(Tensor target) => subtractTensorInplace.Into(this, target);
        static readonly Op mulScalarOp = new("mul.Scalar"); public Tensor mul(Scalar target) => mulScalarOp.Call(this, target);
        static readonly Op mulTensorOp = new("mul.Tensor"); public Tensor mul(Tensor target) => mulTensorOp.Call(this, target);
        static readonly Op mulScalarInplace = new("mul_.Scalar");
        public Tensor mul_(Scalar target) => mulScalarInplace.Into(this, target);
        static readonly Op mulTensorInplace = new("mul_.Tensor");
        public Tensor mul_(Tensor target) => mulTensorInplace.Into(this, target);
        static readonly Op multiplyScalarOp = new("multiply.Scalar");
        public Tensor multiply(Scalar target) => multiplyScalarOp.Call(this, target);
        static readonly Op multiplyTensorOp = new("multiply.Tensor");
        public Tensor multiply(Tensor target) => multiplyTensorOp.Call(this, target);
        static readonly Op divScalarOp = new("div.Scalar");
        static readonly Op divScalarModeOp = new("div.Scalar_mode");
        public Tensor div(Scalar target, RoundingMode rounding_mode = RoundingMode.None) =>
            rounding_mode == RoundingMode.None ? divScalarOp.Call(this, target) : IsTrap(this, target) ? neg()
                : divScalarModeOp.Call(this, target, Rounding(rounding_mode));
        static readonly Op divTensorOp = new("div.Tensor");
        static readonly Op divTensorModeOp = new("div.Tensor_mode");
        public Tensor div(Tensor target, RoundingMode rounding_mode = RoundingMode.None) =>
            rounding_mode == RoundingMode.None ? divTensorOp.Call(this, target) : IsTrap(this, target)
                ? Negated(target, safe => divTensorModeOp.Call(this, safe, Rounding(rounding_mode)))
            : divTensorModeOp.Call(this, target, Rounding(rounding_mode));
        static readonly Op divScalarInplace = new("div_.Scalar");
        static readonly Op divScalarModeInplace = new("div_.Scalar_mode");
        public Tensor div_(Scalar target, RoundingMode rounding_mode = RoundingMode.None) =>
            rounding_mode == RoundingMode.None ? divScalarInplace.Into(this, target) : IsTrap(this, target) ? neg_()
                : divScalarModeInplace.Into(this, target, Rounding(rounding_mode));
        static readonly Op divTensorInplace = new("div_.Tensor");
        static readonly Op divTensorModeInplace = new("div_.Tensor_mode");
        public Tensor div_(Tensor target, RoundingMode rounding_mode = RoundingMode.None) =>
            rounding_mode == RoundingMode.None ? divTensorInplace.Into(this, target) : IsTrap(this, target)
                ? Into(div(target, rounding_mode)) : divTensorModeInplace.Into(this, target, Rounding(rounding_mode));
        public Tensor divide(Scalar target, RoundingMode rounding_mode = RoundingMode.None) => div(target, rounding_mode);
        public Tensor divide(Tensor target, RoundingMode rounding_mode = RoundingMode.None) => div(target, rounding_mode);
        public Tensor divide_(Scalar target, RoundingMode rounding_mode = RoundingMode.None) => div_(target, rounding_mode);
        public Tensor divide_(Tensor target, RoundingMode rounding_mode = RoundingMode.None) => div_(target, rounding_mode);
        static readonly Op trueDivideScalarOp = new("true_divide.Scalar");
        public Tensor true_divide(Scalar other) => trueDivideScalarOp.Call(this, other);
        static readonly Op trueDivideTensorOp = new("true_divide.Tensor");
        public Tensor true_divide(Tensor other) => trueDivideTensorOp.Call(this, other);
        static readonly Op trueDivideScalarInplace = new("true_divide_.Scalar");
        public Tensor true_divide_(Scalar other) => trueDivideScalarInplace.Into(this, other);
        static readonly Op trueDivideTensorInplace = new("true_divide_.Tensor");
        public Tensor true_divide_(Tensor other) => trueDivideTensorInplace.Into(this, other);
        static readonly Op floorDivideScalarOp = new("floor_divide.Scalar");
        public Tensor floor_divide(Scalar other) => IsTrap(this, other) ? neg() : floorDivideScalarOp.Call(this, other);
        static readonly Op floorDivideOp = new("floor_divide"); public Tensor floor_divide(Tensor other) =>
            IsTrap(this, other) ? Negated(other, safe => floorDivideOp.Call(this, safe)) : floorDivideOp.Call(this, other);
        static readonly Op floorDivideScalarInplace = new("floor_divide_.Scalar");
        public Tensor floor_divide_(Scalar other) => IsTrap(this, other) ? neg_() : floorDivideScalarInplace.Into(this, other);
        static readonly Op floorDivideTensorInplace = new("floor_divide_.Tensor");
        public Tensor floor_divide_(Tensor other) =>
            IsTrap(this, other) ? Into(floor_divide(other)) : floorDivideTensorInplace.Into(this, other);
        static readonly Op remainderScalarOp = new("remainder.Scalar");
        public Tensor remainder(Scalar scalar) => remainderScalarOp.Call(this, IsTrap(this, scalar) ? 1L : scalar);
        static readonly Op remainderTensorOp = new("remainder.Tensor");
        public Tensor remainder(Tensor target) =>
            IsTrap(this, target) ? WithoutTrap(target, safe => remainderTensorOp.Call(this, safe))
                : remainderTensorOp.Call(this, target);
        static readonly Op remainderScalarInplace = new("remainder_.Scalar");
        public Tensor remainder_(Scalar scalar) => remainderScalarInplace.Into(this, IsTrap(this, scalar) ? 1L : scalar);
        static readonly Op remainderTensorInplace = new("remainder_.Tensor");
        public Tensor remainder_(Tensor target) =>
            IsTrap(this, target) ? WithoutTrap(target, safe => remainderTensorInplace.Into(this, safe))
                : remainderTensorInplace.Into(this, target);
        static readonly Op fmodScalarOp = new("fmod.Scalar");
        public Tensor fmod(Scalar scalar) => fmodScalarOp.Call(this, IsTrap(this, scalar) ? 1L : scalar);
        static readonly Op fmodTensorOp = new("fmod.Tensor"); public Tensor fmod(Tensor target) =>
            IsTrap(this, target) ? WithoutTrap(target, safe => fmodTensorOp.Call(this, safe)) : fmodTensorOp.Call(this, target);
        static readonly Op fmodScalarInplace = new("fmod_.Scalar");
        public Tensor fmod_(Scalar scalar) => fmodScalarInplace.Into(this, IsTrap(this, scalar) ? 1L : scalar);
        static readonly Op fmodTensorInplace = new("fmod_.Tensor"); public Tensor fmod_(Tensor target) =>
            IsTrap(this, target) ? WithoutTrap(target, safe => fmodTensorInplace.Into(this, safe))
                : fmodTensorInplace.Into(this, target);
        static readonly Op powTensorScalarOp = new("pow.Tensor_Scalar");
        public Tensor pow(Scalar exponent) => powTensorScalarOp.Call(this, exponent);
        static readonly Op powTensorTensorOp = new("pow.Tensor_Tensor");
        public Tensor pow(Tensor exponent) => powTensorTensorOp.Call(this, exponent);
        static readonly Op powScalarInplace = new("pow_.Scalar");
        public Tensor pow_(Scalar exponent) => powScalarInplace.Into(this, exponent);
        static readonly Op powTensorInplace = new("pow_.Tensor");
        public Tensor pow_(Tensor exponent) => powTensorInplace.Into(this, exponent);
        static readonly Op floatPowerTensorTensorOp = new("float_power.Tensor_Tensor");
        public Tensor float_power(Tensor target) => floatPowerTensorTensorOp.Call(this, target);
        static readonly Op addcmulOp = new("addcmul");
        public Tensor addcmul(Tensor tensor1, Tensor tensor2, Scalar value) => addcmulOp.Call(this, tensor1, tensor2, value);
        static readonly Op addcmulInplace = new("addcmul_");
        public Tensor addcmul_(Tensor tensor1, Tensor tensor2, Scalar value) =>
            addcmulInplace.Into(this, tensor1, tensor2, value);
        static readonly Op addcdivOp = new("addcdiv");
        public Tensor addcdiv(Tensor tensor1, Tensor tensor2) => addcdivOp.Call(this, tensor1, tensor2);
        public Tensor addcdiv(Tensor tensor1, Tensor tensor2, Scalar value) => addcdivOp.Call(this, tensor1, tensor2, value);
        static readonly Op addcdivInplace = new("addcdiv_");
        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2) => addcdivInplace.Into(this, tensor1, tensor2);
        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2, Scalar value) =>
            addcdivInplace.Into(this, tensor1, tensor2, value);
        static readonly Op lerpTensorOp = new("lerp.Tensor");
        public Tensor lerp(Tensor end, Tensor weight) => lerpTensorOp.Call(this, end, weight);
        static readonly Op lerpTensorInplace = new("lerp_.Tensor");
        public Tensor lerp_(Tensor end, Tensor weight) => lerpTensorInplace.Into(this, end, weight);
        static readonly Op maximumOp = new("maximum"); public Tensor maximum(Tensor other) => maximumOp.Call(this, other);
        static readonly Op minimumOp = new("minimum"); public Tensor minimum(Tensor other) => minimumOp.Call(this, other);
        static readonly Op fmaxOp = new("fmax"); public Tensor fmax(Tensor other) => fmaxOp.Call(this, other);
        static readonly Op fminOp = new("fmin"); public Tensor fmin(Tensor other) => fminOp.Call(this, other);
        static readonly Op xlogyScalarOtherOp = new("xlogy.Scalar_Other");
        public Tensor xlogy(Scalar y) => xlogyScalarOtherOp.Call(this, y);
        static readonly Op xlogyTensorOp = new("xlogy.Tensor"); public Tensor xlogy(Tensor y) => xlogyTensorOp.Call(this, y);
        static readonly Op xlogyScalarOtherInplace = new("xlogy_.Scalar_Other");
        public Tensor xlogy_(Scalar y) => xlogyScalarOtherInplace.Into(this, y);
        static readonly Op xlogyTensorInplace = new("xlogy_.Tensor");
        public Tensor xlogy_(Tensor y) => xlogyTensorInplace.Into(this, y);
        static readonly Op logaddexpOp = new("logaddexp"); public Tensor logaddexp(Tensor other) => logaddexpOp.Call(this, other);
        static readonly Op logaddexp2Op = new("logaddexp2");
        public Tensor logaddexp2(Tensor other) => logaddexp2Op.Call(this, other);
    }
}
