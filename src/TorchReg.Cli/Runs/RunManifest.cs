using System.Runtime.InteropServices;
using TorchReg.Cli.Backends;
using TorchReg.Cli.Host;
using TorchReg.Cli.Pipeline;
using TorchReg.Cli.Pipeline.Options;
using TorchSharp;

namespace TorchReg.Cli.Runs;

/// <summary>Rows with what they were.</summary>
sealed record RowsRecord(long Rows, string Sha256);

/// <summary>What a run ran on: enough to say whether another run's differences have another cause.</summary>
sealed record RunManifest
{
    public required string Torchreg { get; init; }
    /// <summary>The commit of TorchReg that ran; null where its build knew none.</summary>
    public string? Commit { get; init; }
    public required string Dotnet { get; init; }
    public required string System { get; init; }
    public required string Torch { get; init; }
    public required string Blas { get; init; }
    public required IReadOnlyList<string> NativeLibraries { get; init; }
    public required string Device { get; init; }
    public required int Threads { get; init; }
    public required int Seed { get; init; }
    public required string Data { get; init; }

    /// <summary>SHA-256 of the CSV file; null for other sources.</summary>
    public string? DataFileSha256 { get; init; }
    public required RowsRecord Train { get; init; }
    public RowsRecord? Validation { get; init; }
    /// <summary>Null of a choice of λ: there folds judge.</summary>
    public required RowsRecord? Test { get; init; }
    public required int Features { get; init; }
    public required long Parameters { get; init; }
    public required DateTimeOffset Started { get; init; }

    /// <summary>
    /// What decides the run's numbers, by name: it is gone on with by the same alone. The model's file holds the SHA-256 of it.
    /// </summary>
    public required IReadOnlyDictionary<string, string> BelongsTo { get; init; }

    /// <summary>What was another when the run was gone on with by force, a line each time.</summary>
    public IReadOnlyList<string> Forced { get; init; } = [];

    /// <summary>What the model was made smaller from; null of one that was trained as it is.</summary>
    public ShrunkFrom? Shrunk { get; init; }

    /// <summary>When the run was gone on with.</summary>
    public IReadOnlyList<DateTimeOffset> Resumed { get; init; } = [];

    internal static RunManifest Of(TrainSettings settings, RunData data, torch.nn.Module model) =>
        OfMachine(settings.Data.Source) with
        {
            Device = model.parameters().Select(p => p.device.ToString()).FirstOrDefault() ?? settings.Training.Device,
            Seed = settings.Training.Seed,
            Data = data.Source,
            Train = new(data.Train.Rows, data.TrainSha256),
            Validation = data.Validation == null ? null : new(data.Validation.Rows, data.ValidationSha256!),
            Test = new(data.Test.Rows, data.TestSha256),
            Features = data.Encoding.FeatureNames.Count,
            Parameters = model.parameters().Sum(p => p.numel()),
            BelongsTo = RunProvenance.Of(settings, data).Values,
        };

    /// <summary>What it runs on; the rest is to be said by who asks.</summary>
    /// <param name="source">The setting of the rows.</param>
    internal static RunManifest OfMachine(string source)
    {
        var native = NativeFiles.Loaded();
        return new()
        {
            Torchreg = ProgramVersion.Text,
            Commit = ProgramVersion.Commit,
            Dotnet = RuntimeInformation.FrameworkDescription,
            System =
                $"{RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}, {Environment.ProcessorCount} " +
                "processors",
            Torch = Backend.Name(),
            Blas = Backends.Blas.Of(native).Name,
            NativeLibraries = native,
            Device = "cpu",
            Threads = torch.get_num_threads(),
            Seed = 0,
            Data = source,
            DataFileSha256 = TorchReg.Storage.FileKinds.IsFile(source) ? FileDigest.Of(source) : null,
            Train = new(0, ""),
            Test = null,
            Features = 0,
            Parameters = 0,
            BelongsTo = new Dictionary<string, string>(),
            Started = DateTimeOffset.Now,
        };
    }
}
