using TorchReg.Cli.Compare;

namespace TorchReg.Cli.Tests.Compare;

public sealed class CompareNotesTests
{
    [Fact]
    public void The_smallest_gap_is_set_against_the_gap_without_a_penalty() =>
        Assert.Equal(
            "Without a penalty the classifier is right on 100.0 % of the training rows and 84.0 % of the test rows, a gap of " +
            "16.0 points; 'L2' closes it to 6.0. Best on the test rows is 'L3' with 90.0 %.",
            CompareNotes
                .On([
                    Results.Of("plain"),
                    Results.Of("L1", "gradient", 1, 0.95, 0.85),
                    Results.Of("L2", "gradient", 1, 0.93, 0.87),
                    Results.Of("L3", "gradient", 1, 0.98, 0.90)
                ])
                .First());

    [Fact]
    public void A_difference_that_chance_gives_is_called_noise()
    {
        var runs = new[]
        {
            Results.Of("plain", test: 0.88) with { TestError = 0.01 },
            Results.Of("L1", "gradient", 1, test: 0.90) with { TestError = 0.01 },
            Results.Of("L2", "gradient", 1, test: 0.80) with { TestError = 0.01 },
        };
        const string Says = "On the test rows accuracy: 'L1' is best, 0.900 ± 0.010; 'plain' is within noise of it.";
        Assert.Contains(CompareNotes.On(runs), note => note.StartsWith(Says, StringComparison.Ordinal));
        Assert.Contains(
            CompareNotes.On([runs[1], runs[2]]), note => note.Contains("the others are worse by more than noise"));
        // Without errors nothing is said.
        Assert.DoesNotContain(CompareNotes.On([Results.Of("a"), Results.Of("b")]), note => note.Contains("noise"));
    }

    [Fact]
    public void A_penalty_that_closes_nothing_is_not_praised() => Assert.Contains(
        "no penalty here makes it smaller",
        CompareNotes.On([Results.Of("plain", train: 0.9), Results.Of("L2", "gradient", 1, 0.95, 0.84)]).First());

    [Fact]
    public void A_penalty_that_lowers_the_test_accuracy_is_not_called_best() =>
        Assert.Contains(
            "Best on the test rows is 'plain' with 84.0 %",
            CompareNotes.On([Results.Of("plain"), Results.Of("L2", "gradient", 1, 0.81, 0.80)]).First());

    [Fact]
    public void Exact_zeros_of_proximal_steps_are_set_against_gradient_steps() => Assert.Contains(
        CompareNotes.On([Results.Of("L1", "gradient", 1, zeros: 3), Results.Of("L1 prox", "proximal", 1, zeros: 5_012)]),
        note => note == "Of 6,640 live weights, proximal steps leave 5,012 at exactly 0 (75.5 %, 'L1 prox'), " +
            "(sub)gradient steps at most 3 (0.0 %, 'L1'): they pass over 0 instead of stopping there.");

    [Fact]
    public void Nothing_is_said_about_zeros_where_proximal_steps_made_no_more() =>
        Assert.DoesNotContain(
            CompareNotes.On([Results.Of("L1", "gradient", 1), Results.Of("L1 prox", "proximal", 1)]),
            note => note.Contains("proximal steps"));

    [Fact]
    public void Dead_inputs_are_mentioned_only_where_there_are_some()
    {
        Assert.Contains(CompareNotes.On([Results.Of("plain")]), note => note.StartsWith("1,200 weights"));
        Assert.Empty(CompareNotes.On([Results.Of("plain", dead: 0)]));
    }
}
