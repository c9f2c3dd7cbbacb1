using System.Runtime.InteropServices;
using Spectre.Console;
using TorchReg.Cli.Backends;
using TorchReg.Cli.Host;
using TorchSharp;

namespace TorchReg.Cli.Doctor;

/// <summary>Says what runs here line by line, so that all that is known stands before the first thing that fails.</summary>
static class Checkup
{
    internal static int Run(CommandContext context, CancellationToken cancellation)
    {
        var screen = context.Screen.Value;
        Line(screen, "torchreg", ProgramVersion.Text);
        Line(screen, ".NET", $"{Environment.Version} on {RuntimeInformation.OSDescription}, {RuntimeInformation.OSArchitecture}");
        Line(screen, "backend", Backend.Name());
        DescribeTorch(screen);
        cancellation.ThrowIfCancellationRequested();
        return TryStep(screen, "cpu") & TryStep(screen, torch.cuda.device_count() > 0 ? "cuda" : null)
            ? ExitStatus.Done
            : ExitStatus.Failed;
    }

    static void DescribeTorch(IAnsiConsole screen)
    {
        var madeFor = torch.__version__;
        var devices = torch.cuda.device_count();
        var files = NativeFiles.Loaded();
        Line(screen, "libtorch", LibtorchVersion.OfProcess(files, madeFor));
        if (Backend.MissingOperators() is { } missing) Line(screen, "operators", OperatorText(missing));
        var blas = Blas.Of(files);
        Line(screen, "BLAS", blas.Name);
        if (blas.Warning != null) Line(screen, "  warning", blas.Warning);
        Line(screen, "devices", "cpu");
        Line(screen, "CUDA", devices > 0 ? CudaState.OfMachine(devices) : $"off: {CudaState.OfMachine(0)}");
        Line(
            screen,
            "threads",
            $"{torch.get_num_threads()} at most, 1 where a step has fewer than 6 million multiplications (set with " +
            "OMP_NUM_THREADS or training.threads)");
        for (var i = 0; i < files.Count; i++) Line(screen, i == 0 ? "native files" : "", files[i]);
    }

    internal static string OperatorText(IReadOnlyList<string> missing) => missing.Count == 0
        ? "this libtorch has all that TorchReg can call"
        : $"this libtorch lacks {missing.Count}, whose members throw when they are called: {string.Join(", ", missing)}";

    static bool TryStep(IAnsiConsole screen, string? device)
    {
        if (device == null) return true;
        var (before, after) = TrainingStep.Try(torch.device(device));
        Line(
            screen,
            $"step on {device}",
            FormattableString.Invariant(
                $"cross-entropy {before:0.0000} → {after:0.0000}, {(after < before ? "works" : "DOES NOT WORK: it must fall")}"));
        return after < before;
    }

    static void Line(IAnsiConsole screen, string name, string value) => Prose.Write($"{name,-14}{value}", screen);
}
