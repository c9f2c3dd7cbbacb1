namespace TorchSharp;

public static partial class torch
{
    // Comparison and bitwise operators, element by element.
    public partial class Tensor
    {
        public static Tensor operator ==(Scalar left, Tensor right) => eqScalarOp.Call(right, left);
        public static Tensor operator ==(Tensor left, Scalar right) => eqScalarOp.Call(left, right);
        public static Tensor operator ==(Tensor left, Tensor right) => eqTensorOp.Call(left, right);
        public static Tensor operator >(Scalar left, Tensor right) => ltScalarOp.Call(right, left);
        public static Tensor operator >(Tensor left, Scalar right) => gtScalarOp.Call(left, right);
        public static Tensor operator >(Tensor left, Tensor right) => gtTensorOp.Call(left, right);
        public static Tensor operator >=(Scalar left, Tensor right) => leScalarOp.Call(right, left);
        public static Tensor operator >=(Tensor left, Scalar right) => geScalarOp.Call(left, right);
        public static Tensor operator >=(Tensor left, Tensor right) => geTensorOp.Call(left, right);
        public static Tensor operator !=(Scalar left, Tensor right) => neScalarOp.Call(right, left);
        public static Tensor operator !=(Tensor left, Scalar right) => neScalarOp.Call(left, right);
        public static Tensor operator !=(Tensor left, Tensor right) => neTensorOp.Call(left, right);
        public static Tensor operator <(Scalar left, Tensor right) => gtScalarOp.Call(right, left);
        public static Tensor operator <(Tensor left, Scalar right) => ltScalarOp.Call(left, right);
        public static Tensor operator <(Tensor left, Tensor right) => ltTensorOp.Call(left, right);
        public static Tensor operator <=(Scalar left, Tensor right) => geScalarOp.Call(right, left);
        public static Tensor operator <=(Tensor left, Scalar right) => leScalarOp.Call(left, right);
        public static Tensor operator <=(Tensor left, Tensor right) => leTensorOp.Call(left, right);

        public static Tensor operator &(Tensor left, Tensor right) => Given(left).bitwise_and(right);
        public static Tensor operator |(Tensor left, Tensor right) => Given(left).bitwise_or(right);
        public static Tensor operator ^(Tensor left, Tensor right) => Given(left).bitwise_xor(right);
        public static Tensor operator ~(Tensor left) => Given(left).bitwise_not();
    }
}
