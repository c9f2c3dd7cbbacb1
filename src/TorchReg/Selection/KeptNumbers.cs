using System.Runtime.InteropServices;
using TorchReg.Kernels;
using TorchReg.Solvers;
using static TorchSharp.torch;

namespace TorchReg.Selection;

/// <summary>Fits and certificates as bytes and back, every number with all its digits.</summary>
static class KeptNumbers
{
    internal static void Write(this BinaryWriter to, double[] numbers)
    {
        to.Write(numbers.Length);
        to.Write(MemoryMarshal.AsBytes(numbers.AsSpan()));
    }

    internal static double[] Numbers(this BinaryReader from)
    {
        var numbers = new double[from.ReadInt32()];
        from.BaseStream.ReadExactly(MemoryMarshal.AsBytes(numbers.AsSpan()));
        return numbers;
    }

    internal static void Write(this BinaryWriter to, FitCertificate certificate) =>
        to.Write([
            certificate.Objective, certificate.Loss, certificate.Distance, certificate.Gap ?? double.NaN,
            certificate.ScaledDistance,
            certificate.IsConvex ? 1 : 0]);

    internal static FitCertificate Certificate(this BinaryReader from) =>
        from.Numbers() is [var objective, var loss, var distance, var gap, var scaled, var isConvex]
            ? new(objective, loss, distance, double.IsNaN(gap) ? null : gap) { ScaledDistance = scaled, IsConvex = isConvex == 1 }
            : throw new InvalidDataException("A certificate is six numbers.");

    internal static void Write(this BinaryWriter to, LinearFit fit)
    {
        to.Write(fit.Lambda);
        to.Write(HostMemory.Numbers(fit.Weight));
        to.Write(HostMemory.Numbers(fit.Bias));
        to.Write(fit.Certificate);
        to.Write(fit.Converged);
        to.Write(fit.Steps);
    }

    internal static LinearFit Fit(this BinaryReader from)
    {
        var (lambda, weight, bias) = (from.ReadDouble(), from.Numbers(), from.Numbers());
        return new(lambda, tensor(weight, [bias.Length, weight.Length / Math.Max(1, bias.Length)]).DetachFromDisposeScope(),
            tensor(bias).DetachFromDisposeScope(),
            from.Certificate(), from.ReadBoolean(), from.ReadInt32());
    }

    internal static void Write(this BinaryWriter to, RegularizationPath path)
    {
        to.Write([path.LambdaMax, path.NullLoss, path.SaturatedLoss]);
        to.Write(path.EndedEarly ?? "");
        to.Write(path.Fits.Count);
        foreach (var fit in path.Fits) to.Write(fit);
    }

    internal static RegularizationPath Path(this BinaryReader from, LinearProblem problem)
    {
        var (numbers, ended) = (from.Numbers(), from.ReadString());
        var fits = Enumerable.Range(0, from.ReadInt32()).Select(_ => from.Fit()).ToArray();
        return new(problem, numbers[0], numbers[1], fits, ended.Length == 0 ? null : ended) { SaturatedLoss = numbers[2] };
    }
}
