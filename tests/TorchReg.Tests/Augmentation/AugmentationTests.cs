using TorchReg.Augmentation;
using TorchReg.Layers;
using TorchReg.Tests.Layers;

namespace TorchReg.Tests.Augmentation;

public sealed class AugmentationTests : ScopedTests
{
    static readonly Dictionary<string, Func<ulong, NoiseLayer>> all = new()
    {
        [nameof(RandomShift)] = seed => new RandomShift(2, 6, 5, seed),
        [nameof(RandomRotation)] = seed => new RandomRotation(30, 6, 5, seed),
        [nameof(Cutout)] = seed => new Cutout(3, 6, 5, seed),
        [nameof(Mixup)] = seed => new Mixup(0.4, seed),
        [nameof(GaussianNoise)] = seed => new GaussianNoise(0.1, seed),
    };

    public static TheoryData<string> Names => [.. all.Keys];

    static Tensor Images(long n = 40, long height = 6, long width = 5)
    {
        using var generator = new Generator(3);
        return rand([n, height * width], generator: generator) + 0.1;
    }

    [Theory, MemberData(nameof(Names))]
    public void Eval_mode_is_the_identity_and_training_is_not(string name)
    {
        using var layer = all[name](1);
        var x = Images();
        Assert.False(NoisyLayers.Same(x, layer.call(x)));
        layer.eval();
        Assert.True(NoisyLayers.Same(x, layer.call(x)));
    }

    [Theory, MemberData(nameof(Names))]
    public void The_same_seed_gives_the_same_images_and_another_others(string name)
    {
        using var first = all[name](1);
        using var second = all[name](1);
        using var other = all[name](2);
        var (x, once) = (Images(), first.call(Images()));
        Assert.True(NoisyLayers.Same(once, second.call(x)));
        Assert.False(NoisyLayers.Same(once, other.call(x)));
        Assert.False(NoisyLayers.Same(once, first.call(x)));
    }

    [Theory, MemberData(nameof(Names))]
    public void Rows_of_pixels_and_images_with_channels_change_alike(string name)
    {
        using var rows = all[name](1);
        using var images = all[name](1);
        var x = Images();
        Assert.True(NoisyLayers.Same(rows.call(x), images.call(x.reshape(-1, 1, 6, 5)).reshape(-1, 30)));
    }

    [Fact]
    public void A_shift_moves_whole_images_by_every_offset_and_fills_with_zeros()
    {
        using var layer = new RandomShift(1, 6, 5, seed: 1);
        var x = Images(300);
        var moved = layer.call(x).reshape(-1, 6, 5);
        var seen = new HashSet<(long, long)>();
        for (var i = 0; i < 300; i++) seen.Add(Offset(x[i].reshape(6, 5), moved[i]));
        Assert.Equal(9, seen.Count);
    }

    static (long, long) Offset(Tensor image, Tensor moved)
    {
        using var inner = NewDisposeScope();
        for (long dy = -1; dy <= 1; dy++)
            for (long dx = -1; dx <= 1; dx++)
            {
                var padded = nn.functional.pad(image.unsqueeze(0), [1L, 1, 1, 1]).squeeze(0);
                if (padded.narrow(0, 1 - dy, 6).narrow(1, 1 - dx, 5).eq(moved).all().ToBoolean()) return (dy, dx);
            }
        throw new InvalidOperationException("The image was not moved as a whole.");
    }

    [Theory]
    [InlineData(6, 6, 0.5)]
    [InlineData(6, 5, 1)]
    public void Quarter_turns_of_squares_and_half_turns_of_all_images_move_pixels_exactly(long height, long width, double halves)
    {
        var x = Images(4, height, width).reshape(4, 1, height, width);
        var turned = RandomRotation.Turned(x, full([4L, 1L], halves * Math.PI));
        var expected = halves == 1 ? x.flip(2, 3) : x.transpose(2, 3).flip(2);
        Assert.True(turned.allclose(expected, atol: 1e-5));
    }

    [Fact]
    public void Rotations_stay_within_their_angle()
    {
        using var layer = new RandomRotation(20, 41, 41, seed: 1);
        var bar = zeros(1, 41, 41);
        bar[0, 20] = 1;   // a horizontal line
        var turned = layer.call(bar.reshape(1, -1).expand(200, 41 * 41)).reshape(-1, 41, 41);
        // Second moments about the middle give the line's angle.
        var (y, x) = ((arange(41) - 20.0).reshape(41, 1), (arange(41) - 20.0).reshape(1, 41));
        double Angle(Tensor t) =>
            90 / Math.PI * Math.Atan2(2 * (t * x * y).sum().ToDouble(), (t * (x.square() - y.square())).sum().ToDouble());
        var angles = Enumerable.Range(0, 200).Select(i => Angle(turned[i])).ToArray();
        Assert.InRange(angles.Min(), -20.5, -15);
        Assert.InRange(angles.Max(), 15, 20.5);
    }

