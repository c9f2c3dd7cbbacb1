namespace TorchReg.Tests.Examples;

[Trait("Speed", "Slow")]
public class FieldProgramsTests
{
    [Fact]
    public void Cross_validation_chooses_a_λ_that_beats_none_on_fresh_rows()
    {
        var page = ProgramOutput.Of("GridSearch");
        var kept = page.Numbers(@"λ\.min = ([\d.]+) keeps (\d+) weights and λ\.1se = ([\d.]+), the largest .* least, (\d+);");
        page.True(kept[0] <= kept[2] && kept[3] <= kept[1] && kept[3] < 30);
        page.Says("λ.min improves the error on fresh rows");
        page.Says("The largest λ (004 Q4) worsens the error on fresh rows");
    }

    [Fact]
    public void Few_digits_are_known_by_heart_and_augmentation_gains_on_fresh_ones()
    {
        var page = ProgramOutput.Of("ImageClassification");
        page.True(page.Numbers(@"the network knows ([\d.]+) ± ")[0] > 99);
        page.Says("augmentation + L2(0.001) improves accuracy on fresh digits");
        page.True(page.Row("L1(0.001), proximal")[7] > 2000);
    }

    [Fact]
    public void L1_picks_the_words_that_decide()
    {
        var page = ProgramOutput.Of("TextClassification");
        page.Says("L1(0.002), chosen on other reviews, improves accuracy on fresh reviews");
        var picked = page.Numbers(@"L1 keeps (\d+) of ([\d,]+) n-grams .* of the 16 heaviest, (\d+) hold");
        page.True(picked[0] < 0.1 * picked[1] && picked[2] >= 12);
    }

    [Fact]
    public void L2_on_embeddings_predicts_unseen_ratings_better()
    {
        var page = ProgramOutput.Of("Recommendation");
        page.Says("chosen on other ratings, improves the error of unseen ratings");
        page.Says("It worsens that of known ones");
    }

    [Fact]
    public void The_lasso_finds_the_true_factors_and_explains_more_of_the_future()
    {
        var page = ProgramOutput.Of("FactorSelection");
        page.Says("Lasso improves the R² of the future");
        var kept = page.Numbers(@"kept by: lasso\. The lasso keeps ([\d.]+) ± [\d.]+, ([\d.]+) ± [\d.]+ of the 5 true ones");
        page.True(kept[0] < 40 && kept[1] >= 4);
    }
}
