using static TorchSharp.torch;

namespace TorchReg.Solvers;

/// <summary>How large the numbers of a tensor are.</summary>
static class Magnitude
{
    /// <summary>max |tᵢ|; 0 of none.</summary>
    internal static double Largest(Tensor t) => t.numel() == 0 ? 0 : t.abs().max().ReadDouble();
}
