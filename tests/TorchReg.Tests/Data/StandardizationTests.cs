namespace TorchReg.Tests.Data;

public sealed class StandardizationTests
{
    private static double Distance(Tensor a, Tensor b) => (a - b).abs().max().to(ScalarType.Float64).ToDouble();

    private static Dataset Skewed(ScalarType type = ScalarType.Float64) =>
        new(
            randn([200L, 5L], type, generator: new Generator(3)) * tensor(new[] { 1.0, 20, 0.01, 3, 1 }).to(type) +
                tensor(new[] { 0.0, 5, -3, 100, 7 }).to(type),
            ones(200, 1));

    [Fact]
    public void Training_columns_get_mean_zero_and_variance_one()
    {
        using var data = Skewed();
        using var scaled = Standardization.Learn(data).Apply(data);
        Assert.InRange(Distance(scaled.Features.mean([0]), zeros(5)), 0, 1e-12);
        Assert.InRange(Distance(scaled.Features.square().mean([0]), ones(5)), 0, 1e-12);
    }

    [Fact]
    public void Other_rows_are_scaled_by_the_training_rows()
    {
        using var training = new Dataset(tensor(new[,] { { 0.0 }, { 4.0 } }), ones(2, 1));
        using var test = new Dataset(tensor(new[,] { { 10f } }), ones(1, 1));
        using var scaled = Standardization.Learn(training).Apply(test);
        Assert.Equal((4f, ScalarType.Float32), (scaled.Features[0, 0].ToSingle(), scaled.Features.dtype));
    }

    [Fact]
    public void Undone_coefficients_predict_the_same()
    {
        using var data = Skewed();
        var standardization = Standardization.Learn(data);
        using var scaled = standardization.Apply(data);
        var (w, b) = (randn([3L, 5L], ScalarType.Float64), randn([3L], ScalarType.Float64));
        var (raw, shifted) = standardization.Undo(w, b);
        var sizeOfTerms = data.Features.abs().matmul(raw.abs().t()).max().ToDouble();
        Assert.InRange(
            Distance(data.Features.matmul(raw.t()) + shifted, scaled.Features.matmul(w.t()) + b) / sizeOfTerms,
            0,
            1e-14);
    }

    [Fact]
    public void A_constant_column_is_reported_and_becomes_zero()
    {
        using var data = new Dataset(tensor(new[,] { { 0.1f, 1 }, { 0.1f, 2 }, { 0.1f, 4 } }), ones(3, 1));
        var standardization = Standardization.Learn(data);
        using var scaled = standardization.Apply(data);
        Assert.Equal([0], standardization.ConstantColumns);
        Assert.Equal(1, standardization.Scale[0]);
        Assert.Equal(0, Distance(scaled.Features.select(1, 0), zeros(3)));
    }

    [Fact]
    public void A_row_of_weight_two_counts_like_two_rows()
    {
        using var weighted = new Dataset(tensor(new[,] { { 1.0 }, { 2 }, { 50 } }), ones(3, 1), tensor(new[] { 2.0, 1, 0 }));
        using var repeated = new Dataset(tensor(new[,] { { 1.0 }, { 1 }, { 2 } }), ones(3, 1));
        var (one, other) = (Standardization.Learn(weighted), Standardization.Learn(repeated));
        Assert.Equal(other.Mean[0], one.Mean[0], 1e-14);
        Assert.Equal(other.Scale[0], one.Scale[0], 1e-14);
    }

    [Fact]
    public void A_column_far_from_zero_keeps_its_digits()
    {
        using var data = new Dataset(tensor(new[,] { { 16_000_001f }, { 16_000_003f } }), ones(2, 1));
        using var scaled = Standardization.Learn(data).Apply(data);
        Assert.Equal([-1, 1], scaled.Features.data<float>().ToArray());
    }

    [Fact]
    public void The_data_stay_as_they_were()
    {
        using var data = Skewed();
        using var before = data.Features.clone();
        using (Standardization.Learn(data).Apply(data)) { }
        Assert.Equal(0, Distance(before, data.Features));
        Assert.Equal(200, data.Targets.sum().ToSingle());
    }

    [Fact]
    public void A_gap_cannot_be_learnt_from()
    {
        using var data = new Dataset(tensor(new[,] { { 1f, 1 }, { 2, float.NaN } }), ones(2, 1));
        Assert.StartsWith("Scales must be finite numbers above 0; given NaN in column 1. Is a feature NaN or infinite?",
            Assert.Throws<ArgumentException>(() => Standardization.Learn(data)).Message);
    }

    [CudaFact]
    public void A_gpu_scales_like_the_processor()
    {
        using var data = Skewed();
        using var onGpu = data.To(CUDA).Select([.. Enumerable.Range(0, 200)]).Checked();
        using var scaled = Standardization.Learn(data).Apply(data);
        using var scaledOnGpu = Standardization.Learn(onGpu).Apply(onGpu);
        Assert.InRange(Distance(scaled.Features, scaledOnGpu.Features.cpu()), 0, 1e-12);
    }

    [Fact]
    public void Other_shapes_are_refused()
    {
        using var data = Skewed();
        using var narrow = new Dataset(ones(2, 4), ones(2, 1));
        using var images = new Dataset(ones(2, 1, 4), ones(2, 1));
        var standardization = Standardization.Learn(data);
        Assert.Equal(
            "There must be 5 columns, as in training; given [2×4].",
            Assert.Throws<ArgumentException>(() => standardization.Apply(narrow)).Message);
        Assert.StartsWith(
            "features must be n × p; given [2×1×4].",
            Assert.Throws<ArgumentException>(() => Standardization.Learn(images)).Message);
        Assert.StartsWith(
            "bias must have one number for each of the 1 units; given [2].",
            Assert.Throws<ArgumentException>(() => standardization.Undo(ones(1, 5), ones(2))).Message);
    }
}
