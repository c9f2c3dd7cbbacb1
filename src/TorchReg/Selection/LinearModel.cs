using TorchReg.Data;
using TorchReg.Kernels;
using TorchReg.Objectives;
using TorchReg.Solvers;
using static TorchSharp.torch;

namespace TorchReg.Selection;

/// <summary>
/// A fitted linear model with names: coefficients by column on the raw scale, predictions by the loss's link, and a file. Needs
/// neither the rows nor the problem any more.
/// </summary>
public sealed class LinearModel
{
    readonly MeanFunction mean;

    internal LinearModel(
        double lambda, Tensor weight, Tensor bias, double[] deviations, string loss, MeanFunction mean, bool isOfClasses,
        IReadOnlyList<string>? features, IReadOnlyList<string>? targets)
    {
        (Lambda, Weight, Bias, Deviations, Loss, this.mean, IsOfClasses) =
            (lambda, weight, bias, deviations, loss, mean, isOfClasses);
        (FeatureNames, TargetNames) = (features, targets);
    }

    /// <summary>λ of the fit; NaN where each output has its own.</summary>
    public double Lambda { get; }

    /// <summary>W, outputs × p, float64, on the raw scale.</summary>
    public Tensor Weight { get; }

    /// <summary>b, outputs, float64.</summary>
    public Tensor Bias { get; }

    /// <summary>
    /// The standard deviations (with 1/n) of the p columns that were learned from: a weight times its column's is how much a
    /// score moves with one deviation, which compares columns of different units.
    /// </summary>
    public IReadOnlyList<double> Deviations { get; }

    /// <summary>The loss's name.</summary>
    public string Loss { get; }

    /// <summary>Whether the targets are classes.</summary>
    public bool IsOfClasses { get; }

    /// <summary>Names of the p columns; null where the data had none.</summary>
    public IReadOnlyList<string>? FeatureNames { get; }

    /// <summary>Names of the classes by index, or of the outputs; null where the data had none.</summary>
    public IReadOnlyList<string>? TargetNames { get; }

    /// <summary>Whether it was learned beside offsets: then predictions need those of their rows.</summary>
    public bool HasOffsets { get; internal init; }

    internal MeanFunction MeanFunction => mean;

    CoefficientTable Table => new(
        Loss, Lambda, HostMemory.Numbers(Weight), HostMemory.Numbers(Bias), Deviations, FeatureNames, TargetNames);

    /// <summary>The same problem's model with other coefficients.</summary>
    internal LinearModel At(double lambda, Tensor weight, Tensor bias) =>
        new(lambda, weight, bias, [.. Deviations], Loss, mean, IsOfClasses, FeatureNames, TargetNames)
        { HasOffsets = HasOffsets };

    /// <summary>The coefficients that are not 0, output by output, columns in their order.</summary>
    public IReadOnlyList<Coefficient> Coefficients => Table.All();

    /// <summary>The weight of a column for an output.</summary>
    /// <param name="column">Its name.</param>
    /// <param name="output">Index of the output. Default 0.</param>
    /// <exception cref="KeyNotFoundException">There is no column of that name.</exception>
    public double this[string column, int output = 0] =>
        FeatureNames?.Index().Where(pair => pair.Item == column).Select(pair => (int?)pair.Index).FirstOrDefault() is { } j
            ? Weight[output, j].ReadDouble()
            : throw new KeyNotFoundException(FeatureNames is null ? $"The columns have no names: '{column}' is none."
                : $"There is no column '{column}'; there are {string.Join(", ", FeatureNames.Take(10))}" +
                    $"{(FeatureNames.Count > 10 ? " …" : "")}.{NearestName.Hint(column, FeatureNames)}");

    /// <summary>With the names of the problem's data set.</summary>
    /// <param name="problem">What was fitted.</param>
    /// <param name="fit">Its fit, of a path, a cross-validation or relaxed.</param>
    /// <exception cref="ArgumentException">The fit is of another number of columns.</exception>
    public static LinearModel Of(LinearProblem problem, LinearFit fit)
    {
        ArgumentNullException.ThrowIfNull(fit);
        return Of(problem, fit.Lambda, fit.Weight, fit.Bias);
    }

