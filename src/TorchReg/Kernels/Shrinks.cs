namespace TorchReg.Kernels;

/// <summary>
/// What penalties l1‖w‖₁ + (l2/2)‖w‖² do within an optimizer's own pass over a parameter: g := g + l1·sign(w) + l2·w before the
/// step, stored as well, and w := S(w, t·l1)/(1 + t·l2) with the step's own sizes t after it.
/// </summary>
/// <param name="GradientL1">l1 of the gradient.</param>
/// <param name="GradientL2">l2 of the gradient.</param>
/// <param name="ProxL1">l1 of the prox.</param>
/// <param name="ProxL2">l2 of the prox.</param>
/// <param name="HasGradient">Whether the gradient is changed.</param>
/// <param name="HasProx">Whether there is a prox.</param>
readonly record struct Shrinks(
    double GradientL1 = 0, double GradientL2 = 0, double ProxL1 = 0, double ProxL2 = 0, bool HasGradient = false,
    bool HasProx = false);
