using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    // Arithmetic operators.
    public partial class Tensor
    {
        static readonly Op rsubScalarOp = new("rsub.Scalar");
        static Tensor Over(Arg numerator, Tensor denominator)
        {
            using var inverse = Given(denominator).reciprocal();
            return mulScalarOp.Call(inverse, numerator);
        }

        public static Tensor operator +(Scalar left, Tensor right) => addScalarOp.Call(right, left);
        public static Tensor operator +(Tensor left, Scalar right) => addScalarOp.Call(left, right);
        public static Tensor operator +(Tensor left, Tensor right) => addTensorOp.Call(left, right);
        public static Tensor operator +(Tensor left, double right) => addScalarOp.Call(left, right);
        public static Tensor operator +(Tensor left, float right) => addScalarOp.Call(left, right);
        public static Tensor operator +(Tensor left, int right) => addScalarOp.Call(left, right);
        public static Tensor operator +(Tensor left, long right) => addScalarOp.Call(left, right);
        public static Tensor operator +(double left, Tensor right) => addScalarOp.Call(right, left);
        public static Tensor operator +(float left, Tensor right) => addScalarOp.Call(right, left);
        public static Tensor operator +(int left, Tensor right) => addScalarOp.Call(right, left);
        public static Tensor operator +(long left, Tensor right) => addScalarOp.Call(right, left);
        public static Tensor operator /(Scalar left, Tensor right) => Over(left, right);
        public static Tensor operator /(Tensor left, Scalar right) => divScalarOp.Call(left, right);
        public static Tensor operator /(Tensor left, Tensor right) => divTensorOp.Call(left, right);
        public static Tensor operator /(Tensor left, double right) => divScalarOp.Call(left, right);
        public static Tensor operator /(Tensor left, float right) => divScalarOp.Call(left, right);
        public static Tensor operator /(Tensor left, int right) => divScalarOp.Call(left, right);
        public static Tensor operator /(Tensor left, long right) => divScalarOp.Call(left, right);
        public static Tensor operator /(double left, Tensor right) => Over(left, right);
        public static Tensor operator /(float left, Tensor right) => Over(left, right);
        public static Tensor operator /(int left, Tensor right) => Over(left, right);
        public static Tensor operator /(long left, Tensor right) => Over(left, right);
        public static Tensor operator %(Tensor left, Scalar right) =>
            remainderScalarOp.Call(left, IsTrap(left, right) ? 1L : right);
        public static Tensor operator %(Tensor left, Tensor right) =>
            IsTrap(left, right) ? WithoutTrap(right, safe => remainderTensorOp.Call(left, safe))
                : remainderTensorOp.Call(left, right);
        public static Tensor operator %(Tensor left, double right) => remainderScalarOp.Call(left, right);
        public static Tensor operator %(Tensor left, float right) => remainderScalarOp.Call(left, right);
        public static Tensor operator %(Tensor left, int right) => remainderScalarOp.Call(left, Divisor(left, right));
        public static Tensor operator %(Tensor left, long right) => remainderScalarOp.Call(left, Divisor(left, right));
        public static Tensor operator *(Scalar left, Tensor right) => mulScalarOp.Call(right, left);
        public static Tensor operator *(Tensor left, Scalar right) => mulScalarOp.Call(left, right);
        public static Tensor operator *(Tensor left, Tensor right) => mulTensorOp.Call(left, right);
        public static Tensor operator *(Tensor left, double right) => mulScalarOp.Call(left, right);
        public static Tensor operator *(Tensor left, float right) => mulScalarOp.Call(left, right);
        public static Tensor operator *(Tensor left, int right) => mulScalarOp.Call(left, right);
        public static Tensor operator *(Tensor left, long right) => mulScalarOp.Call(left, right);
        public static Tensor operator *(double left, Tensor right) => mulScalarOp.Call(right, left);
        public static Tensor operator *(float left, Tensor right) => mulScalarOp.Call(right, left);
        public static Tensor operator *(int left, Tensor right) => mulScalarOp.Call(right, left);
        public static Tensor operator *(long left, Tensor right) => mulScalarOp.Call(right, left);
        public static Tensor operator -(Scalar left, Tensor right) => rsubScalarOp.Call(right, left);
        public static Tensor operator -(Tensor left, Scalar right) => subScalarOp.Call(left, right);
        public static Tensor operator -(Tensor left, Tensor right) => subTensorOp.Call(left, right);
        public static Tensor operator -(Tensor left, double right) => subScalarOp.Call(left, right);
        public static Tensor operator -(Tensor left, float right) => subScalarOp.Call(left, right);
        public static Tensor operator -(Tensor left, int right) => subScalarOp.Call(left, right);
        public static Tensor operator -(Tensor left, long right) => subScalarOp.Call(left, right);
        public static Tensor operator -(double left, Tensor right) => rsubScalarOp.Call(right, left);
        public static Tensor operator -(float left, Tensor right) => rsubScalarOp.Call(right, left);
        public static Tensor operator -(int left, Tensor right) => rsubScalarOp.Call(right, left);
        public static Tensor operator -(long left, Tensor right) => rsubScalarOp.Call(right, left);
        public static Tensor operator -(Tensor tensor) => Given(tensor).neg();
    }
}
