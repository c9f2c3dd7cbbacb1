namespace TorchReg.Tests.Solvers;

/// <summary>A constant column's weight is 0, or refused where a penalty would have it elsewhere.</summary>
public sealed class ConstantColumnTests
{
    public static TheoryData<string> Resting => ["L1", "L2", "GroupLasso", "Slope", "Mcp", "Scad", "LogSum", "LHalf"];

    static Penalty Of(string name) => name switch
    {
        "L1" => new L1(1),
        "L2" => new L2(1),
        "GroupLasso" => new GroupLasso(1, Groups.Features),
        "Slope" => new Slope(1),
        "Mcp" => new Mcp(1),
        "Scad" => new Scad(1),
        "LogSum" => new LogSum(1, 0.1),
        "LHalf" => new LHalf(1),
        "FusedLasso" => new FusedLasso(1, 0.2),
        _ => new Toward(new L1(1), ones(1, 4, ScalarType.Float64)),
    };

    static LinearProblem Problem(string penalty)
    {
        using var generator = new Generator(5);
        var x = randn([40, 4], ScalarType.Float64, generator: generator);
        x.select(1, 1).fill_(Scalars.One);
        var y = x.narrow(1, 0, 1) * Scalars.Of(2.0);
        return new(new Dataset(x, y), Losses.HalfSquaredError) { Penalty = Of(penalty) };
    }

    [Theory, MemberData(nameof(Resting))]
    public void Where_the_penalty_rests_at_zero_so_does_the_column(string penalty)
    {
        using var scope = NewDisposeScope();
        Assert.Equal(0, Problem(penalty).Fit(0.05).Weight[0, 1].ReadDouble());
    }

    [Theory]
    [InlineData("FusedLasso")]
    [InlineData("Toward")]
    public void A_penalty_that_would_have_it_elsewhere_is_refused_with_the_column(string penalty)
    {
        using var scope = NewDisposeScope();
        var refused = Assert.Throws<ArgumentException>(() => Problem(penalty).Fit(0.05));
        Assert.Contains("Column 1 is constant", refused.Message, StringComparison.Ordinal);
    }
}
