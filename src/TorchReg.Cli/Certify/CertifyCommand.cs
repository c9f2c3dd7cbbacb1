using System.CommandLine;
using TorchReg.Cli.Host;
using TorchReg.Import;
using TorchSharp;

namespace TorchReg.Cli.Certify;

/// <summary>torchreg certify: how far someone else's model is from the optimum of its stated λ.</summary>
static class CertifyCommand
{
    const string Examples = """
        MODEL is JSON or CSV as docs/certify.md writes them of scikit-learn's and glmnet's models, .safetensors, .pt of
        torch.save (a state_dict; nothing in it is run), .weights.h5 or .keras of Keras 3. --data are the rows that it was
        fitted to, as it saw them. The problem is solved once more: the distance stands between what the solution shows and
        its duality gap, a proof and no estimate. glmnet standardizes and liblinear penalizes its intercept unless told
        otherwise, here as there.

        Examples:
          torchreg certify lasso.json --data rows.csv --target y --dialect sklearn.Lasso --alpha 0.1
          torchreg certify glmnet.csv --data rows.csv --target y --dialect glmnet --lambda 0.1 --alpha 0.5 --standardize=false
          torchreg certify model.pt --data rows.csv --target y --dialect pytorch --weightDecay 0.01
          torchreg certify model.weights.h5 --data rows.csv --target y --dialect keras --l1 0.2 --json
          torchreg certify svm.json --data rows.csv --target kind --loss squaredHinge --dialect liblinear.s2 --C 1
        """;

    // The option of each setting, and what the systems call it.
    static readonly (string Option, string Setting, string Description)[] settings =
    [
        ("--l1", "l1", "The weight of ‖w‖₁: keras, pytorch, tensorflow."),
        ("--l2", "l2", "The weight of ‖w‖²: keras."),
        ("--weightDecay", "weight_decay", "pytorch's."),
        ("--C", "C", "scikit-learn's classifiers', liblinear's."),
        ("--alpha", "alpha", "scikit-learn's; glmnet's share of L1."),
        ("--lambda", "lambda", "glmnet's."),
        ("--l1Ratio", "l1_ratio", "scikit-learn's share of L1."),
    ];

    internal static Command Create(CommandContext context)
    {
        var model = new Argument<string>("MODEL") { Description = "The file of a linear model, whoever fitted it." };
        var data = Flag.Text("--data", "FILE", "The rows that it was fitted to: CSV, Parquet, .libsvm, .svm or .rows.");
        var target = Flag.Text("--target", "COLUMN", "The target's column. Default: the last.");
        var dialect = Flag.Text("--dialect", "DIALECT",
            "keras, pytorch, scikit-learn, glmnet, liblinear, or a dialect of torchreg lambda's, as sklearn.Ridge.");
        dialect.CompletionSources.Add([.. StatedDialect.Names]);
        var loss = Flag.Text("--loss", "LOSS",
            $"{string.Join(", ", CertifiedLoss.Names)}. Default: squaredError for numbers, logistic or softmax for classes.");
        loss.CompletionSources.Add([.. CertifiedLoss.Names]);
        var layer = Flag.Text("--layer", "LAYER", "The layer of a file with several: fc, layers/dense_1.");
        var intercept = Flag.Text("--intercept", "free|penalized|none",
            "Default: penalized for liblinear and sklearn.LinearSVC, none where the file has none, else free.");
        intercept.CompletionSources.Add("free", "penalized", "none");
        var standardize = Flag.Text("--standardize", "true|false",
            "Whether the penalty acts per standard deviation of a column. Default: true for glmnet, as there.");
        standardize.CompletionSources.Add("true", "false");
        var missing =
            Flag.Text("--missing", "error|drop|mean|median", "What to do with cells of --data without a value. Default: error.");
        missing.CompletionSources.Add(CertifiedRows.Missing);
        var within = Flag.Text("--within", "SHARE",
            "Fail, exit status 1, where the distance may be more than this share of what the optimum explains.");
        var json = Flag.Switch("--json", "Write JSON, every number with all its digits.");
        var others = new Option<string[]>("--set")
        { Description = "Any other setting of the system.", HelpName = "NAME=VALUE", AllowMultipleArgumentsPerToken = true };
        Option<string?>[] own = [.. settings.Select(setting => Flag.Text(setting.Option, "NUMBER", setting.Description))];
        var certify = new Command("certify", "Say how far another system's linear model is from the optimum of its stated λ.")
        {
            model, data, target, dialect
        };
        foreach (var option in own) certify.Options.Add(option);
        Option[] more = [others, loss, layer, intercept, standardize, missing, within, json];
        foreach (var option in more) certify.Options.Add(option);
        HelpWithExamples.AddTo(certify, Examples);
        certify.SetAction(parsed => Run(
            new(parsed.GetRequiredValue(model), parsed.GetValue(data), parsed.GetValue(target), parsed.GetValue(dialect),
                parsed.GetValue(loss), parsed.GetValue(layer), parsed.GetValue(intercept), parsed.GetValue(standardize),
                parsed.GetValue(missing), parsed.GetValue(within),
                StatedSettings.Of([.. own.Zip(settings, (option, setting) => (setting.Setting, parsed.GetValue(option)))],
                    parsed.GetValue(others) ?? [])),
            parsed.GetValue(json), context));
        return certify;
    }

    static int Run(CertifyOptions options, bool json, CommandContext context)
    {
        using var scope = torch.NewDisposeScope();
        using var model = LinearCoefficients.Load(options.Model, options.Layer);
        var within = options.Within is null ? (double?)null : StatedSettings.Number("--within", options.Within);
        var found = Finding.Of(options, model);
        if (json) context.Out.WriteLine(CertifyJson.Of(found));
        else CertifyScreen.Write(found, context.Screen.Value);
        if (within is not { } most || found.Measured.Share <= most) return ExitStatus.Done;
        context.Error.WriteLine(FormattableString.Invariant(
            $"torchreg: {options.Model} may be {found.Measured.Share:G3} of what the optimum explains from it, ") +
            FormattableString.Invariant($"more than --within {most:G6}"));
        return ExitStatus.Failed;
    }
}
