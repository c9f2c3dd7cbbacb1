using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace TorchReg.Tests;

/// <summary>What public records show of themselves.</summary>
public class RecordTextTests
{
    [Fact]
    public void No_public_record_shows_the_type_of_a_collection_a_function_or_a_tensor_or_nothing_at_all()
    {
        var records = typeof(L1).Assembly.GetExportedTypes().Where(IsRecord).ToArray();
        Assert.True(records.Length > 30);
        string[] unreadable =
        [
            .. records
                .Where(type => ToStringOf(type).IsDefined(typeof(CompilerGeneratedAttribute), inherit: false))
                .Where(IsUnreadable)
                .Select(type => type.Name)
                .Order()
        ];
        Assert.True(unreadable.Length == 0, string.Join(", ", unreadable));
    }

    static bool IsRecord(Type type) =>
        type.GetMethod("<Clone>$") != null
        || type.IsValueType && type.GetMethod("PrintMembers", BindingFlags.NonPublic | BindingFlags.Instance) != null;

    static MethodInfo ToStringOf(Type type) => type.GetMethod(nameof(ToString), Type.EmptyTypes)!;

    static bool IsUnreadable(Type type)
    {
        var shown = type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(p => p.CanRead && p.GetIndexParameters().Length == 0)
            .ToArray();
        return shown.Length == 0 || Array.Exists(shown, p => HasNoText(p.PropertyType));
    }

    static bool HasNoText(Type type) =>
        type != typeof(string)
        && (
            ToStringOf(type).DeclaringType == typeof(object) && type.IsClass
            || type.IsAssignableTo(typeof(IEnumerable))
            || type.IsAssignableTo(typeof(Delegate))
            || type.IsAssignableTo(typeof(torch.Tensor))
            || type.IsAssignableTo(typeof(torch.nn.Module)));

    [Fact]
    public void Options_show_their_numbers_the_sizes_of_what_is_many_and_no_functions()
    {
        Assert.StartsWith(
            "CvOptions { FoldCount = 10, Seed = 0, Repeats = 1, Measure = Deviance, Path = PathOptions { ",
            new CvOptions().ToString(),
            StringComparison.Ordinal);
        Assert.Contains("Lambdas = [0.5, 0.1]", new PathOptions { Lambdas = [0.5, 0.1] }.ToString(), StringComparison.Ordinal);
        Assert.Contains(
            "Lambdas = 100 items",
            new PathOptions { Lambdas = new double[100] }.ToString(),
            StringComparison.Ordinal);
        var options = new TrainingOptions
        {
            LearningRate = 0.25,
            LearningRateSchedule = _ => 1,
            Averaging = WeightAveraging.Exponential(0.9)
        }.ToString();
        Assert.Contains("LearningRate = 0.25", options, StringComparison.Ordinal);
        Assert.Contains("Averaging = exponential, decay 0.9", options, StringComparison.Ordinal);
        Assert.DoesNotContain("System.", options, StringComparison.Ordinal);
        Assert.Contains(
            "Penalty = L1(0.1), ",
            new Rule(new L1(0.1), mode: PenaltyMode.Proximal).ToString(),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_search_and_an_average_say_what_they_are()
    {
        var trials = Trial.Grid(("lambda", [0.1, 1]));
        Assert.Equal(
            "1 of 2 trials, the best lambda 0.1: 3 ± 1 over 2 folds",
            new SearchResult([new(trials[0], [2, 4])], 2).ToString());
        Assert.Equal("0 of 2 trials", new SearchResult([], 2).ToString());
        Assert.Equal("exponential, decay 0.9", WeightAveraging.Exponential(0.9).ToString());
        Assert.Equal("over the epochs from 5 on", WeightAveraging.OverEpochs(5).ToString());
    }
}
