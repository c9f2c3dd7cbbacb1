using System.Globalization;
using TorchReg.Layers;

namespace TorchReg.Tests.Layers;

public sealed class RefusalTests : ScopedTests
{
    [Theory, MemberData(nameof(NoisyLayers.NamesWithRate), MemberType = typeof(NoisyLayers))]
    public void A_rate_is_from_0_to_1_with_1_excluded(string name)
    {
        foreach (var rate in new[] { -0.1, -double.Epsilon, 1, 1.5, 50, double.NaN, double.PositiveInfinity })
        {
            var error = Assert.Throws<ArgumentOutOfRangeException>(() => NoisyLayers.Make(name, rate));
            Assert.StartsWith(
                $"rate must be a number from 0 to 1, 1 excluded; given {rate.ToString(CultureInfo.InvariantCulture)}.",
                error.Message,
                StringComparison.Ordinal);
        }
        using var layer = NoisyLayers.Make(name, Math.BitDecrement(1.0));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_standard_deviation_is_finite_and_not_negative(double value) => Assert.StartsWith(
        "standardDeviation must be a finite number, 0 or more; given ",
        Assert.Throws<ArgumentOutOfRangeException>(() => new GaussianNoise(value)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(0, 3, "features must be 1 or more; given 0")]
    [InlineData(5, 0, "units must be 1 or more; given 0")]
    public void DropConnect_has_features_and_units(int features, int units, string message) =>
        Assert.StartsWith(
            message,
            Assert.Throws<ArgumentOutOfRangeException>(() => new DropConnect(features, units)).Message,
            StringComparison.Ordinal);

    [Theory]
    [InlineData(2, "[2×2]")]
    [InlineData(6, "[2×2×2×2×2×2]")]
    public void Spatial_dropout_needs_channels_and_positions(int dimensions, string shape) =>
        Assert.Contains(
            $"N×C×L, N×C×H×W or N×C×D×H×W; given {shape}. For rows of features take InvertedDropout.",
            Assert
                .Throws<ArgumentException>(() => new SpatialDropout().call(ones(Enumerable.Repeat(2L, dimensions).ToArray())))
                .Message,
            StringComparison.Ordinal);

    [Theory, MemberData(nameof(NoisyLayers.Names), MemberType = typeof(NoisyLayers))]
    public void Whole_numbers_are_refused(string name) =>
        Assert.Contains(
            "must be of a floating-point type; given Int64",
            Assert.Throws<ArgumentException>(() => NoisyLayers.Make(name).call(ones([6, 4, 5], ScalarType.Int64))).Message,
            StringComparison.Ordinal);

    [Fact]
    public void No_class_has_the_name_of_one_of_torchsharps_modules()
    {
        var theirs = File.ReadAllText(
            Path.Combine(Repository.Root, "tests", "TorchReg.Tests", "TorchApi", "torchsharp-0.105.2.txt"));
        Assert.All(typeof(NoiseLayer).Assembly.GetExportedTypes(),
            ours => Assert.DoesNotContain($"T TorchSharp.Modules.{ours.Name} ", theirs, StringComparison.Ordinal));
        Assert.Contains("T TorchSharp.Modules.Dropout ", theirs, StringComparison.Ordinal);
    }
}
