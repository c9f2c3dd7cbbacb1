using static TorchSharp.torch;

namespace TorchReg.Objectives;

/// <summary>The focal losses; see <see cref="Losses.Focal"/> and <see cref="Losses.BinaryFocal"/>.</summary>
static class FocalLoss
{
    internal static Loss OfClasses(double gamma, Tensor? classWeights, long? ignored)
    {
        Require.NonNegative(gamma);
        var counts = new CountedClasses(classWeights, ignored);
        return new(
            FormattableString.Invariant($"focal({gamma}){counts}"),
            (z, y) =>
            {
                var own = z.log_softmax(1).gather(1, counts.Classes(y).unsqueeze(1)).squeeze(1);
                var each = Focused(own, gamma);
                return CountedClasses.OfRows(counts.OfLabels(y, z.dtype) is { } by ? each * by : each, z);
            },
            (z, y) =>
            {
                counts.Check(z, y);
                LossShapes.OnlyIndices(y);
            },
            classWeights: counts.Divisor)
        {
            Target = TargetKind.Classes,
            Expected = z => z.softmax(1),
            Ignored = ignored,
        };
    }

    internal static Loss OfTwo(double gamma, double alpha)
    {
        Require.NonNegative(gamma);
        Require.Share(alpha);
        return new(
            FormattableString.Invariant($"binary focal({gamma}), α {alpha}"),
            (z, y) =>
            {
                var sign = y * Scalars.Of(2) - Scalars.Of(1);
                var by = y * Scalars.Of(2 * alpha - 1) - Scalars.Of(alpha - 1);
                return LossShapes.Flat(Focused(nn.functional.logsigmoid(z * sign), gamma) * by).mean([1L]);
            },
            LossShapes.ZerosAndOnes)
        { Target = TargetKind.Binary, Expected = z => z.sigmoid() };
    }

    // −(1 − p)^γ log p from log p. At p = 1 a power below 1 has an infinite slope, which times 0 is no number: 1 − p stays
    // above 1e-7, where the loss is below 1e-7.
    static Tensor Focused(Tensor logP, double gamma)
    {
        if (gamma == 0) return logP.neg();
        var rest = logP.expm1().neg().clamp_min(Scalars.Of(1e-7));
        return (gamma == 1 ? rest : rest.pow(Scalars.Of(gamma))) * logP.neg();
    }
}
