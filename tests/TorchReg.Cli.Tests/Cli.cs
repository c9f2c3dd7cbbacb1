using TorchReg.Cli.Compare;
using TorchReg.Cli.Host;

namespace TorchReg.Cli.Tests;

/// <summary>torchreg in this process, with its own writers and environment.</summary>
static class Cli
{
    internal static readonly IReadOnlyDictionary<string, string> NoVariables = new Dictionary<string, string>();

    internal static CliResult Run(params string[] args) => Run(args, NoVariables);

    internal static CliResult Run(
        string[] args,
        IReadOnlyDictionary<string, string> variables,
        OpenComparison? open = null,
        CancellationToken cancellation = default,
        string input = "",
        string? runs = null,
        bool isTerminal = false)
    {
        // What nobody names a place for goes with the call.
        using var unnamed = runs is null ? new TemporaryFolder() : null;
        var (output, error) = (new StringWriter(), new StringWriter());
        var status = new App(new()
        {
            Out = output,
            Error = error,
            In = new StringReader(input),
            IsTerminal = isTerminal,
            Screen = new(() => Screens.Plain(output)),
            Environment = variables,
            Runs = runs ?? unnamed!.Path,
        }, TorchRegCommand.Verbs(open ?? FakeComparison.Open)).Run(args, cancellation);
        return new(status, output.ToString(), error.ToString());
    }

    /// <summary>Asserts what every bad input gives: one line on the error writer, status 2, nothing else.</summary>
    internal static string Refused(CliResult result)
    {
        Assert.Equal(2, result.Status);
        Assert.Equal("", result.Out);
        Assert.StartsWith("torchreg: ", result.Error);
        Assert.Single(result.Error.TrimEnd('\n').Split('\n'));
        return result.Error;
    }
}

sealed record CliResult(int Status, string Out, string Error);
