namespace TorchReg.Tests.Data;

public sealed class DrawnDigitsTests
{
    private static readonly LabeledImages Thousand = DrawnDigits.Draw(1000);

    [Fact]
    public void The_first_hundred_digits_never_change_between_machines_and_versions() =>
        Assert.Equal("d826b2fbdff5b770ecc46348526fec4dccbd9509d8f6f2fdc43137bdeb5c1d4c", DrawnDigits.Draw(100).Sha256);

    [Fact]
    public void The_same_seed_draws_the_same_digits() => Assert.Equal(Thousand.Sha256, DrawnDigits.Draw(1000).Sha256);

    [Fact]
    public void Another_seed_draws_other_digits() => Assert.NotEqual(Thousand.Sha256, DrawnDigits.Draw(1000, seed: 1).Sha256);

    [Theory]
    [InlineData(1)]
    [InlineData(37)]
    [InlineData(990)]
    public void A_smaller_drawing_is_the_beginning_of_a_larger_one(int rows) =>
        Assert.Equal(Thousand.Take(rows).Sha256, DrawnDigits.Draw(rows).Sha256);

    [Fact]
    public void Every_ten_rows_hold_every_class_once() =>
        Assert.All(Thousand.Labels.ToArray().Chunk(10), ten => Assert.Equal(10, ten.Distinct().Count()));

    [Fact]
    public void The_classes_come_in_random_order() =>
        Assert.InRange(Thousand.Labels.ToArray().Chunk(10).Select(ten => string.Concat(ten)).Distinct().Count(), 99, 100);

    [Fact]
    public void No_two_digits_are_equal() =>
        Assert.Equal(1000, Enumerable.Range(0, 1000).Select(row => Convert.ToHexString(Thousand.Row(row))).Distinct().Count());

    // A template plus noise has pixels that are the same in every sample; here no pixel of a class is always inked.
    [Fact]
    public void Shapes_vary_within_every_class() => Assert.All(Enumerable.Range(0, 10), digit =>
    {
        var rows = Enumerable.Range(0, 1000).Where(row => Thousand.Labels.Span[row] == digit).ToArray();
        var shares = Enumerable
            .Range(0, 784)
            .Select(pixel => rows.Average(row => Thousand.Row(row)[pixel] > 127 ? 1.0 : 0))
            .ToArray();
        Assert.InRange(shares.Max(), 0.3, 0.97);
        Assert.InRange(shares.Sum(p => p * (1 - p)) / shares.Sum(), 0.4, 1);
    });

    [Fact]
    public void Digits_lie_on_the_paper_in_its_middle_with_as_much_ink_as_in_MNIST()
    {
        Assert.InRange(Thousand.Pixels.ToArray().Average(pixel => pixel / 255.0), 0.09, 0.14);
        Assert.InRange(Centroid(i => i % 28), 13, 14);
        Assert.InRange(Centroid(i => i / 28), 13, 14);
    }

    [Fact]
    public void Corners_of_the_paper_stay_empty_as_in_MNIST() =>
        Assert.All(
            new[] { 0, 27, 756, 783 },
            corner => Assert.All(Enumerable.Range(0, 1000), row => Assert.Equal(0, Thousand.Row(row)[corner])));

    [Fact, Trait("Speed", "Slow")]
    public void A_linear_model_overfits_a_thousand_rows()
    {
        var split = DrawnDigits.Split(train: 1000, test: 1000);
        var model = Softmax.Trained(split.Train, epochs: 20, rate: 0.02f);
        Assert.InRange(model.Accuracy(split.Train), 0.95, 1);
        Assert.InRange(model.Accuracy(split.Test), 0.80, 0.90);
    }

    [Fact, Trait("Speed", "Slow")]
    public void A_linear_model_learns_fresh_digits_from_many_rows()
    {
        var split = DrawnDigits.Split(train: 8000, test: 1000);
        Assert.InRange(Softmax.Trained(split.Train, epochs: 5, rate: 0.01f).Accuracy(split.Test), 0.88, 0.95);
    }

    [Fact]
    public void The_test_rows_do_not_depend_on_the_number_of_training_rows() =>
        Assert.Equal(DrawnDigits.Split(10, 50, 3).Test.Sha256, DrawnDigits.Split(20, 50, 3).Test.Sha256);

    [Fact]
    public void The_source_names_seed_and_counts() =>
        Assert.Equal(
            "digits drawn in memory with seed 3: 1,000 training and 20 test rows",
            DrawnDigits.Split(1000, 20, 3).Source);

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(int.MaxValue)]
    public void A_number_of_digits_out_of_range_is_refused(int rows) =>
        Assert.Contains(
            "must lie between 1 and ",
            Assert.Throws<ArgumentOutOfRangeException>(() => DrawnDigits.Draw(rows)).Message);

    private static double Centroid(Func<int, int> place)
    {
        double ink = 0, moment = 0;
        for (var i = 0; i < Thousand.Pixels.Length; i++)
        {
            ink += Thousand.Pixels.Span[i];
            moment += Thousand.Pixels.Span[i] * place(i % 784);
        }
        return moment / ink;
    }
}
