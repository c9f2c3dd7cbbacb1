using System.CommandLine;
using TorchReg.Cli.Host;
using TorchReg.Cli.Pipeline;
using TorchReg.Cli.Pipeline.Options;
using TorchReg.Cli.Settings;
using TorchReg.Penalties;
using TorchReg.Storage;

namespace TorchReg.Cli.Init;

/// <summary>torchreg init: a first configuration, with comments, for rows that are looked into.</summary>
static class InitCommand
{
    const string Examples = """
        What is left out is asked at a terminal, and takes its default elsewhere. A CSV file is read: what its target holds decides
        the loss and the model, and missing cells are filled by the median. schema/train.json is written beside the file, by which
        editors complete and check it.

        Examples:
          torchreg init
          torchreg init --data houses.csv --target price --to houses.json
          torchreg init --data digits --model mlp --penalty groupLasso --lambda 0.001
          torchreg init --data classification --penalty none --force
        """;

    static readonly string[] models =
        [.. Enum.GetValues<ModelKind>().Where(kind => kind != ModelKind.Auto).Select(kind => SettingKey.CamelCase($"{kind}"))];

    static string[] Penalties => [InitConfig.NoPenalty, .. PenaltyNames.Names];

    internal static Command Create(CommandContext context)
    {
        var data = Flag.Text("--data", "SOURCE",
            "digits, regression, classification or another generated source, a CSV file, or a folder with MNIST-format files. " +
            "Default: digits.");
        var target = Flag.Text("--target", "NAME", "CSV: the column to predict. Default: the last.");
        var model = Flag.Text("--model", "MODEL", "softmax, linear or mlp. Default: by the target.");
        var penalty = Flag.Text("--penalty", "PENALTY", "none, or a penalty of docs/penalties.md. Default: l1.");
        var lambda = Flag.Text("--lambda", "LAMBDA", "Its λ. Default: a small one for this target.");
        var to = Flag.Text("--to", "FILE", "The file to write. Default: run.json.");
        var force = Flag.Switch("--force", "Replace the file where it is there already.");
        data.CompletionSources.Add([.. DataSource.All.Select(source => source.Name)]);
        model.CompletionSources.Add(models);
        penalty.CompletionSources.Add(Penalties);
        var init = new Command("init", "Write a first configuration, with comments, that torchreg train takes as it is.")
        {
            data, target, model, penalty, lambda, to, force
        };
        HelpWithExamples.AddTo(init, Examples);
        init.SetAction(parsed => Run(
            new(
                parsed.GetValue(data), parsed.GetValue(target), parsed.GetValue(model), parsed.GetValue(penalty),
                parsed.GetValue(lambda), parsed.GetValue(to), parsed.GetValue(force)),
            context));
        return init;
    }

    sealed record Flags(
        string? Data, string? Target, string? Model, string? Penalty, string? Lambda, string? To, bool IsForced);

    static int Run(Flags flags, CommandContext context)
    {
        var questions = new Questions(context);
        if (flags.To != null) ExpectFree(flags.To, flags.IsForced);
        var answers = Ask(questions, flags);
        var file = questions.Answer("--to", flags.To, "File to write", "run.json", Ending);
        ExpectFree(file, flags.IsForced);
        var text = InitConfig.Text(answers, file);
        // What does not go together is told before anything is written.
        TrainConfig.Resolve(JsonSource.FromText(file, text), new Dictionary<string, string>(), []);
        var schema = Path.Combine(Path.GetDirectoryName(file) ?? "", "schema", "train.json");
        WholeFile.Write(file, text);
        if (flags.IsForced || !File.Exists(schema)) WholeFile.Write(schema, SettingsJson.Text(TrainConfig.JsonSchema()));
        context.Out.WriteLine($"{file} is written; train it by torchreg train {file}");
        return ExitStatus.Done;
    }

    static InitAnswers Ask(Questions questions, Flags flags)
    {
        var source = questions.Answer(
            "--data", flags.Data, "Data: a CSV file, digits, regression, classification", TrainConfig.Digits, NoSource);
        var rows = InitRows.Of(source, flags.Target);
        // The rows are looked into once more where another column than the last is meant.
        if (rows.IsCsv && flags.Target is null
            && questions.Answer("--target", null, "Column to predict", rows.Data.Csv.Target, _ => null) is var target
            && target != rows.Data.Csv.Target)
            rows = InitRows.Of(source, target);
        string[] fitting = rows.IsOfClasses ? ["softmax", "mlp"] : ["linear", "mlp"];
        var model = questions.OneOf("--model", flags.Model, "Model", fitting[0], flags.Model is null ? fitting : models);
        if (!fitting.Contains(model))
            throw new UserError(
                $"--model is {model}, but the target is a {(rows.IsOfClasses ? "class" : "number")}; give " +
                $"{string.Join(" or ", fitting)}");
        var penalty = questions.OneOf("--penalty", flags.Penalty, "Penalty", "l1", Penalties);
        var hasLambda = NamedPenalties.Find(penalty)?.Takes.HasFlag(PenaltyArgument.Lambda) ?? false;
        if (!hasLambda && flags.Lambda != null)
            throw new UserError($"--lambda is {Shown.Value(flags.Lambda)}, but {penalty} has no λ; leave it out");
        var lambda = hasLambda ? questions.Answer("--lambda", flags.Lambda, "λ", rows.Lambda, NoLambda) : null;
        return new(rows, model, penalty, lambda);
    }

    static string? NoSource(string source) =>
        File.Exists(source) || Directory.Exists(source) || DataSource.All.Any(known => known.Name == source) ? null
        : "no such file or folder" + (KnownName.Beside(source) is { Length: > 0 } beside ? beside
            : $", and no source of that name; {KnownName.Hint(source, [.. DataSource.All.Select(known => known.Name)])}");

    static string? NoLambda(string lambda) =>
        TrainConfig.Schema.Find("penalties:0:lambda")!.Allows(lambda) ? null : "it must be a number from 0 to 1000000";

    static string? Ending(string file) =>
        file.EndsWith(".json", StringComparison.OrdinalIgnoreCase) ? null : "it must end in .json, as run.json";

    static void ExpectFree(string file, bool isForced)
    {
        if (Directory.Exists(file)) throw new UserError($"--to {file} is a folder; name a file");
        if (File.Exists(file) && !isForced)
            throw new UserError($"{file} is there already; name another by --to, or replace it by --force");
    }
}
