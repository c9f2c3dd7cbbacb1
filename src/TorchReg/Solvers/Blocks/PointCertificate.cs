using static TorchSharp.torch;

namespace TorchReg.Solvers;

/// <summary>
/// Certificates of coefficients of small softmax problems by passes over host memory, where a call into libtorch costs more than
/// a pass; the same numbers as <see cref="Certification"/>.
/// </summary>
sealed class PointCertificate
{
    const double Small = 1e6;

    readonly ClassCertificate certificate;
    readonly SoftmaxPoint point;

    PointCertificate(DenseProblem problem, Tensor shares, ColumnPenalty penalty)
    {
        var rows = new ClassRows(problem, shares);
        (certificate, point) = (new(problem, rows, penalty), new(rows, problem.Columns));
    }

    /// <summary>Null where the problem is not small, or none of classes.</summary>
    internal static PointCertificate? For(DenseProblem problem, Tensor shares, ColumnPenalty penalty) =>
        ClassRows.Suits(problem) && (double)problem.Rows * problem.Columns * problem.Outputs < Small
        ? new(problem, shares, penalty) : null;

    /// <summary>The certificate of a point.</summary>
    internal FitCertificate Of(PathPoint of)
    {
        of.Weight.CopyTo(point.Weight, 0);
        of.Bias.CopyTo(point.Bias, 0);
        point.Evaluate();
        return certificate.Of(point.Weight, point.Gradient, point.Slopes, point.Means, point.Loss, of.Lambda);
    }
}
