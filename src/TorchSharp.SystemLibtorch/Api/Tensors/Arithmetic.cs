using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    // Arithmetic with broadcasting.
    public partial class Tensor
    {
        public Tensor add(Scalar scalar, Scalar alpha) => addScalarOp.Call(this, scalar, alpha);
        public Tensor add(Tensor target, Scalar alpha) => addTensorOp.Call(this, target, alpha);
        public Tensor add_(Scalar scalar, Scalar alpha) => addScalarInplace.Into(this, scalar, alpha);
        public Tensor add_(Tensor target, Scalar alpha) => addTensorInplace.Into(this, target, alpha);
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
        static readonly Op powScalarInplace = new("pow_.Scalar");
        public Tensor pow_(Scalar exponent) => powScalarInplace.Into(this, exponent);
        static readonly Op powTensorInplace = new("pow_.Tensor");
        public Tensor pow_(Tensor exponent) => powTensorInplace.Into(this, exponent);
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
    }
}
