using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    // The least whole number divided by −1 is no number of its type: the processor traps (SIGFPE), and the process ends. What
    // follows from dividing by 1 instead is the same: the remainder is 0, the quotient the negative, which wraps as everywhere in
    // libtorch.
    public partial class Tensor
    {
        static bool IsTrap(Tensor left, Scalar? right) =>
            right is not null && torch.is_integral(right.Type) && right.AsLong == -1 && IsSigned(left);

        static bool IsTrap(Tensor left, Tensor? right) => right is not null && IsSigned(left) && IsSigned(right);

        static bool IsSigned(Tensor tensor) => tensor is not null && tensor.dtype is >= ScalarType.Int8 and <= ScalarType.Int64;

        static Arg Divisor(Tensor left, long right) => right == -1 && IsSigned(left) ? 1L : right;

        // The remainder by a tensor that may hold −1.
        static Tensor WithoutTrap(Tensor right, Func<Tensor, Tensor> remainder)
        {
            using var mask = right.eq(-1L);
            using var safe = right.masked_fill(mask, 1L);
            return remainder(safe);
        }

        // The quotient by a tensor that may hold −1.
        static Tensor Negated(Tensor right, Func<Tensor, Tensor> quotient)
        {
            using var mask = right.eq(-1L);
            using var safe = right.masked_fill(mask, 1L);
            using var divided = quotient(safe);
            using var negative = divided.neg();
            return negative.where(mask, divided);
        }

        Tensor Into(Tensor result)
        {
            using (result) return copy_(result);
        }
    }
}
