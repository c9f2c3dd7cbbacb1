namespace TorchSharp;

// Comparisons, tests and logic.
public static partial class torch
{
    public static Tensor equal(Tensor tensor, Tensor target) => Given(tensor).equal(target);
    public static Tensor isclose(Tensor tensor, Tensor other, double rtol = 1E-05, double atol = 1E-08, bool nanEqual = false) =>
        Given(tensor).isclose(other, rtol, atol, nanEqual);
    public static bool allclose(Tensor tensor, Tensor target, double rtol = 1E-05, double atol = 1E-08, bool equal_nan = false) =>
        Given(tensor).allclose(target, rtol, atol, equal_nan);
    public static Tensor isin(Tensor tensor, Tensor test_elements, bool assumeUnique = false, bool invert = false) =>
        Given(tensor).isin(test_elements, assumeUnique, invert);
    public static bool is_nonzero(Tensor input) => Given(input).is_nonzero();
    public static bool is_conj(Tensor input) => Given(input).is_conj();
    public static Tensor is_neg(Tensor input) => Given(input).is_neg();
}
