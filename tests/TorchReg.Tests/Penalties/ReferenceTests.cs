using System.Text.Json;
using TorchReg.Tests.Reference;

namespace TorchReg.Tests.Penalties;

/// <summary>penalties.json: NumPy's values, gradients and proxes.</summary>
public class ReferenceTests
{
    static readonly JsonElement file = ReferenceFile.Read("penalties.json");

    static Penalty PenaltyOf(JsonElement c)
    {
        double Number(string key) => c.GetProperty(key).GetDouble();
        return c.GetProperty("penalty").GetString() switch
        {
            "L1" => new L1(Number("lambda")),
            "L2 (lambda*sum w^2)" => new L2(2 * Number("lambda")),
            "L2 (lambda/2*sum w^2)" => new L2(Number("lambda")),
            "L1L2 (Keras)" => ElasticNet.FromWeights(Number("l1"), 2 * Number("l2")),
            { } s when s.StartsWith("GroupLasso over rows", StringComparison.Ordinal) => new GroupLasso(
                Number("lambda"),
                Groups.Units),
            { } s when s.StartsWith("GroupLasso over columns", StringComparison.Ordinal) => new GroupLasso(
                Number("lambda"),
                Groups.Features),
            "MaxNorm rows" => new MaxNorm(Number("max")),
            { } s when s.StartsWith("Orthogonal rows", StringComparison.Ordinal) => new Orthogonality(Number("factor")),
            var other => throw new InvalidDataException($"unknown penalty {other}"),
        };
    }

    public static TheoryData<int> Cases => [.. Enumerable.Range(0, file.GetProperty("cases").GetArrayLength())];

    [Theory, MemberData(nameof(Cases))]
    public void Values_gradients_and_proxes_are_the_references(int index)
    {
        var reference = file.GetProperty("cases")[index];
        var penalty = PenaltyOf(reference);
        var w = file.GetProperty("w").Tensor();
        var compared = 0;
        if (reference.TryGetProperty("value", out var value)) { compared++; Close(value.Tensor(), penalty.Value(w)); }
        foreach (var key in new[] { "subgradient_with_sign0_0", "gradient" })
        {
            if (!reference.TryGetProperty(key, out var expected)) continue;
            var gradient = zeros_like(w);
            penalty.AddGradient(w, gradient);
            compared++;
            Close(expected.Tensor(), gradient);
        }
        if (reference.TryGetProperty("prox", out var prox))
        {
            var v = w.clone();
            penalty.Prox(v, file.GetProperty("step").GetDouble());
            compared++;
            Close(prox.Tensor(), v);
        }
        Assert.True(compared > 0);
    }

    static void Close(Tensor expected, Tensor actual) =>
        Assert.True(
            (expected - actual).abs().max().ToDouble() <= 1e-12 * Math.Max(1, expected.abs().max().ToDouble()),
            $"{expected} {actual}");
}
