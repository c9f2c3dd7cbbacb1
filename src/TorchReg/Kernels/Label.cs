namespace TorchReg.Kernels;

/// <summary>
/// A class index: from 0 to the number of classes − 1. No index is passed over, as torch's −100, unless a loss names one.
/// </summary>
static class Label
{
    /// <param name="labels">Of all rows.</param>
    /// <param name="classes">How many there are.</param>
    /// <param name="perRow">Labels of a row: its pixels, or 1.</param>
    /// <param name="ignored">A label that is passed over; null for none.</param>
    /// <exception cref="ArgumentException">A label is no class; the message names its row.</exception>
    internal static void Check(ReadOnlySpan<long> labels, long classes, long perRow = 1, long? ignored = null)
    {
        for (var i = 0; i < labels.Length; i++)
            if ((ulong)labels[i] >= (ulong)classes && labels[i] != ignored) throw NoClass(labels[i], i / perRow, classes);
    }

    internal static ArgumentException NoClass(long label, long row, long classes) =>
        new(
            $"The label {label} is no class: the model has {classes} outputs, so labels go from 0 to {classes - 1} (row {row}; " +
            "to leave a row out, give it the weight 0).",
            nameof(label));
}
