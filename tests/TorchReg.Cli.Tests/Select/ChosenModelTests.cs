using System.Globalization;
using System.Text.Json;
using TorchReg.Data;
using TorchReg.Selection;

namespace TorchReg.Cli.Tests.Select;

/// <summary>A choice is a run: its model predicts, is judged and is shown like a trained one.</summary>
public sealed class ChosenModelTests(ChosenRuns runs) : FolderTests, IClassFixture<ChosenRuns>
{
    static readonly string[] files =
    [
        "coefficients.csv", "coefficients-chosen.svg", "model.safetensors", "input.json", "config.json", "manifest.json",
        "metrics.json", "report.html", "curve.csv", "selection.json", "selection.txt", "finished.json",
    ];

    static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    static double[][] Predicted(string run, string rows, params string[] flags)
    {
        var result = Cli.Run(["predict", run, rows, .. flags]);
        Assert.Equal((0, ""), (result.Status, result.Error));
        return
        [
            .. result.Out.TrimEnd('\n').Split('\n').Skip(1).Select(line => line.Split(',')
                .Where(field => double.TryParse(field, CultureInfo.InvariantCulture, out _)).Select(Number).ToArray()),
        ];
    }

    static LinearModel Chosen(string run) => LinearModels.Load(Path.Combine(run, "model.safetensors"))["lambda.min"];

    [Fact]
    public void The_folder_holds_what_a_run_has()
    {
        Assert.All(files, file => Assert.True(File.Exists(Path.Combine(runs.OfHouses, file)), file));
        Assert.False(Directory.Exists(Path.Combine(runs.OfHouses, "unfinished")));
    }

    [Fact]
    public void Predictions_are_those_of_the_librarys_linear_model()
    {
        var rows = ChosenRuns.Read(runs.Houses, new() { Categorical = ["town"] });
        var expected = Chosen(runs.OfHouses).Predict(rows.Features).data<double>().ToArray();
        Assert.Equal(expected, Predicted(runs.OfHouses, runs.Houses).Select(row => row[0]), (a, b) => Math.Abs(a - b) < 1e-9);
        var flowers = ChosenRuns.Read(runs.Flowers, new() { TargetKind = CsvTarget.Class });
        var shares = Chosen(runs.OfFlowers).Predict(flowers.Features).data<double>().ToArray();
        Assert.Equal(shares, Predicted(runs.OfFlowers, runs.Flowers).SelectMany(row => row), (a, b) => Math.Abs(a - b) < 1e-12);
        var verdicts = ChosenRuns.Read(runs.Verdicts, new() { TargetKind = CsvTarget.Class });
        var second = Chosen(runs.OfVerdicts).Predict(verdicts.Features).data<double>().ToArray();
        Assert.Equal(second, Predicted(runs.OfVerdicts, runs.Verdicts).Select(row => row[1]), (a, b) => Math.Abs(a - b) < 1e-12);
    }

    // By arithmetic on the two files alone.
    [Fact]
    public void Coefficients_times_the_files_rows_are_the_predictions()
    {
        var lines = File.ReadAllLines(Path.Combine(runs.OfHouses, "coefficients.csv"));
        Assert.Equal("target,column,coefficient,per_deviation,enters_at_lambda,selected_in_folds", lines[0]);
        var weights = lines.Skip(1)
            .Select(line => line.Replace("\"town=Rome, Italy\"", "town=Rome", StringComparison.Ordinal).Split(','))
            .ToDictionary(fields => fields[1], fields => Number(fields[2]));
        var predicted = Predicted(runs.OfHouses, runs.Houses).Select(row => row[0]).ToArray();
        foreach (var (i, line) in File.ReadAllLines(runs.Houses).Skip(1).Index())
        {
            var fields = line.Replace("\"Rome, Italy\"", "Rome", StringComparison.Ordinal).Split(',');
            double Weight(string column) => weights.GetValueOrDefault(column);
            var sum = weights["(intercept)"] + Weight("size") * Number(fields[0]) + Weight("age") * Number(fields[1])
                + Weight("door") * Number(fields[2]) + Weight("noise") * Number(fields[3])
                + Weight($"town={fields[4]}");
            Assert.Equal(sum, predicted[i], 1e-8);
        }
    }

