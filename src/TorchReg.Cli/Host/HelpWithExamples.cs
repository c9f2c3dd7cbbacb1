using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace TorchReg.Cli.Host;

/// <summary>The usual help, then lines that can be typed as they stand.</summary>
sealed class HelpWithExamples(HelpAction usual, string examples) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parsed)
    {
        usual.Invoke(parsed);
        parsed.InvocationConfiguration.Output.WriteLine(examples);
        return ExitStatus.Done;
    }

    /// <summary>Gives a command its own --help with examples.</summary>
    internal static void AddTo(Command command, string examples)
    {
        var option = new HelpOption("--help", "-h");
        option.Action = new HelpWithExamples((HelpAction)option.Action!, examples);
        command.Options.Add(option);
    }
}
