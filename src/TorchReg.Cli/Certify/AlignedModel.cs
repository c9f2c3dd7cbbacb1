using System.Globalization;
using TorchReg.Cli.Host;
using TorchReg.Import;
using static TorchSharp.torch;

namespace TorchReg.Cli.Certify;

/// <summary>Coefficients and rows with the same columns and classes in the same order.</summary>
sealed class AlignedModel
{
    /// <summary>Outputs × p.</summary>
    internal required Tensor Weight { get; init; }

    /// <summary>Outputs; null without an intercept.</summary>
    internal required Tensor? Bias { get; init; }

    /// <summary>n × p; null where the rows' own are as they must be.</summary>
    internal required Tensor? Features { get; init; }

    /// <summary>What was assumed.</summary>
    internal required IReadOnlyList<string> Notes { get; init; }

    internal static AlignedModel Of(LinearCoefficients model, CertifiedRows rows, string path)
    {
        var notes = new List<string>();
        var features = Columns(model, rows, path, notes);
        var (weight, bias) = Outputs(model, rows, path, notes);
        return new() { Weight = weight, Bias = bias, Features = features, Notes = notes };
    }

    // By their names where both have them and one is the same; else in their order.
    static Tensor? Columns(LinearCoefficients model, CertifiedRows rows, string path, List<string> notes)
    {
        var (count, given) = (model.Weight.shape[1], rows.Data.Columns);
        if (model.Features is { } own && rows.Names is { } names && own.Any(names.Contains))
        {
            var places = names.Index().DistinctBy(pair => pair.Item).ToDictionary(pair => pair.Item, pair => (long)pair.Index);
            if (own.FirstOrDefault(name => !places.ContainsKey(name)) is { } missing) throw new UserError(
                $"{path}: the model has a coefficient for '{Shown.Value(missing)}', and --data no such column" +
                KnownName.Meant(missing, names));
            string[] without = [.. names.Except(own)];
            if (without.Length > 0) notes.Add(
                $"Columns that the model does not have are left out: {string.Join(", ", without.Take(5))}" +
                (without.Length > 5 ? $" and {without.Length - 5} more." : "."));
            return own.SequenceEqual(names) ? null
                : rows.Features.index_select(1, tensor(own.Select(name => places[name]).ToArray()));
        }
        if (count != given)
            throw new UserError(FormattableString.Invariant($"{path}: the model has {count} columns, and --data {given} ") +
            "features beside the target; give the rows that it was fitted to");
        if (model.Features is not null && rows.Names is not null)
            notes.Add("No column of --data has a name that the model knows: columns are taken in their order.");
        return null;
    }

    static (Tensor, Tensor?) Outputs(LinearCoefficients model, CertifiedRows rows, string path, List<string> notes)
    {
        if (!rows.IsOfClasses) return (model.Weight, model.Bias);
        var (outputs, classes) = (model.Weight.shape[0], rows.Classes?.Count ?? (int)rows.Data.Classes().Max() + 1);
        if (classes != outputs && (outputs, classes) != (1, 2)) throw new UserError(
            $"{path}: the model has {outputs} {(outputs == 1 ? "output" : "outputs")}, and the target {classes} classes; " +
            "give the rows that it was fitted to, or --loss=squaredError for numbers");
        if (model.Targets is not { } own || rows.Classes is not { } names)
        {
            if (rows.Classes is not null) notes.Add(
                $"The model does not name its classes: they are taken as {string.Join(", ", rows.Classes.Take(5))}.");
            return (model.Weight, model.Bias);
        }
        long[] order = [.. names.Select(name => (long)own.ToList().FindIndex(other => IsSame(other, name)))];
        if (Array.IndexOf(order, -1) is >= 0 and var at) throw new UserError(
            $"{path}: the target's class '{Shown.Value(names[at])}' is none of the model's, " +
            string.Join(", ", own.Select(name => Shown.Value(name))));
        // One output speaks for the second class.
        if (outputs == 1) return order[0] == 0 ? (model.Weight, model.Bias) : (model.Weight.neg(), model.Bias?.neg());
        var index = tensor(order);
        return (model.Weight.index_select(0, index), model.Bias?.index_select(0, index));
    }

    static bool IsSame(string one, string other) => one == other
        || NumberText.TryRead(one, out var a) && NumberText.TryRead(other, out var b)
            && a.ToString(CultureInfo.InvariantCulture) == b.ToString(CultureInfo.InvariantCulture);
}
