namespace TorchReg.Tests.Examples;

// Columns of an outcome's row: data loss, penalty, total, accuracy on training and held-out rows in %, ‖w‖₁, ‖w‖₂, zeros. Of a
// row over seeds: data loss, penalty, accuracy ± error twice, ‖w‖₂, zeros, weights.
[Trait("Speed", "Slow")]
public class ArticleProgramsTests
{
    const int HeldOut = 4, L2Norm = 6, Zeros = 7;

    [Fact]
    public void Article_000_has_no_gradients_as_written_a_trap_half_fixed_and_zeros_by_proximal_steps()
    {
        var page = ProgramOutput.Of("Article000Softmax");
        page.Says("gradient(W)=none, gradient(b)=none, stopped");
        page.Says("C#, step 2: Trying to backward through the graph a second time");
        page.Says("bit for bit: True");
        page.Says("The penalty does nothing");
        var (none, l1, l2, proximal) = (
            page.Row("none", 1),
            page.Row("L1, subgradient", 1),
            page.Row("L2", 1),
            page.Row("L1, proximal", 1));
        var dead = page.Numbers(@"and ([\d,]+) weights belong to dead pixels")[0];
        page.True(l1[Zeros] == dead && proximal[Zeros] > 1.3 * dead);
        page.True(l2[L2Norm] < none[L2Norm] && none[HeldOut] > page.Row("none")[HeldOut] + 20);
        var lambdaMax = page.Numbers(@"from λ = ([\d.]+) on \(by pixels' groups ([\d.]+)\)");
        page.True(lambdaMax[0] > 0 && lambdaMax[0] < lambdaMax[1]);
        page.True(page.Numbers(@"by subgradients differ by ([\d.E+-]+)")[0] < 1e-5);
    }

    [Fact]
    public void Article_000_stands_beside_its_optimum_and_says_whether_a_penalty_helps()
    {
        var page = ProgramOutput.Of("Article000Softmax");
        var (subgradient, proximal) = (page.Row("L1, subgradient", 2), page.Row("L1, proximal", 2));
        page.True(subgradient[1] > 0 && proximal[1] > 0 && proximal[3] >= proximal[2] && subgradient[3] == proximal[3]);
        page.True(page.Numbers(@"L1 objective [\d.]+, at most ([\d.E+-]+) above")[0] < 1e-6);
        page.True(page.Numbers(@"L2\([\d.]+\) (?:improves|makes no|worsens)[^:]*digits.*over (\d) seeds")[0] == 5);
        page.Says("worsens the training loss (001 §2 says that it falls)");
    }

    [Fact]
    public void Article_001_prints_its_numbers_and_the_right_ones()
    {
        var page = ProgramOutput.Of("Article001ByHand");
        Assert.Equal([9, 7], page.Numbers(@"l1_regularization +([\d.]+) +([\d.]+)"));
        Assert.Equal([21, 21], page.Numbers(@"l2_regularization +([\d.]+) +([\d.]+)"));
        Assert.Equal(3, page.Row("λΣ|w|")[^1]);
        Assert.Equal(7, page.Row("λΣw²")[^1]);
        Assert.Equal(3.5, page.Row("(λ/2)Σw²")[^1]);
        page.Says("in ratio 1.000  2.000  3.000  4.000; rate 0.9 gives the same: True");
        var spread = page.Numbers(@"mean ([\d.]+), sd ([\d.]+)");
        Assert.Equal(0.5, spread[0], 0.02);
        Assert.Equal(0.144, spread[1], 0.01);
        var means = page.Numbers(@"over [\d,]+ masks ([\d.]+)  ([\d.]+)  ([\d.]+)  ([\d.]+)");
        Assert.All(means.Index(), mean => Assert.Equal(mean.Index + 1, mean.Item, 0.12 * (mean.Index + 1)));
        page.Says("evaluation: 1.000  2.000  3.000  4.000");
        var (l1, l2, crossEntropy) = (page.Row("L1"), page.Row("L2"), page.Row("binary cross-entropy"));
        page.True(l1[1] < 1e-12 && l2[0] > 0.1 && l2[1] > 0.01 && crossEntropy[0] > 0.01);
        Assert.All(new[] { l1, l2, crossEntropy }, row => page.True(row[2] < 1e-12 && row[3] < 1e-6));
    }

    [Fact]
    public void Article_001_climbs_with_its_gradients_and_thins_out_by_proximal_steps()
    {
        var page = ProgramOutput.Of("Article001ByHand");
        var (start, end) = (page.Row("0"), page.Row("50"));
        page.True(end[0] > 100 * start[0] && end[2] > 100 * start[2] && end[1] < 5 && end[3] < 5);
        var limit = page.Numbers(@"corrected it is ([\d.]+) on its way to the optimum's (\d+\.\d+)");
        page.True(Math.Abs(limit[0] - limit[1]) < 0.2);
        var zeros = page.Numbers(
            @"λ = 0.1: (\d+) by subgradient steps, contrary to 3.1.1; (\d+) by proximal steps; (\d+) at the");
        page.True(zeros[0] == 0 && zeros[1] >= 4 && zeros[1] == zeros[2]);
        var stable = page.Numbers(@"at 1.9: ([\d.E+-]+), at 2.1: ([\d.E+-]+)");
        page.True(stable[0] < 10 && stable[1] > 1e5);
        var path = page.Numbers(@": (\d+) nonzero weights at λ = [\d.]+, (\d+) at");
        page.True(path[0] == 0 && path[1] == 10);
        page.Says("a penalty never lowers it");
    }

