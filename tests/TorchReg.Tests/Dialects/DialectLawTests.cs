using TorchReg.Dialects;

namespace TorchReg.Tests.Dialects;

public sealed class DialectLawTests
{
    public static TheoryData<string> Names => [.. NamedDialects.All.Select(dialect => dialect.Name)];

    [Theory, MemberData(nameof(Names))]
    public void What_is_written_reads_back(string name)
    {
        var (error, said) = RoundTrips.Of(NamedDialects.Get(name));
        Assert.InRange(error, 0, 1e-12);
        Assert.True(said > 0, "it refuses everything");
    }

    [Fact]
    public void The_round_trip_notices_a_dialect_that_forgets_a_half() =>
        Assert.True(
            RoundTrips
                .Of(
                    new(
                        "wrong",
                        LossForm.HalfSquaredError,
                        "SSE/n + l2‖w‖²",
                        (w, _) => [new("l2", w.L2)],
                        (s, _) => new(0, RegressionDialects.Or(s("l2"), 0) / 2),
                        w => w.L1 > 0 ? "no L1" : null))
                .Error > 0.1);

    [Theory, MemberData(nameof(Names))]
    public void The_systems_own_objective_is_TorchRegs_times_a_factor(string name) =>
        Assert.InRange(Objectives.Error(NamedDialects.Get(name), name), 0, 1e-12);

    [Theory, MemberData(nameof(Names))]
    public void An_objective_is_said_in_the_systems_own_units(string name) =>
        Assert.InRange(Objectives.ErrorOfUnits(NamedDialects.Get(name)), 0, 1e-12);

    [Fact]
    public void The_objective_notices_a_dialect_that_reads_back_and_is_wrong() =>
        Assert.True(
            Objectives.Error(
                new("wrong", LossForm.HalfSquaredError, "", (w, _) => [new("l1", w.L1), new("l2", w.L2)], (s, _) =>
                    new(s("l1"), s("l2"))),
                "keras.mse") > 0.1);

    [Theory, MemberData(nameof(Names))]
    public void The_names_it_writes_are_the_names_it_reads(string name)
    {
        var dialect = NamedDialects.Get(name);
        var said =
            from problem in RoundTrips.Problems
            from weights in RoundTrips.Weights
            where dialect.Refusal(weights, problem) == null
            select dialect.Write(weights, problem);
        Assert.Equal(said.First().Select(setting => setting.Name).Order(), dialect.SettingNames.Order());
    }

    [Fact]
    public void Names_are_unique() =>
        Assert.Equal(
            NamedDialects.All.Count,
            NamedDialects.All.Select(dialect => dialect.Name).Distinct(StringComparer.OrdinalIgnoreCase).Count());
}