    [Fact]
    public void Digits_have_coefficients_for_pixels_from_0_to_255()
    {
        var row = string.Join(',', Enumerable.Range(0, 784).Select(i => i % 256));
        var rows = folder.Write("digit.csv", string.Join(',', Enumerable.Range(0, 784).Select(i => $"pixel{i}")) + "\n" + row);
        var scores = new double[10];
        foreach (var line in File.ReadAllLines(Path.Combine(runs.OfDigits, "coefficients.csv")).Skip(1))
        {
            var fields = line.Split(',');
            var pixel = fields[1] == "(intercept)" ? 1 : Number(fields[1][5..]) % 256;
            scores[(int)Number(fields[0])] += Number(fields[2]) * pixel;
        }
        var largest = scores.Max();
        var shares = scores.Select(score => Math.Exp(score - largest)).ToArray();
        var predicted = Predicted(runs.OfDigits, rows)[0][1..];
        Assert.Equal(shares.Select(share => share / shares.Sum()), predicted, (a, b) => Math.Abs(a - b) < 1e-9);
    }

    [Fact]
    public void Cox_regression_predicts_relative_risks_and_survival()
    {
        var result = Cli.Run("predict", runs.OfPatients, runs.Patients, "--survival-at=2,4");
        Assert.StartsWith("prediction,survival 2,survival 4\n", result.Out, StringComparison.Ordinal);
        var rows = Predicted(runs.OfPatients, runs.Patients, "--survival-at=2,4");
        Assert.All(rows, row => Assert.InRange(row[2], 0, row[1]));
        // exp(−H₀(t)·risk): the logarithms are in one ratio over the rows.
        var hazards = File.ReadAllLines(Path.Combine(runs.OfPatients, "baseline.csv")).Skip(1)
            .Select(line => line.Split(',').Select(Number).ToArray()).ToArray();
        var upTo = hazards.Last(line => line[0] <= 4)[1];
        Assert.All(rows, row => Assert.Equal(Math.Exp(-upTo * row[0]), row[2], 1e-12));
        string Refused(string run, string rows, string times) =>
            Cli.Refused(Cli.Run("predict", run, rows, $"--survival-at={times}"));
        Assert.Contains("--survival-at is for", Refused(runs.OfHouses, runs.Houses, "2"));
        Assert.Contains("--survival-at holds 'x'", Refused(runs.OfPatients, runs.Patients, "x"));
        Assert.Contains("concordance", Cli.Run("evaluate", runs.OfPatients, "--data", runs.Patients).Out);
    }

    [Fact]
    public void Evaluate_tells_the_metrics_of_held_out_rows_and_of_a_file()
    {
        var own = Cli.Run("evaluate", runs.OfVerdicts);
        Assert.Equal((0, ""), (own.Status, own.Error));
        Assert.StartsWith("90 rows, each by the fit of the folds", own.Out, StringComparison.Ordinal);
        foreach (var word in new[] { "accuracy", "log loss", "AUC", "F1", "calibration error", "D²", "is, and taken for:" })
            Assert.Contains(word, own.Out, StringComparison.Ordinal);
        var json = JsonDocument.Parse(Cli.Run("evaluate", runs.OfHouses, "--data", runs.Houses, "--json").Out).RootElement;
        var rows = ChosenRuns.Read(runs.Houses, new() { Categorical = ["town"] });
        var errors = (rows.Targets - Chosen(runs.OfHouses).Predict(rows.Features)).data<double>().ToArray();
        Assert.Equal(
            Math.Sqrt(errors.Average(e => e * e)),
            json.GetProperty("scores").GetProperty("RMSE").GetProperty("value").GetDouble(), 1e-8);
        Assert.True(json.GetProperty("scores").GetProperty("RMSE").GetProperty("standardError").GetDouble() > 0);
        var training = JsonDocument.Parse(File.ReadAllText(Path.Combine(runs.OfHouses, "metrics.json"))).RootElement
            .GetProperty("training");
        Assert.Equal(training.GetProperty("dataLoss").GetDouble(), json.GetProperty("dataLoss").GetDouble(), 1e-9);
    }