    [Fact]
    public void Article_002_learns_nothing_from_noise_and_finds_the_optimums_zeros_by_proximal_steps_on_all_rows()
    {
        var page = ProgramOutput.Of("Article002Regression");
        page.Says("0 / 9");
        foreach (var data in new[] { "noise", "known weights" })
        {
            var zeros = page.Numbers(
                $@"{data}[\s\S]*?zeros of 9 weights: Adam, batches of 32 (\d); .*; proximal, all rows (\d); at the optimum (\d)");
            page.True(zeros[0] == 0 && zeros[1] >= 1 && zeros[1] == zeros[2]);
        }
        page.Says("lambda1 0.02, lambda2 0.01");
        page.True(
            page.Numbers(@"4\.1 L1.*largest difference ([\d.E+-]+)")[0] < 1e-12
                && page.Numbers(@"4\.2 L2.*largest difference ([\d.E+-]+)")[0] < 1e-12);
        var induced = page.Numbers(@"its penalty ([\d.]+) is at least .* = ([\d.]+):");
        page.True(induced[0] >= induced[1] && induced[1] > 0);
        page.Says("augmentation improves accuracy on fresh digits");
        var gain = page.Numbers(@"the gain is ([\d.]+) ± [\d.]+ at 40 rows and ([\d.]+) ± [\d.]+ at 160");
        page.True(gain[0] > gain[1]);
    }

    [Fact]
    public void Article_003_regularizes_nothing_with_the_nearest_layer_and_everything_as_corrected()
    {
        var page = ProgramOutput.Of("Article003Network");
        var norms = page.Numbers(@"weights: ([\d.]+) ± [\d.]+ with the nearest layer, ([\d.]+) ± [\d.]+ with λ = 0");
        Assert.Equal(norms[1], norms[0], 0.02 * norms[1]);
        var start = page.Numbers(@"L1 part ([\d.]+), L2 part ([\d.]+)");
        Assert.Equal(26.4, start[0], 0.3);
        Assert.Equal(2.0, start[1], 0.1);
        page.Says("largest gradient ");
        const int norm = 6, zeros = 7;
        var (none, strong, mild, proximal) = (
            page.Row("λ = 0"),
            page.Row("L1L2(0.01, 0.01)"),
            page.Row("L1L2(0.001, 0.001)"),
            page.Row("L1L2(0.0001, 0.001), proximal"));
        page.True(strong[norm] < mild[norm] && mild[norm] < none[norm]);
        page.True(proximal[zeros] > 100 && mild[zeros] == 0);
        page.True(page.Numbers(@"log\(1 \+ 9/e\) = 1.4612, however sure and right it is: here ([\d.]+)")[0] > 1.4612);
        page.Says("L1L2(0.01, 0.01) worsens accuracy on fresh digits");
        page.Says("no slope in any weight (largest 0)");
    }

    [Fact]
    public void Article_004_penalizes_predictions_as_written_and_refuses_labels_that_would_broadcast()
    {
        var page = ProgramOutput.Of("Article004Norms");
        page.Says("the extra term: 0.01316 at uniform predictions, 0.02000 at one-hot ones");
        var (none, half, meant) = (
            page.Row("MSE alone"),
            page.Row("its L1 half alone"),
            page.Row("the weights' norms, as meant"));
        page.True(Math.Abs(half[4] - none[4]) < 0.02 && meant[4] < 0.9 * none[4]);
        page.True(Math.Abs(half[1] - 0.01) < 1e-4 && none[1] == 0);
        page.Says("in training and evaluation the outputs are the same: True");
        page.Says("[300×10] and the target [300]: broadcasting");
        page.Says("[300×10] and the target [300×1]: broadcasting");
        var broadcast = page.Numbers(@"MSE ([\d.]+) at uniform predictions\n.*still ([\d.]+):");
        page.True(broadcast[0] > 20 && broadcast[1] > 20);
        page.Says("looks like a poor start and is guessing");
    }

    [Fact]
    public void Article_004s_formula_fades_with_the_rows()
    {
        var page = ProgramOutput.Of("Article004Norms");
        var (few, many) = (page.Row("50"), page.Row("800"));
        page.True(many[0] < few[0] && many[1] < few[1] && many[3] >= few[3]);
        page.Says("chosen on other rows, ");
        page.Numbers(@"the gain is ([\d.]+) ± [\d.]+ at 20 rows and ([\d.]+) ± [\d.]+ at 60");
    }
}
