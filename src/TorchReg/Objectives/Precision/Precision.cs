using static TorchSharp.torch;

namespace TorchReg.Objectives;

/// <summary>
/// The type of numbers in which a training step's large products are taken. Whatever it is, weights, gradients, penalties,
/// optimizer, averages, checkpoints and ledgers are of the model's own type, float32.
/// </summary>
/// <remarks>
/// As PyTorch's autocast: P. Micikevicius et al., Mixed precision training, ICLR 2018, section 3;
/// https://docs.pytorch.org/docs/stable/amp.html.
/// </remarks>
public enum Precision
{
    /// <summary>Everything in the model's own type.</summary>
    Float32,

    /// <summary>Products in bfloat16: float32's range with 8 bits of precision, so that no loss needs scaling.</summary>
    BFloat16,

    /// <summary>
    /// Products in float16: 11 bits, from 6·10⁻⁸ to 65,504, so that losses are scaled (<see cref="LossScaling"/>). For a
    /// GPU: libtorch before 2.1 has no such products on the CPU.
    /// </summary>
    Float16,
}

static class PrecisionTypes
{
    internal static ScalarType Type(this Precision precision) => precision switch
    {
        Precision.Float32 => ScalarType.Float32,
        Precision.BFloat16 => ScalarType.BFloat16,
        Precision.Float16 => ScalarType.Float16,
        _ => throw new ArgumentOutOfRangeException(nameof(precision)),
    };

    internal static string Name(this Precision precision) => precision.ToString().ToLowerInvariant();
}
