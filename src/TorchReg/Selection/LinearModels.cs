using static TorchSharp.torch;

namespace TorchReg.Selection;

/// <summary>The models of a path or a cross-validation, with what was chosen of them, in one file.</summary>
public sealed class LinearModels
{
    internal LinearModels(IReadOnlyList<LinearModel> path, IReadOnlyDictionary<string, LinearModel> chosen) =>
        (Path, Chosen) = (path, chosen);

    /// <summary>A model for each λ, largest first.</summary>
    public IReadOnlyList<LinearModel> Path { get; }

    /// <summary>
    /// By name what was chosen: of a cross-validation <c>lambda.min</c> and <c>lambda.1se</c>, as glmnet calls them, and what was
    /// added by <see cref="With"/>.
    /// </summary>
    public IReadOnlyDictionary<string, LinearModel> Chosen { get; }

    /// <summary>The chosen model of that name.</summary>
    /// <exception cref="KeyNotFoundException">There is none; the message lists those there are.</exception>
    public LinearModel this[string name] => Chosen.TryGetValue(name, out var model) ? model
        : throw new KeyNotFoundException(
            $"There is no '{name}'; there are {string.Join(", ", Chosen.Keys.DefaultIfEmpty("none"))}.");

    /// <summary>Of one model.</summary>
    public static LinearModels Of(LinearModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return new([model], new Dictionary<string, LinearModel>());
    }

    /// <summary>Of a path.</summary>
    public static LinearModels Of(RegularizationPath path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var first = LinearModel.Of(path.Problem, path.Fits[0]);
        return new(
            [.. path.Fits.Select(fit => first.At(fit.Lambda, fit.Weight, fit.Bias))], new Dictionary<string, LinearModel>());
    }

    /// <summary>Of a cross-validation: the path, λ.min and λ.1se.</summary>
    public static LinearModels Of(CrossValidation cv)
    {
        ArgumentNullException.ThrowIfNull(cv);
        var models = Of(cv.Path);
        return models.With("lambda.min", models.Path[cv.Curve.MinIndex])
            .With("lambda.1se", models.Path[cv.Curve.OneStandardErrorIndex]);
    }

    /// <summary>With one more chosen model, as a relaxed one.</summary>
    /// <param name="name">Its name, as <c>relaxed.min</c>.</param>
    /// <param name="model">Of the same columns and outputs.</param>
    /// <exception cref="ArgumentException">It has other columns or outputs.</exception>
    public LinearModels With(string name, LinearModel model)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(model);
        if (!model.Weight.shape.AsSpan().SequenceEqual(Path[0].Weight.shape))
            throw new ArgumentException(
                $"'{name}' has weights [{string.Join("×", model.Weight.shape)}], and the path " +
                $"[{string.Join("×", Path[0].Weight.shape)}]: give a model of the same problem.", nameof(model));
        return new(Path, new Dictionary<string, LinearModel>(Chosen) { [name] = model });
    }

    /// <summary>
    /// The model at any λ: between two of the path's a line between their coefficients, as glmnet's <c>predict(s = …)</c>;
    /// beyond its ends the nearest.
    /// </summary>
    /// <param name="lambda">λ.</param>
    public LinearModel At(double lambda)
    {
        Require.NonNegative(lambda);
        var right = Path.Index().Where(pair => pair.Item.Lambda <= lambda).Select(pair => (int?)pair.Index).FirstOrDefault();
        if (right is 0) return Path[0];
        if (right is not { } at) return Path[^1];
        var (a, b) = (Path[at - 1], Path[at]);
        if (b.Lambda == lambda) return b;
        var share = (lambda - b.Lambda) / (a.Lambda - b.Lambda);
        Tensor Between(Tensor x, Tensor y) => x.mul(Scalars.Of(share)).add_(y.mul(Scalars.Of(1 - share)), Scalars.One);
        using var scope = NewDisposeScope();
        var (weight, bias) = (Between(a.Weight, b.Weight), Between(a.Bias, b.Bias));
        return a.At(lambda, weight.DetachFromDisposeScope(), bias.DetachFromDisposeScope());
    }

    /// <summary>Writes a file of safetensors, wholly or not at all; names, link and choices stand in its notes.</summary>
    /// <exception cref="NotSupportedException">The loss is one of your own with a link of its own.</exception>
    public void Save(string path) => Storage.WholeFile.Write(path, Save);

    /// <summary>The same into a stream, which stays open.</summary>
    internal void Save(Stream stream) => LinearModelFile.Save(this, stream);

    /// <summary>Reads what <see cref="Save(string)"/> or <see cref="LinearModel.Save"/> wrote.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is damaged or of something else; one line that says what is wrong.</exception>
    public static LinearModels Load(string path) => LinearModelFile.Load(path);

    /// <summary>"40 models, λ from 1.2 to 0.001; lambda.min 0.03, lambda.1se 0.1".</summary>
    public override string ToString() => FormattableString.Invariant(
        $"{Path.Count} models, λ from {Path[0].Lambda:G3} to {Path[^1].Lambda:G3}") +
        (Chosen.Count == 0 ? "" : "; " + string.Join(", ", Chosen.Select(
            pair => FormattableString.Invariant($"{pair.Key} {pair.Value.Lambda:G3}"))));
}
