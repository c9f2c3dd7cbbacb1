using System.Text.Json.Nodes;
using TorchReg.Storage;
using TorchReg.Tests.Data;

namespace TorchReg.Tests.Selection;

/// <summary>Fitted models with names: coefficients, predictions by link, tables, files.</summary>
public class LinearModelTests
{
    const string Csv = """
        age,city,weight,label
        31,Rome,70.5,yes
        45,Oslo,82.0,no
        22,Rome,60.0,yes
        51,Bern,91.5,no
        38,Oslo,77.0,yes
        27,Bern,66.0,yes
        64,Oslo,88.0,no
        33,Rome,71.0,no
        """;

    static CsvTable Table() => CsvFile.Read(new StringReader(Csv), new CsvOptions
    { Target = "label", TargetKind = CsvTarget.Class, Categorical = ["city"], Type = ScalarType.Float64 });

    static (LinearProblem Problem, KnownProblem Known) Drawn(Loss loss)
    {
        var known = loss == Losses.CrossEntropy
            ? Synthetic.Classification(rows: 80, columns: 5, classes: 3, nonZero: 3, seed: 2)
            : Synthetic.Regression(rows: 80, columns: 5, nonZero: 3, noise: 1, seed: 2);
        if (loss == Losses.HalfSquaredError || loss == Losses.CrossEntropy) return (new(known.Data, loss), known);
        var y = known.Data.Targets.to(ScalarType.Float64);
        var targets = loss == Losses.Poisson ? y.abs().round() : y.gt(0).squeeze(1).to(ScalarType.Int64);
        return (new(new(known.Data.Features.clone(), targets), loss), known);
    }

