using System.CommandLine;
using TorchReg.Cli.Host;

namespace TorchReg.Cli;

/// <summary>From arguments to an exit status: parses, runs the command, tells a failure in one line.</summary>
sealed class App(CommandContext context, IReadOnlyList<Verb>? verbs = null)
{
    static readonly ParserConfiguration parsing = new() { EnablePosixBundling = false, ResponseFileTokenReplacer = null };

    internal int Run(IReadOnlyList<string> args, CancellationToken cancellation = default)
    {
        try
        {
            var parsed = TorchRegCommand.Create(context, cancellation, verbs).Parse(args, parsing);
            if (parsed.Errors.Count > 0 && parsed.Action is not System.CommandLine.Help.HelpAction and not HelpWithExamples)
                throw ParseFailure.Of(parsed);
            return parsed.Invoke(new()
            {
                Output = context.Out,
                Error = context.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            });
        }
        catch (Exception failure)
        {
            return FailureReport.Write(failure, context);
        }
    }
}
