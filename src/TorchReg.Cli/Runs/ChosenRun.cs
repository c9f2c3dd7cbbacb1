using System.Text.Json.Nodes;
using TorchReg.Cli.Pipeline;
using TorchReg.Cli.Settings;
using TorchReg.Objectives;
using TorchReg.Selection;
using TorchReg.Storage;
using static TorchSharp.torch;

namespace TorchReg.Cli.Runs;

/// <summary>A finished choice of torchreg select: a linear model in float64.</summary>
sealed class ChosenRun : FinishedRun
{
    internal ChosenRun(string folder) : base(RunFiles.OfFinished(folder))
    {
        CheckDigests();
        Metrics = JsonFile.Read<ChoiceMetrics>(Files.Metrics);
        Models = LinearModels.Load(Files.Model);
        Chosen = Models.Chosen.TryGetValue(Metrics.Choice, out var chosen) ? chosen
            : throw new InvalidDataException($"{Files.Model} has no '{Metrics.Choice}'; the run's folder is damaged");
        Loss = NamedLosses.Find(Metrics.Loss.Kind)?.Create(new() { Delta = Metrics.Loss.Delta })
            ?? throw new InvalidDataException($"{Files.Metrics}: '{Metrics.Loss.Kind}' is no loss; the run's folder is damaged");
        var (outputs, columns) = ((int)Chosen.Weight.shape[0], (int)Chosen.Weight.shape[1]);
        if (columns != Input.FeatureNames.Count || Input.Classes is { } classes && outputs != classes.Count
            && (outputs, classes.Count) != (1, 2))
            throw new InvalidDataException($"{Files.Model} is not of the columns of {Files.Input}; the run's folder is damaged");
        Model = new LinearPredictor(Chosen);
        CheckNumbers();
    }

    internal ChoiceMetrics Metrics { get; }

    /// <summary>The models of the path, where they are kept, and those that were chosen.</summary>
    internal LinearModels Models { get; }

    /// <summary>The model that predicts.</summary>
    internal LinearModel Chosen { get; }

    internal override nn.Module<Tensor, Tensor> Model { get; }
    internal override Loss Loss { get; }

    internal override BaselineHazard? Baseline => Loss.Target == TargetKind.Survival ? BaselineFile.Read(Files.Baseline) : null;

    internal override JsonObject SettingsJson => JsonFile.Read<JsonObject>(Files.Config);

    internal override RunSummary Summary =>
        new(Metrics.Training, Metrics.HeldOut, "held-out", Metrics.ExactZeros, Metrics.Weights, null);

    /// <summary>Each row as the fold's fit that had not learned from it says.</summary>
    internal override (LedgerRecord Ledger, string Rows) Own() => (Metrics.HeldOut,
        FormattableString.Invariant($"{Metrics.HeldOutRows:N0} rows, each by the fit of the folds that it was held out of"));

    // Files of another choice, or edited ones, would be judged as what they are not.
    void CheckDigests()
    {
        var written = Provenance.Parse(File.ReadAllText(Files.Finished));
        foreach (var (name, digest) in written?.Values ?? new Dictionary<string, string>())
        {
            var path = Path.Combine(Files.Folder, name);
            if (!FileKinds.IsFile(path))
                throw new InvalidDataException($"{path} is missing; the run's folder is not whole");
            if (FileDigest.Of(path) != digest)
                throw new InvalidDataException(
                    $"{path} is not as the choice wrote it (its SHA-256 differs); put its own back, or choose again");
        }
        if (written is null || RunFiles.OfChoice.Any(name => !written.Values.ContainsKey(name)))
            throw new InvalidDataException(
                $"{Files.Folder} holds a choice without a model, of an older torchreg; choose again into another folder");
    }
}