    [Fact]
    public void Cutout_blanks_one_square_and_leaves_the_rest()
    {
        using var layer = new Cutout(3, 6, 5, seed: 1);
        var x = Images(200);
        var cut = layer.call(x);
        var blank = cut.eq(0).reshape(-1, 6, 5);
        Assert.True(where(cut.eq(0), x, cut).eq(x).all().ToBoolean());
        var (rows, columns) = (blank.any(2).sum(1), blank.any(1).sum(1));
        Assert.True((rows * columns).eq(blank.flatten(1).sum(1)).all().ToBoolean());
        Assert.Equal((2, 3), (rows.min().ToInt64(), rows.max().ToInt64()));
    }

    [Fact]
    public void Mixups_loss_is_the_loss_on_mixed_targets()
    {
        using var mixup = new Mixup(1, seed: 1);
        var loss = mixup.MixedLoss(Losses.CrossEntropy);
        var classes = arange(40, ScalarType.Int64) % 5;
        var oneHot = nn.functional.one_hot(classes, 5).to(ScalarType.Float32);
        // A layer given one-hot rows mixes them as it mixes features.
        var mixed = mixup.call(oneHot);
        var logits = Images(40, 1, 5);
        Assert.Equal(Losses.CrossEntropy.Value(logits, mixed).ToDouble(), loss.Value(logits, classes).ToDouble(), 1e-6);
        Assert.Equal(
            Losses.CrossEntropy.Value(logits, mixed, ones(40)).ToDouble(),
            loss.Value(logits, classes, ones(40)).ToDouble(),
            1e-6);
        Assert.NotEqual(Losses.CrossEntropy.Value(logits, classes).ToDouble(), loss.Value(logits, classes).ToDouble(), 1e-3);
        Assert.Throws<ArgumentException>(() => loss.Value(logits[..10], classes[..10]));
        mixup.eval();
        mixup.call(oneHot);
        Assert.Equal(Losses.CrossEntropy.Value(logits, classes).ToDouble(), loss.Value(logits, classes).ToDouble());
    }

    [Theory, InlineData(0.2), InlineData(1), InlineData(4)]
    public void Mixups_share_is_Beta_distributed(double alpha)
    {
        using var mixup = new Mixup(alpha, seed: 1);
        var shares = Enumerable.Range(0, 4000).Select(_ => mixup.Share()).ToArray();
        var (mean, variance) = (shares.Average(), shares.Select(s => (s - 0.5) * (s - 0.5)).Average());
        Assert.InRange(mean, 0.47, 0.53);
        Assert.InRange(variance * 4 * (2 * alpha + 1), 0.92, 1.08);
    }

    [Fact, Trait("Speed", "Slow")]
    public void All_of_them_train_in_a_trainer_the_same_twice_and_ledgers_see_the_real_images()
    {
        using var data = Dataset.Of(DrawnDigits.Draw(200, seed: 5));
        (byte[] Weights, double Loss) Fit()
        {
            using var inner = NewDisposeScope();
            using var generator = new Generator(1);
            using var mixup = new Mixup(0.2, seed: 5);
            var linear = nn.Linear(784, 10);
            nn.init.zeros_(linear.weight!);
            nn.init.zeros_(linear.bias!);
            using var model = nn.Sequential(
                ("shift", new RandomShift(1, seed: 1)),
                ("rotation", new RandomRotation(10, seed: 2)),
                ("noise", new GaussianNoise(0.1, seed: 3)),
                ("cutout", new Cutout(6, seed: 4)),
                ("mixup", mixup),
                ("linear", linear));
            var loss = mixup.MixedLoss(Losses.CrossEntropy);
            var history = new Trainer(model, loss, null, new TrainingOptions { Epochs = 20 }).Fit(data);
            var plain = Losses.CrossEntropy.Value(linear.call(data.Features), data.Targets).ToDouble();
            Assert.Equal(plain, history.Restored.Training!.DataLoss, 1e-5);
            Assert.True(history.Restored.Training.Accuracy > 0.5);
            return (linear.weight!.bytes.ToArray(), plain);
        }
        var (first, second) = (Fit(), Fit());
        Assert.Equal(first.Weights, second.Weights);
    }

    [Fact]
    public void Bad_values_and_shapes_are_refused_in_one_line()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomShift(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomRotation(181));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Cutout(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Mixup(double.NaN));
        using var shift = new RandomShift(1);
        Assert.Contains(
            "n×784",
            Assert.Throws<ArgumentException>(() => shift.call(zeros(2, 30))).Message,
            StringComparison.Ordinal);
    }
}