    /// <summary>Of fits of each output by itself, as of <see cref="RidgeLoo.BestOfOutputs"/>.</summary>
    /// <param name="problem">The problem of all outputs.</param>
    /// <param name="outputs">For each output in order a fit with weights 1 × p.</param>
    public static LinearModel Of(LinearProblem problem, IReadOnlyList<LinearFit> outputs)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        using var scope = NewDisposeScope();
        var weight = cat([.. outputs.Select(fit => fit.Weight)]).DetachFromDisposeScope();
        return Of(problem, double.NaN, weight, cat([.. outputs.Select(fit => fit.Bias)]).DetachFromDisposeScope());
    }

    static LinearModel Of(LinearProblem problem, double lambda, Tensor weight, Tensor bias)
    {
        ArgumentNullException.ThrowIfNull(problem);
        var columns = problem.Data.Columns;
        if (weight.shape[1] != columns)
            throw new ArgumentException($"The fit is of {weight.shape[1]} columns, and the problem has {columns}: give the " +
                "problem that it is a fit of.");
        var scaling = Standardization.Learn(problem.Data);
        double[] deviations = [.. scaling.Scale];
        foreach (var j in scaling.ConstantColumns) deviations[j] = 0;
        var outputs = (int)bias.shape[0];
        var isOfClasses = problem.Loss.Target is TargetKind.Classes or TargetKind.Binary;
        var targets = problem.Data.TargetNames is { } names
            && names.Count == (problem.Loss.Target == TargetKind.Binary ? 2 : outputs) ? names : null;
        return new(lambda, weight, bias, deviations, problem.Loss.Name, MeanFunction.OfLoss(problem.Loss, outputs), isOfClasses,
            problem.Data.FeatureNames, targets)
        { HasOffsets = problem.Offsets is not null };
    }

    /// <summary>W x + b for each row, n × outputs, float64: before the link.</summary>
    /// <param name="features">n × p, columns as in training.</param>
    /// <param name="offsets">n × outputs; null for a model that was learned without.</param>
    /// <exception cref="ArgumentException">It was learned beside offsets, and there are none.</exception>
    public Tensor Scores(Tensor features, Tensor? offsets = null) => HasOffsets && offsets is null
        ? throw new ArgumentException(
            "The model was learned beside offsets, without which its predictions are others: give those of these rows, or zeros.",
            nameof(offsets))
        : new LinearFit(Lambda, Weight, Bias, new(0, 0, 0, null), true, 0).Predict(features, offsets);

    /// <summary>
    /// What is expected of each row, n × outputs, float64: numbers; counts; probabilities of the classes, for two classes
    /// with one output that of the second.
    /// </summary>
    /// <inheritdoc cref="Scores" path="/param"/>
    public Tensor Predict(Tensor features, Tensor? offsets = null)
    {
        using var scope = NewDisposeScope();
        return mean.Of(Scores(features, offsets)).MoveToOuterDisposeScope();
    }

    /// <summary>Of rows with names, which must be those of training.</summary>
    /// <param name="rows">Features n × p.</param>
    /// <param name="offsets">As in <see cref="Scores"/>.</param>
    /// <exception cref="ArgumentException">A column has another name than in training, or offsets are missing.</exception>
    public Tensor Predict(Dataset rows, Tensor? offsets = null)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (FeatureNames is { } own && rows.FeatureNames is { } given)
            foreach (var (j, (name, other)) in own.Zip(given).Index())
                if (name != other)
                    throw new ArgumentException($"Column {j} is '{other}', and was '{name}' in training: give the columns in " +
                        "that order.", nameof(rows));
        return Predict(rows.Features, offsets);
    }

    /// <summary>The most probable class of each row, as an index; <see cref="TargetNames"/> has its name.</summary>
    /// <inheritdoc cref="Scores" path="/param"/>
    /// <exception cref="InvalidOperationException">The targets are no classes.</exception>
    public long[] PredictClasses(Tensor features, Tensor? offsets = null)
    {
        if (!IsOfClasses) throw new InvalidOperationException($"{Loss} has no classes: take Predict.");
        using var scope = NewDisposeScope();
        var z = Scores(features, offsets);
        var classes = z.shape[1] == 1 ? z.gt(Scalars.Of(0)).to(ScalarType.Int64) : z.argmax(1);
        return classes.flatten().cpu().contiguous().data<long>().ToArray();
    }

    /// <summary>Writes a file of safetensors, wholly or not at all; names and link stand in its notes.</summary>
    /// <exception cref="NotSupportedException">The loss is one of your own with a link of its own.</exception>
    public void Save(string path) => LinearModels.Of(this).Save(path);

    /// <summary>Reads a file of one model.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is damaged, of something else, or of several models.</exception>
    public static LinearModel Load(string path)
    {
        var models = LinearModels.Load(path);
        return models.Path.Count == 1 && models.Chosen.Count == 0 ? models.Path[0]
            : throw new InvalidDataException($"{path}: holds {models}; read it by LinearModels.Load.");
    }

    /// <summary>The coefficients that are not 0 as a table, the largest by deviation first, 30 at most.</summary>
    public override string ToString() => Table.Text();

    /// <summary>The intercepts and the coefficients that are not 0 as CSV: output, column, coefficient, per deviation.</summary>
    public string ToCsv() => Table.Csv();

    /// <summary>The same as JSON.</summary>
    public string ToJson() => Table.Json();
}
