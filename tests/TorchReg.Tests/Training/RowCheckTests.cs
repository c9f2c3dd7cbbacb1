namespace TorchReg.Tests.Training;

// Regressions: rows that fit no training are named before it, alike for the closed form and autograd.
public class RowCheckTests
{
    static Tensor Features(int columns = 3, double? odd = null)
    {
        var x = zeros(6, columns);
        if (odd is { } value) x[4, 2] = (float)value;
        return x;
    }

    static Dataset Rows(Tensor? features = null, Tensor? targets = null) =>
        new(features ?? Features(), targets ?? zeros(6, ScalarType.Int64));

    static nn.Module<Tensor, Tensor> Model(bool isClosed) => isClosed ? new SoftmaxRegression(3, 2) : new Mlp([3, 4, 2]);

    static string Refused<T>(bool isClosed, Func<Dataset> wrong, bool inValidation) where T : Exception
    {
        using var model = Model(isClosed);
        using var good = Rows();
        using var odd = wrong();
        var trainer = new Trainer(model, Losses.CrossEntropy, null, new TrainingOptions { Epochs = 1, EarlyStopping = new() });
        return Assert
            .Throws<T>(() => inValidation ? trainer.Fit(good, odd) : trainer.Fit(odd, good))
            .Message.Split(" (Parameter")[0];
    }

    [Theory]
    [InlineData(true, false), InlineData(false, false), InlineData(true, true), InlineData(false, true)]
    public void A_number_that_is_not_finite_is_named_by_row_and_column(bool isClosed, bool inValidation)
    {
        var rows = inValidation ? "validation" : "training";
        Assert.StartsWith(
            $"The {rows} rows: row 4, feature column 2: expected a finite number, found NaN",
            Refused<InvalidDataException>(isClosed, () => Rows(Features(odd: double.NaN)), inValidation),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, false), InlineData(false, false), InlineData(true, true), InlineData(false, true)]
    public void A_label_that_is_no_class_is_named_by_row(bool isClosed, bool inValidation) =>
        Assert.Equal(
            $"The {(inValidation ? "validation" : "training")} rows: The label 2 is no class: the model has 2 outputs, so " +
            "labels go from 0 to 1 (row 5; to leave a row out, give it the weight 0).",
            Refused<ArgumentException>(isClosed, () => Rows(targets: tensor(new long[] { 0, 1, 0, 1, 0, 2 })), inValidation));

    [Theory]
    [InlineData(true), InlineData(false)]
    public void Another_width_is_named_with_the_models(bool isClosed) =>
        Assert.Contains(
            "weight takes 3 columns of Float32",
            Refused<ArgumentException>(isClosed, () => Rows(Features(4)), false),
            StringComparison.Ordinal);

    [Theory]
    [InlineData(true), InlineData(false)]
    public void Another_type_is_named_with_the_models(bool isClosed) =>
        Assert.Contains(
            "the features are Float64 [6×3]",
            Refused<ArgumentException>(isClosed, () => Rows(Features().to(ScalarType.Float64)), false),
            StringComparison.Ordinal);

    [Fact]
    public void A_stream_is_asked_by_its_first_batch_and_a_later_NaN_is_the_datas()
    {
        using var model = new SoftmaxRegression(3, 2);
        var trainer = new Trainer(model, Losses.CrossEntropy, null, new TrainingOptions { Epochs = 1 });
        Assert.Contains(
            "first batch's",
            Assert.Throws<ArgumentException>(() => trainer.FitBatches(_ => [Rows(Features(4))])).Message,
            StringComparison.Ordinal);
        Assert.Contains("row 4, feature column 2", Assert.Throws<InvalidDataException>(() =>
            trainer.FitBatches(_ => [Rows(), Rows(Features(odd: double.PositiveInfinity))])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_without_anything_to_train_is_refused()
    {
        using var frozen = new SoftmaxRegression(3, 2);
        foreach (var p in frozen.parameters()) p.requires_grad = false;
        using var rows = Rows();
        Assert.Contains(
            "all its 2 parameters are frozen",
            Assert.Throws<ArgumentException>(() => new Trainer(frozen, Losses.CrossEntropy).Fit(rows)).Message,
            StringComparison.Ordinal);
        using var empty = nn.Flatten();
        Assert.Contains(
            "it has no parameters",
            Assert.Throws<ArgumentException>(() => new Trainer(empty, Losses.CrossEntropy).Fit(rows)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void LBFGS_is_refused_by_name()
    {
        using var model = new SoftmaxRegression(3, 2);
        using var rows = Rows();
        var trainer = new Trainer(
            model,
            Losses.CrossEntropy,
            null,
            new TrainingOptions { Optimizer = (p, rate) => optim.LBFGS(p, rate) });
        Assert.Contains(
            "L-BFGS",
            Assert.Throws<NotSupportedException>(() => trainer.Fit(rows)).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ScalarType.Float32), InlineData(ScalarType.Float64)]
    public void A_number_that_is_not_finite_is_found_wherever_it_stands(ScalarType type)
    {
        foreach (var length in new[] { 1, 7, 16, 37 })
            for (var i = 0; i < length; i++)
                foreach (var odd in new[] { double.NaN, double.PositiveInfinity, double.NegativeInfinity })
                {
                    var x = full([length, 1], 1e38, type);
                    using var fine = new Dataset(x.clone(), zeros(length, ScalarType.Int64));
                    Assert.Same(fine, fine.Checked());
                    x[i, 0] = odd;
                    using var data = new Dataset(x, zeros(length, ScalarType.Int64));
                    Assert.StartsWith(
                        $"row {i}, ",
                        Assert.Throws<InvalidDataException>(() => data.Checked()).Message,
                        StringComparison.Ordinal);
                }
    }
}
