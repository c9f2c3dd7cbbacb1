using TorchReg.Cli.Host;
using TorchReg.Cli.Pipeline;
using TorchReg.Cli.Runs;
using TorchReg.Data;
using static TorchSharp.torch;

namespace TorchReg.Cli.Report;

/// <summary>A finished run with what a report shows of it.</summary>
sealed class ReportedRun : IDisposable
{
    internal ReportedRun(string folder)
    {
        Run = FinishedRun.Open(folder);
        Name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        if (Run is not TrainedRun trained) return;
        History = HistoryTable.Read(trained.Files.History);
        (Test, TestNote) = TestRows(trained);
    }

    internal string Name { get; }
    internal FinishedRun Run { get; }
    internal RunManifest Manifest => Run.Manifest;

    /// <summary>Of epochs; null of a choice of λ.</summary>
    internal HistoryTable? History { get; }

    /// <summary>The run's own test rows; null where they are no longer what they were, and then the note says why.</summary>
    internal Dataset? Test { get; }
    internal string? TestNote { get; }

    /// <summary>The weights that the inputs meet first, units × inputs; 0 for inputs that the model does not take.</summary>
    internal (string Name, Tensor Weight) FirstLayer =>
        Run
            .Model.named_parameters()
            .Where(p => p.parameter.Dimensions == 2)
            .Select(p => (p.name, OfAllInputs(p.parameter)))
            .First();

    Tensor OfAllInputs(Tensor weight)
    {
        if (Run is not TrainedRun { Settings.Model.Inputs: { Count: > 0 } inputs }) return weight;
        using var scope = NewDisposeScope();
        var at = tensor(inputs.Select(input => (long)input).ToArray());
        return zeros(weight.shape[0], Run.Input.FeatureNames.Count).index_copy(1, at, weight.detach()).MoveToOuterDisposeScope();
    }

    /// <summary>All weights, biases left out.</summary>
    internal IEnumerable<(string Name, Tensor Weight)> Weights =>
        Run.Model.named_parameters().Where(p => p.parameter.Dimensions > 1).Select(p => (p.name, (Tensor)p.parameter));

    internal bool IsOneLayer => Weights.Count() == 1;

    static (Dataset?, string?) TestRows(TrainedRun trained)
    {
        try
        {
            using var data = RunRows.Load(trained.Settings.Data);
            if (data.TestSha256 != trained.Manifest.Test?.Sha256)
                return (
                    null,
                    "The data are not what they were when the run was judged (another SHA-256), so mistakes are not shown.");
            return (data.Test.Alias(), null);
        }
        catch (Exception missing)
            when (missing is IOException or InvalidDataException or UserError or UnauthorizedAccessException)
        {
            return (null, $"The data could not be read, so mistakes are not shown: {missing.Message}");
        }
    }

    internal static double[] Numbers(Tensor tensor)
    {
        using var scope = NewDisposeScope();
        return tensor.detach().to(ScalarType.Float64).cpu().contiguous().data<double>().ToArray();
    }

    public void Dispose()
    {
        Test?.Dispose();
        Run.Dispose();
    }
}
