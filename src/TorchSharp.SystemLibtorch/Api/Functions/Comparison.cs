namespace TorchSharp;

// Comparisons, tests and logic.
public static partial class torch
{
    public static Tensor eq(Tensor left, Tensor right) => Given(left).eq(right);
    public static Tensor ne(Tensor left, Tensor right) => Given(left).ne(right);
    public static Tensor lt(Tensor left, Tensor right) => Given(left).lt(right);
    public static Tensor le(Tensor left, Tensor right) => Given(left).le(right);
    public static Tensor gt(Tensor left, Tensor right) => Given(left).gt(right);
    public static Tensor ge(Tensor left, Tensor right) => Given(left).ge(right);
    public static Tensor equal(Tensor tensor, Tensor target) => Given(tensor).equal(target);
    public static Tensor greater(Tensor tensor, Tensor target) => Given(tensor).greater(target);
    public static Tensor greater_equal(Tensor tensor, Tensor target) => Given(tensor).greater_equal(target);
    public static Tensor less(Tensor tensor, Tensor target) => Given(tensor).less(target);
    public static Tensor less_equal(Tensor tensor, Tensor target) => Given(tensor).less_equal(target);
    public static Tensor not_equal(Tensor tensor, Tensor target) => Given(tensor).not_equal(target);
    public static Tensor isclose(Tensor tensor, Tensor other, double rtol = 1E-05, double atol = 1E-08, bool nanEqual = false) =>
        Given(tensor).isclose(other, rtol, atol, nanEqual);
    public static bool allclose(Tensor tensor, Tensor target, double rtol = 1E-05, double atol = 1E-08, bool equal_nan = false) =>
        Given(tensor).allclose(target, rtol, atol, equal_nan);
    public static Tensor isfinite(Tensor tensor) => Given(tensor).isfinite();
    public static Tensor isinf(Tensor tensor) => Given(tensor).isinf();
    public static Tensor isnan(Tensor input) => Given(input).isnan();
    public static Tensor isneginf(Tensor tensor) => Given(tensor).isneginf();
    public static Tensor isposinf(Tensor tensor) => Given(tensor).isposinf();
    public static Tensor isreal(Tensor tensor) => Given(tensor).isreal();
    public static Tensor isin(Tensor tensor, Tensor test_elements, bool assumeUnique = false, bool invert = false) =>
        Given(tensor).isin(test_elements, assumeUnique, invert);
    public static Tensor logical_and(Tensor left, Tensor right) => Given(left).logical_and(right);
    public static Tensor logical_and_(Tensor left, Tensor right) => Given(left).logical_and_(right);
    public static Tensor logical_or(Tensor left, Tensor right) => Given(left).logical_or(right);
    public static Tensor logical_or_(Tensor left, Tensor right) => Given(left).logical_or_(right);
    public static Tensor logical_xor(Tensor left, Tensor right) => Given(left).logical_xor(right);
    public static Tensor logical_xor_(Tensor left, Tensor right) => Given(left).logical_xor_(right);
    public static Tensor logical_not(Tensor input) => Given(input).logical_not();
    public static Tensor bitwise_and(Tensor left, Tensor right) => Given(left).bitwise_and(right);
    public static Tensor bitwise_and_(Tensor left, Tensor right) => Given(left).bitwise_and_(right);
    public static Tensor bitwise_or(Tensor left, Tensor right) => Given(left).bitwise_or(right);
    public static Tensor bitwise_or_(Tensor left, Tensor right) => Given(left).bitwise_or_(right);
    public static Tensor bitwise_xor(Tensor left, Tensor right) => Given(left).bitwise_xor(right);
    public static Tensor bitwise_xor_(Tensor left, Tensor right) => Given(left).bitwise_xor_(right);
    public static Tensor bitwise_not(Tensor input) => Given(input).bitwise_not();
    public static Tensor bitwise_not_(Tensor input) => Given(input).bitwise_not_();
    public static Tensor bitwise_left_shift(Tensor left, Tensor right) => Given(left).bitwise_left_shift(right);
    public static Tensor bitwise_left_shift_(Tensor left, Tensor right) => Given(left).bitwise_left_shift_(right);
    public static Tensor bitwise_right_shift(Tensor left, Tensor right) => Given(left).bitwise_right_shift(right);
    public static Tensor bitwise_right_shift_(Tensor left, Tensor right) => Given(left).bitwise_right_shift_(right);
    public static bool is_nonzero(Tensor input) => Given(input).is_nonzero();
    public static bool is_conj(Tensor input) => Given(input).is_conj();
    public static Tensor is_neg(Tensor input) => Given(input).is_neg();
}
