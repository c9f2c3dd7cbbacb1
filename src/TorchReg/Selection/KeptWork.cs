using System.Security.Cryptography;
using System.Text;
using TorchReg.Solvers;
using TorchReg.Storage;
using TorchSharp;
using static TorchSharp.torch;

namespace TorchReg.Selection;

/// <summary>
/// Finished parts of a cross-validation in a folder, each a file that is wholly there or not at all, with its own SHA-256; and in
/// digest.txt that of the rows and settings they belong to.
/// </summary>
sealed class KeptWork
{
    const string DigestName = "digest.txt", Extension = ".part-of-choice";
    const int DigestLength = 32;

    readonly string folder;

    /// <exception cref="ArgumentException">The folder holds the work of other rows or settings.</exception>
    internal KeptWork(string folder, string digest)
    {
        this.folder = folder;
        var path = Path.Combine(folder, DigestName);
        if (!File.Exists(path)) WholeFile.Write(path, digest);
        else if (File.ReadAllText(path) is var other && other != digest)
            throw new ArgumentException(
                $"{folder} holds unfinished work on other rows or with other settings ({Start(other)}, this is {Start(digest)}): " +
                "run with the rows and settings it was begun with, name another folder, or delete this one.");
    }

    static string Start(string digest) => digest[..Math.Min(8, digest.Length)];

    /// <summary>Keeps a part.</summary>
    internal void Write(string name, Action<BinaryWriter> write)
    {
        using var content = new MemoryStream();
        using (var writer = new BinaryWriter(content, Encoding.UTF8, leaveOpen: true)) write(writer);
        var bytes = content.ToArray();
        WholeFile.Write(PathOf(name), stream =>
        {
            stream.Write(SHA256.HashData(bytes));
            stream.Write(bytes);
        });
    }

    /// <summary>Reads a part back; null where there is none, or where it is damaged and so to be made again.</summary>
    internal BinaryReader? Read(string name)
    {
        if (!File.Exists(PathOf(name))) return null;
        var bytes = File.ReadAllBytes(PathOf(name));
        if (bytes.Length < DigestLength || !SHA256.HashData(bytes.AsSpan(DigestLength)).AsSpan().SequenceEqual(bytes.AsSpan(0, DigestLength))) return null;
        return new(new MemoryStream(bytes, DigestLength, bytes.Length - DigestLength));
    }

    string PathOf(string name) => Path.Combine(folder, name + Extension);

    /// <summary>The SHA-256 of rows, problem, folds and all that decides the numbers; not of threads and progress.</summary>
    internal static string DigestOf(DenseProblem dense, IReadOnlyList<Data.Fold> folds, CvOptions options)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        void Text(object value) => hash.AppendData(Encoding.UTF8.GetBytes(FormattableString.Invariant($"{value};")));
        var (problem, path, solver) = (dense.Problem, options.Path, options.Path.Solver);
        foreach (var tensor in new[] { problem.Data.Features, problem.Data.Targets, problem.Data.Weights, problem.Offsets }) Append(hash, tensor);
        foreach (var value in new object[] { 1, problem.Loss, problem.L1Ratio, problem.GroupFeatures, problem.Standardize, problem.Intercept, problem.Classes,
            options.Measure, options.FoldLambdas, path.Count, path.Ratio ?? 0, path.EndEarly,
            solver.DistanceTolerance, solver.GapTolerance, solver.Method, solver.MaxSteps, solver.LargestHessian }) Text(value);
        foreach (var numbers in new[] { problem.PenaltyFactors, problem.LowerBounds, problem.UpperBounds, path.Lambdas })
            Text(string.Join(',', (numbers ?? []).Select(number => number.ToString("R", System.Globalization.CultureInfo.InvariantCulture))));
        foreach (var fold in folds) Text($"{string.Join(',', fold.Train)}|{string.Join(',', fold.Test)}");
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    static void Append(IncrementalHash hash, Tensor? tensor)
    {
        using var scope = NewDisposeScope();
        hash.AppendData(Encoding.UTF8.GetBytes(tensor is null ? "none;" : $"{tensor.dtype} {string.Join('×', tensor.shape)};"));
        if (tensor is not null) hash.AppendData(tensor.detach().cpu().contiguous().bytes);
    }
}