    [Fact]
    public void A_model_that_was_learned_beside_offsets_does_not_predict_without()
    {
        var (problem, known) = Drawn(Losses.HalfSquaredError);
        using var data = known.Data;
        var beside = problem with { Offsets = ones(80, 1) };
        var model = LinearModel.Of(beside, beside.Fit(0.1));
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "model.safetensors");
        model.Save(path);
        foreach (var one in new[] { model, LinearModel.Load(path) })
        {
            Assert.True(one.HasOffsets);
            Assert.Contains("beside offsets", Assert.Throws<ArgumentException>(() => one.Predict(data)).Message,
                StringComparison.Ordinal);
            Assert.Equal([80L, 1L], one.Predict(data, ones(80, 1)).shape);
        }
    }

    [Fact]
    public void Coefficients_have_the_names_of_a_csv_files_columns()
    {
        using var table = Table();
        var problem = new LinearProblem(table.Data, Losses.BinaryCrossEntropy) { Standardize = true };
        var fit = problem.Fit(0.05);
        var model = LinearModel.Of(problem, fit);
        Assert.Equal(["age", "city=Bern", "city=Oslo", "city=Rome", "weight"], model.FeatureNames);
        Assert.Equal(["no", "yes"], model.TargetNames);
        Assert.Equal(fit.Weight[0, 0].ToDouble(), model["age"]);
        Assert.Equal(fit.NonZeros, model.Coefficients.Count);
        foreach (var own in model.Coefficients)
        {
            var column = table.Data.Features[.., own.Column];
            Assert.Equal(own.Value * column.std(unbiased: false).ToDouble(), own.PerDeviation, 1e-9);
            Assert.Equal(("yes", model[own.Name]), (own.Target, own.Value));
        }
        var text = model.ToString();
        Assert.Contains("(intercept)", text, StringComparison.Ordinal);
        Assert.Contains(FormattableString.Invariant($"{model["age"]:G6}"), text, StringComparison.Ordinal);
        Assert.Contains("There is no column 'height'; there are age, city=Bern",
            Assert.Throws<KeyNotFoundException>(() => model["height"]).Message, StringComparison.Ordinal);
        var lines = model.ToCsv().TrimEnd('\n').Split('\n');
        Assert.Equal("target,column,coefficient,per_deviation", lines[0]);
        Assert.StartsWith("yes,(intercept),", lines[1], StringComparison.Ordinal);
        Assert.Equal(2 + fit.NonZeros, lines.Length);
        var json = JsonNode.Parse(model.ToJson())!;
        Assert.Equal(model["age"], json["outputs"]![0]!["coefficients"]!.AsArray()
            .Single(c => (string?)c!["column"] == "age")!["coefficient"]!.GetValue<double>());
    }

    [Fact]
    public void Predictions_are_means_by_the_losss_link()
    {
        foreach (var loss in new[] { Losses.HalfSquaredError, Losses.BinaryCrossEntropy, Losses.CrossEntropy, Losses.Poisson,
            Losses.Huber(0.5) })
        {
            var (problem, known) = Drawn(loss);
            using var owned = known.Data;
            var fit = problem.Fit(0.02);
            var model = LinearModel.Of(problem, fit);
            using var scope = NewDisposeScope();
            var z = fit.Predict(problem.Data.Features);
            var mean = loss == Losses.BinaryCrossEntropy ? z.sigmoid() : loss == Losses.CrossEntropy ? z.softmax(1)
                : loss == Losses.Poisson ? z.exp() : z;
            Assert.InRange((model.Predict(problem.Data) - mean).abs().max().ToDouble(), 0, 1e-12);
            if (!model.IsOfClasses)
            {
                Assert.Contains("has no classes", Assert.Throws<InvalidOperationException>(
                    () => model.PredictClasses(problem.Data.Features)).Message, StringComparison.Ordinal);
                continue;
            }
            var most = loss == Losses.CrossEntropy ? mean.argmax(1) : mean.gt(0.5).to(ScalarType.Int64).squeeze(1);
            Assert.Equal(most.data<long>().ToArray(), model.PredictClasses(problem.Data.Features));
        }
    }

    [Fact]
    public void A_file_gives_back_the_model_bit_by_bit()
    {
        using var folder = new TemporaryFolder();
        using var table = Table();
        var problem = new LinearProblem(table.Data, Losses.BinaryCrossEntropy);
        var model = LinearModel.Of(problem, problem.Fit(0.02));
        var path = folder["model.safetensors"];
        model.Save(path);
        var read = LinearModel.Load(path);
        Assert.Equal(model.ToString(), read.ToString());
        Assert.Equal(model.ToJson(), read.ToJson());
        Assert.Equal(model.Predict(table.Data).data<double>().ToArray(), read.Predict(table.Data).data<double>().ToArray());
        Assert.Equal(model.PredictClasses(table.Data.Features), read.PredictClasses(table.Data.Features));
        Assert.True(read.IsOfClasses);
    }

    [Fact]
    public void A_cross_validation_is_saved_with_its_path_its_choices_and_a_relaxed_fit()
    {
        using var folder = new TemporaryFolder();
        var (problem, known) = Drawn(Losses.CrossEntropy);
        using var owned = known.Data;
        var cv = CrossValidation.Of(problem, new() { FoldCount = 3, Path = new() { Count = 8, Ratio = 0.05 } });
        var relaxed = LinearModel.Of(problem, RelaxedFit.Of(problem, cv.Best));
        var models = LinearModels.Of(cv).With("relaxed.min", relaxed);
        models.Save(folder["cv.safetensors"]);
        var read = LinearModels.Load(folder["cv.safetensors"]);
        Assert.Equal(models.ToString(), read.ToString());
        Assert.Equal(cv.Path.Lambdas, read.Path.Select(model => model.Lambda));
        Assert.Equal(["lambda.min", "lambda.1se", "relaxed.min"], read.Chosen.Keys);
        Assert.Equal(cv.Best.Weight, read["lambda.min"].Weight);
        Assert.Equal(cv.OneStandardError.Bias, read["lambda.1se"].Bias);
        Assert.Equal(relaxed.Weight, read["relaxed.min"].Weight);
        Assert.Contains("read it by LinearModels.Load", Assert.Throws<InvalidDataException>(
            () => LinearModel.Load(folder["cv.safetensors"])).Message, StringComparison.Ordinal);
        Assert.Contains("there are lambda.min, lambda.1se", Assert.Throws<KeyNotFoundException>(
            () => models["lambda.max"]).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Between_two_lambdas_lies_a_line()
    {
        var (problem, known) = Drawn(Losses.HalfSquaredError);
        using var owned = known.Data;
        var path = RegularizationPath.Fit(problem, new() { Lambdas = [1, 0.5, 0.1] });
        var models = LinearModels.Of(path);
        Assert.Same(models.Path[1], models.At(0.5));
        Assert.Same(models.Path[0], models.At(7));
        Assert.Same(models.Path[2], models.At(0.01));
        using var scope = NewDisposeScope();
        var between = path.Fits[1].Weight * 0.25 + path.Fits[2].Weight * 0.75;
        Assert.InRange((models.At(0.2).Weight - between).abs().max().ToDouble(), 0, 1e-12);
    }

    [Fact]
    public void What_is_no_model_is_refused_in_a_line()
    {
        using var folder = new TemporaryFolder();
        void Says(string what, Action action) =>
            Assert.Contains(what, Assert.ThrowsAny<Exception>(action).Message, StringComparison.Ordinal);
        SafeTensors.Save(folder["other"], new Dictionary<string, Tensor> { ["weight"] = zeros(2, 2) });
        Says("it holds no linear models", () => LinearModels.Load(folder["other"]));
        Says("no such file", () => LinearModels.Load(folder["none"]));
        var notes = new Dictionary<string, string>
        {
            ["format"] = "TorchReg linear models 1",
            ["loss"] = "l",
            ["mean"] = "identity",
            ["classes"] = "false",
            ["features"] = "null",
            ["targets"] = "null",
            ["chosen"] = "[]",
        };
        Dictionary<string, Tensor> Tensors(long count = 1, long columns = 2) => new()
        {
            ["lambda"] = ones(1, dtype: ScalarType.Float64),
            ["weight"] = zeros([count, 1, columns], ScalarType.Float64),
            ["bias"] = zeros([1, 1], ScalarType.Float64),
            ["deviation"] = ones(2, dtype: ScalarType.Float64),
        };
        void Refused(string what, Dictionary<string, Tensor> tensors, string note = "loss", string value = "l")
        {
            SafeTensors.Save(folder["bad"], tensors, new Dictionary<string, string>(notes) { [note] = value });
            Says(what, () => LinearModels.Load(folder["bad"]));
        }
        Refused("'weight' is [2×1×2] for 1 λ", Tensors(count: 2));
        Refused("'deviation' is Float64 [2]", Tensors(columns: 3));
        Refused("the link 'cube' is none", Tensors(), "mean", "cube");
        Refused("'features' is no list", Tensors(), "features", "{");
        Refused("there are 3 names of 2 columns", Tensors(), "features", "[\"a\",\"b\",\"c\"]");
        Refused("there are 1 choices of 1 models", Tensors(), "chosen", "[\"a\"]");
        var (problem, known) = Drawn(Losses.HalfSquaredError);
        using var owned = known.Data;
        var fit = problem.Fit(0.1);
        using var fewer = new Dataset(known.Data.Features[.., ..3].clone(), known.Data.Targets.clone());
        Says("The fit is of 5 columns, and the problem has 3", () => LinearModel.Of(problem with { Data = fewer }, fit));
        using var named = new Dataset(known.Data.Features.clone(), known.Data.Targets.clone())
        { FeatureNames = ["a", "b", "c", "d", "e"] };
        using var swapped = new Dataset(known.Data.Features.clone(), known.Data.Targets.clone())
        { FeatureNames = ["a", "c", "b", "d", "e"] };
        Says(
            "Column 1 is 'c', and was 'b' in training",
            () => LinearModel.Of(problem with { Data = named }, fit).Predict(swapped));
        Says("FeatureNames must be 5", () => new Dataset(known.Data.Features.clone(), known.Data.Targets.clone())
        { FeatureNames = ["a"] });
    }

    [Fact]
    public void Names_stay_with_rows_that_are_selected_split_or_standardized()
    {
        using var table = Table();
        var names = table.Data.FeatureNames;
        using var some = table.Data.Select([0, 2, 3]);
        var (train, test) = table.Data.Split(0.5, 1);
        using var standardized = Standardization.Learn(table.Data).Apply(table.Data);
        foreach (var data in new[] { some, train, test, standardized, table.Data.Take(2) })
            Assert.Equal((names, table.Data.TargetNames), (data.FeatureNames, data.TargetNames));
        train.Dispose();
        test.Dispose();
    }
}
