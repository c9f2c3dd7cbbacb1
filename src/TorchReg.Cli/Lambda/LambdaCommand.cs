using System.CommandLine;
using TorchReg.Cli.Host;
using TorchReg.Dialects;

namespace TorchReg.Cli.Lambda;

/// <summary>torchreg lambda: one λ in the words of Keras, PyTorch, scikit-learn, glmnet and others.</summary>
static class LambdaCommand
{
    const string Examples = """
        Every row of the answer has the same minimiser, where there are as many logits as --loss says: two classes by one logit take half the l2.
        --loss is TorchReg's: squared SSE/(2n), mse SSE/n, crossentropy the mean of a logit for each class, binarycrossentropy of one logit.
        glmnet standardizes columns by default; TorchReg does on request: select --standardize, LinearProblem.Standardize.

        Examples:
          torchreg lambda --l1 0.1 --loss squared --rows 20
          torchreg lambda --l1 0.1 --l2 0.05 --loss squared --rows 20 --sd-y 1.72
          torchreg lambda --l2 0.0005 --loss crossentropy --rows 60000 --batch 128
          torchreg lambda --group 0.05 --l2 0.01 --loss squared --rows 150
          torchreg lambda --from glmnet.binomial --set lambda=0.02 alpha=0 --loss binarycrossentropy --rows 150
          torchreg lambda --from sklearn.Ridge --set alpha=2 --rows 20
          torchreg lambda --from glmnet.multinomial --set lambda=0.1 alpha=0.5 --rows 150 --json
        """;

    internal static Command Create(CommandContext context)
    {
        var l1 = Word("--l1", "LAMBDA", "TorchReg's weight of ‖w‖₁.");
        var l2 = Word("--l2", "LAMBDA", "TorchReg's weight of ½‖w‖².");
        var group = Word("--group", "LAMBDA", "TorchReg's weight of Σ‖wⱼ‖, wⱼ a feature's weights to all outputs.");
        var from = Word("--from", "SYSTEM", "Instead: the system that the λ is written for, as sklearn.Ridge.");
        var set = new Option<string[]>("--set")
        {
            Description = "Settings of that system.",
            HelpName = "NAME=VALUE",
            AllowMultipleArgumentsPerToken = true
        };
        var loss = Word(
            "--loss", "LOSS", $"{LossWords.Known}; with --from the system's own, squared or crossentropy where it has several.");
        loss.CompletionSources.Add(LossWords.Known.Split(", "));
        from.CompletionSources.Add([.. NamedDialects.All.Select(dialect => dialect.Name)]);
        var rows = Word("--rows", "N", "The training rows n.");
        var spread = Word(
            "--sd-y",
            "S",
            "The standard deviation of y with 1/n, which glmnet's gaussian family needs. Default 1.");
        var batch = Word("--batch", "B", "Rows per batch, which scikit-learn's MLP needs. Default 200.");
        var json = Flag.Switch("--json", "Write JSON, every number with all its digits.");
        var lambda = new Command("lambda", "Say one λ in the words of Keras, PyTorch, scikit-learn, glmnet and others.")
        {
            l1, l2, group, from, set, loss, rows, spread, batch, json
        };
        HelpWithExamples.AddTo(lambda, Examples);
        lambda.SetAction(parsed => Run(
            new(parsed.GetValue(l1), parsed.GetValue(l2), parsed.GetValue(group), parsed.GetValue(from),
                parsed.GetValue(set) ?? [],
                parsed.GetValue(loss), parsed.GetValue(rows), parsed.GetValue(spread), parsed.GetValue(batch)),
            parsed.GetValue(json), context));
        return lambda;
    }

    static Option<string?> Word(string name, string helpName, string description) =>
        new(name) { HelpName = helpName, Description = description };

    static int Run(LambdaOptions words, bool json, CommandContext context)
    {
        var question = LambdaQuestion.Of(words);
        if (json) LambdaJson.Write(question, context.Out);
        else LambdaTable.Write(question, context.Screen.Value);
        return ExitStatus.Done;
    }
}
