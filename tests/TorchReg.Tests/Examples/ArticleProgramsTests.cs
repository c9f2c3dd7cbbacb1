namespace TorchReg.Tests.Examples;

// Columns of an outcome's row: data loss, penalty, total, accuracy on training and held-out rows in %, ‖w‖₁, ‖w‖₂, zeros.
[Trait("Speed", "Slow")]
public class ArticleProgramsTests
{
    const int HeldOut = 4, L2Norm = 6, Zeros = 7;

    [Fact]
    public void Article_000_has_no_gradients_as_written_a_trap_half_fixed_and_zeros_by_proximal_steps()
    {
        var page = ProgramOutput.Of("Article000Softmax");
        page.Says("gradient(W)=none, gradient(b)=none, stopped");
        page.Says("bit for bit: True");
        page.Says("The penalty does nothing");
        var (none, l1, l2, proximal) = (page.Row("none", 1), page.Row("L1", 1), page.Row("L2", 1), page.Row("L1, proximal", 1));
        var dead = page.Numbers(@"and ([\d,]+) weights belong to dead pixels")[0];
        page.True(l1[Zeros] == dead && proximal[Zeros] > 1.3 * dead);
        page.True(l2[L2Norm] < none[L2Norm] && none[HeldOut] > page.Row("none")[HeldOut] + 20);
        var lambdaMax = page.Numbers(@"from λ = ([\d.]+) on \(by pixels' groups ([\d.]+)\)");
        page.True(lambdaMax[0] > 0 && lambdaMax[0] < lambdaMax[1]);
    }

    [Fact]
    public void Article_001_prints_its_numbers_and_the_right_ones()
    {
        var page = ProgramOutput.Of("Article001ByHand");
        Assert.Equal([9, 3], page.Row("L1, λΣ|w|")[^2..]);
        Assert.Equal([7, 3], page.Row("L1, λΣ|w|", 1)[^2..]);
        Assert.Equal([21, 7], page.Row("L2, λΣw² (Keras)")[^2..]);
        Assert.Equal([21, 3.5], page.Row("L2, (λ/2)Σw² (its section 2.2)")[^2..]);
        page.Says("in ratio 1.000  2.000  3.000  4.000; rate 0.9 gives the same: True");
        var spread = page.Numbers(@"mean ([\d.]+), sd ([\d.]+)");
        Assert.Equal(0.5, spread[0], 0.02);
        Assert.Equal(0.144, spread[1], 0.01);
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
        var zeros = page.Numbers(
            @"land on 0, contrary to 3.1.1: (\d+) exact zeros of 10 after 2,000 steps; proximal steps (\d+)");
        page.True(zeros[0] == 0 && zeros[1] >= 4);
        var stable = page.Numbers(@"at 1.9: ([\d.E+-]+), at 2.1: ([\d.E+-]+)");
        page.True(stable[0] < 10 && stable[1] > 1e5);
        var path = page.Numbers(@": (\d+) nonzero weights at λ = [\d.]+, (\d+) at");
        page.True(path[0] <= 2 && path[1] == 10);
    }

    [Fact]
    public void Article_002_learns_nothing_from_noise_and_finds_the_zero_by_proximal_steps()
    {
        var page = ProgramOutput.Of("Article002Regression");
        page.Says("0 of 9");
        var zeros = page.Numbers(@"known weights[\s\S]*Adam: (\d+) zeros; Adam with proximal steps: (\d+) zeros");
        page.True(zeros[0] == 0 && zeros[1] >= 1);
        page.Says("lambda1 0.02, lambda2 0.01");
        page.True(
            page.Numbers(@"4\.1 L1.*largest difference ([\d.E+-]+)")[0] < 1e-12
                && page.Numbers(@"4\.2 L2.*largest difference ([\d.E+-]+)")[0] < 1e-12);
        var induced = page.Numbers(@"its penalty ([\d.]+) is at least .* = ([\d.]+):");
        page.True(induced[0] >= induced[1] && induced[1] > 0);
        var gain = page.Numbers(@"from ([\d.]+) % to ([\d.]+) % on fresh ones, and the gap from ([\d.]+) % to (-?[\d.]+) %");
        page.True(gain[1] > gain[0] + 3 && gain[3] < gain[2]);
    }

    [Fact]
    public void Article_003_regularizes_nothing_with_the_nearest_layer_and_everything_as_corrected()
    {
        var page = ProgramOutput.Of("Article003Network");
        var norms = page.Numbers(@"weights: ([\d.]+) with the nearest layer, ([\d.]+) with λ = 0");
        Assert.Equal(norms[1], norms[0], 0.02 * norms[1]);
        var start = page.Numbers(@"L1 part ([\d.]+), L2 part ([\d.]+)");
        Assert.Equal(26.4, start[0], 0.3);
        Assert.Equal(2.0, start[1], 0.1);
        page.Says("largest gradient ");
        var (none, strong, mild, proximal) = (
            page.Row("λ = 0"),
            page.Row("L1L2(0.01, 0.01)"),
            page.Row("L1L2(0.001, 0.001)"),
            page.Row("L1L2(0.0001, 0.001), proximal"));
        page.True(strong[L2Norm] < mild[L2Norm] && mild[L2Norm] < none[L2Norm]);
        page.True(proximal[Zeros] > 100 && mild[Zeros] == 0);
    }

    [Fact]
    public void Article_004_penalizes_predictions_as_written_and_refuses_labels_that_would_broadcast()
    {
        var page = ProgramOutput.Of("Article004Norms");
        page.Says("the extra term: 0.01316 at uniform predictions, 0.02000 at one-hot ones");
        var (none, half, meant) = (
            page.Row("λ = 0: MSE alone"),
            page.Row("its L1 half alone"),
            page.Row("the weights' norms, as meant"));
        page.True(Math.Abs(half[L2Norm] - none[L2Norm]) < 0.01 && meant[L2Norm] < 0.9 * none[L2Norm]);
        Assert.Equal(none[0] + 0.01, half[0], 2e-4);
        page.Says("[300×10] and the target [300]: broadcasting");
        page.Says("[300×10] and the target [300×1]: broadcasting");
        var broadcast = page.Numbers(@"MSE ([\d.]+) at uniform predictions\n.*still ([\d.]+):");
        page.True(broadcast[0] > 20 && broadcast[1] > 20);
        var curve = page.Numbers(@"is least, ([\d.]+), at λ = [\d.]+; ([\d.]+) without a penalty and ([\d.]+) at");
        page.True(curve[0] < curve[1] && curve[2] > 1.5 * curve[0]);
    }
}