    [Fact]
    public void The_larger_lambda_and_the_refit_are_chosen_by_flags()
    {
        var words = $"--data {runs.Houses} --loss=squaredError --data.csv.categorical=town --one-standard-error";
        var (larger, relaxed) = (runs.Made("larger", words), runs.Made("relaxed", $"{words} --relaxed"));
        JsonElement Of(string run) => JsonDocument.Parse(File.ReadAllText(Path.Combine(run, "metrics.json"))).RootElement;
        double Lambda(string run) => Of(run).GetProperty("lambda").GetDouble();
        Assert.True(Lambda(larger) >= Lambda(runs.OfHouses));
        Assert.Equal(Lambda(larger), Lambda(relaxed));
        Assert.Equal("relaxed.1se", Of(relaxed).GetProperty("choice").GetString());
        // Least squares on the columns that are kept fits the rows better than the shrunk weights do.
        double Loss(string run) => Of(run).GetProperty("training").GetProperty("dataLoss").GetDouble();
        Assert.True(Loss(relaxed) < Loss(larger));
        var other = Cli.Run(["select", .. $"{words} {ChosenRuns.Few} --to {runs.OfHouses}".Split(' ')]);
        Assert.Contains("choice was lambda.min and is lambda.1se", Cli.Refused(other));
    }

    [Fact]
    public void Report_shows_the_coefficients_by_name()
    {
        var to = Path.Combine(folder.Path, "page.html");
        Assert.Equal(0, Cli.Run("report", runs.OfHouses, "--to", to).Status);
        var page = File.ReadAllText(to);
        foreach (var part in new[] { "Coefficients", "town=Rome, Italy", "in folds", "RMSE", "held-out", "How λ was chosen" })
            Assert.Contains(part, page, StringComparison.Ordinal);
        Assert.True(page.IndexOf("Coefficients", StringComparison.Ordinal) < page.IndexOf("How λ", StringComparison.Ordinal));
        Assert.Equal(0, Cli.Run("report", runs.OfHouses, runs.OfVerdicts, "--to", to).Status);
        Assert.Contains("2 runs side by side", File.ReadAllText(to), StringComparison.Ordinal);
    }

    [Fact]
    public void A_choice_that_was_edited_or_is_not_finished_predicts_nothing()
    {
        var made = runs.Made("edited", $"--data {runs.Verdicts} --loss=logistic");
        File.AppendAllText(Path.Combine(made, "input.json"), " ");
        Assert.Contains("is not as the choice wrote it", Cli.Run("predict", made, runs.Verdicts).Error);
        using var source = new CancellationTokenSource();
        source.Cancel();
        var to = Path.Combine(folder.Path, "cut");
        Cli.Run(["select", "--rows=60", "--folds.count=3", "--to", to], Cli.NoVariables, cancellation: source.Token);
        Assert.Contains("the choice is not finished", Cli.Refused(Cli.Run("predict", to, runs.Verdicts)));
        Assert.Contains("holds a choice of torchreg select", Cli.Refused(Cli.Run("train", "--resume", made)));
    }

    [Fact]
    public void Without_a_name_the_folder_is_numbered_and_the_same_choice_answers_from_it()
    {
        using var cwd = new TemporaryFolder();
        CliResult Select(string loss) => Cli.Run(
            ["select", .. $"--data {runs.Houses} --data.csv.categorical=town --loss={loss} {ChosenRuns.Few}".Split(' ')],
            Cli.NoVariables, runs: cwd.Path);
        var place = Path.Combine(cwd.Path, "houses");
        Assert.Contains($"The choice is in {place}\n", Select("squaredError").Out);
        Assert.Contains($"The choice is in {place}-2\n", Select("huber").Out);
        Assert.Contains($"The choice is in {place}; it was finished before", Select("squaredError").Out);
        // What is refused leaves no name behind.
        Assert.Equal(2, Select("cox").Status);
        Assert.Equal(2, Directory.GetDirectories(cwd.Path).Length);
    }
}
