namespace TorchReg.Data;

/// <summary>What a target is taken for where nobody said.</summary>
static class TargetLearning
{
    const int FewKinds = 12;

    /// <summary>The field, and what it was taken for in words.</summary>
    internal static (CsvField Field, string Words) Of(ColumnDecision decision, FieldLearning learning, CsvErrors errors)
    {
        var (profile, column) = (decision.Profile, decision.Profile.Column);
        if (decision.Kind == ColumnKind.Date) throw errors.TargetOfDates(profile);
        var field = learning.Of(decision);
        var name = $"'{Shown.Value(column.Name)}'";
        if (field.Categories is { } classes)
            return (
                field, FormattableString.Invariant($"{name}, {classes.Count:N0} {(classes.Count == 1 ? "class" : "classes")}"));
        if (!column.IsFound || profile.Values.IsOver) return (field, $"{name}, numbers");
        string[] words = [.. profile.Values.Texts().Select(value => value.Word).Order(StringComparer.Ordinal)];
        if (words is ["0", "1"])
            return (field with { Categories = words },
                $"{name}, 0 and 1, taken for 2 classes; set {errors.Called("TargetKind")} to {errors.Called("Number")} if " +
                    $"they are numbers");
        return words.Length <= FewKinds && profile.Cells > words.Length && Array.TrueForAll(words, IsWhole)
            ? (field, $"{name}, whole numbers of {words.Length} kinds, taken for numbers; set {errors.Called("TargetKind")} to " +
                $"{errors.Called("Class")} if they name classes")
            : (field, $"{name}, numbers");
    }

    static bool IsWhole(string word) => NumberText.TryRead(word, out var number) && number == Math.Floor(number);
}
