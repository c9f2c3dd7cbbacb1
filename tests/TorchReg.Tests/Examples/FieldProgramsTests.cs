namespace TorchReg.Tests.Examples;

[Trait("Speed", "Slow")]
public class FieldProgramsTests
{
    [Fact]
    public void Cross_validation_chooses_a_λ_that_beats_none_on_fresh_rows()
    {
        var page = ProgramOutput.Of("GridSearch");
        var lambdas = page.Numbers(@"λ\.min = ([\d.]+) and λ\.1se = ([\d.]+)");
        page.True(lambdas[0] <= lambdas[1]);
        var errors = page.Numbers(@"on fresh rows are ([\d.]+) and ([\d.]+); with λ = 0 it is ([\d.]+)");
        page.True(errors[0] < errors[2]);
        var kept = page.Numbers(@"keeps (\d+) weights, λ\.min (\d+)");
        page.True(kept[0] <= kept[1] && kept[0] < 30);
        var curve = page.Numbers(@"cost: ([\d.]+) at the smallest, ([\d.]+) at the largest, ([\d.]+) between");
        page.True(curve[2] < curve[0] && curve[2] < curve[1]);
    }

    [Fact]
    public void Few_digits_are_known_by_heart_and_augmentation_gains_on_fresh_ones()
    {
        var page = ProgramOutput.Of("ImageClassification");
        var (nothing, all) = (page.Row("nothing"), page.Row("augmentation + L2(0.001)"));
        page.True(nothing[3] > 99 && all[4] > nothing[4] + 4 && all[3] - all[4] < nothing[3] - nothing[4]);
        page.True(page.Row("L1(0.0003), proximal")[7] > 3000);
    }

    [Fact]
    public void L1_picks_the_words_that_decide()
    {
        var page = ProgramOutput.Of("TextClassification");
        page.True(page.Row("L1(0.002)")[4] > page.Row("no penalty")[4] + 2);
        var picked = page.Numbers(@"L1 keeps (\d+) of ([\d,]+) n-grams; of the 16 heaviest, (\d+) hold");
        page.True(picked[0] < 0.1 * picked[1] && picked[2] >= 13);
    }

    [Fact]
    public void L2_on_embeddings_predicts_unseen_ratings_better()
    {
        var page = ProgramOutput.Of("Recommendation");
        var errors = page.Numbers(
            @"the error is ([\d.]+) on known ratings and ([\d.]+) on unseen ones\. " +
            @"L2\([\d.]+\) on the embeddings: ([\d.]+) and ([\d.]+)");
        page.True(errors[2] > errors[0] && errors[3] < 0.9 * errors[1]);
    }

    [Fact]
    public void The_lasso_finds_the_true_factors_and_explains_more_of_the_future()
    {
        var page = ProgramOutput.Of("FactorSelection");
        var futures = page.Numbers(@"past and (\d+) % of the future; the lasso \d+ % and (\d+) %");
        page.True(futures[1] > futures[0] + 5);
        var kept = page.Numbers(@"it keeps (\d+) of 60 factors, (\d+) of the 5 true ones");
        page.True(kept[0] < 40 && kept[1] >= 4);
    }

    [Fact]
    public void Explanations_come_in_Chinese_too()
    {
        var output = ExampleProgram.Run("FactorSelection", "--small", "--lang", "zh");
        Assert.Contains("## 要点", output, StringComparison.Ordinal);
        Assert.DoesNotContain("What to notice", output, StringComparison.Ordinal);
    }
}
