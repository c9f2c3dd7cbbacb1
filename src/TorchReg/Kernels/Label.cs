namespace TorchReg.Kernels;

/// <summary>A class index: from 0 to the number of classes − 1. There is no index that is passed over, as torch's −100.</summary>
static class Label
{
    /// <exception cref="ArgumentException">A label is no class; the message names its row.</exception>
    internal static void Check(ReadOnlySpan<long> labels, long classes)
    {
        for (var row = 0; row < labels.Length; row++)
            if ((ulong)labels[row] >= (ulong)classes) throw NoClass(labels[row], row, classes);
    }

    internal static ArgumentException NoClass(long label, long row, long classes) =>
        new(
            $"The label {label} is no class: the model has {classes} outputs, so labels go from 0 to {classes - 1} (row {row}; " +
            "to leave a row out, give it the weight 0).",
            nameof(label));
}
