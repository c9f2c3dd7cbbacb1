using System.Text.Json.Nodes;

namespace TorchReg.Tests.Training;

/// <summary>What a checkpoint says of the epochs that are done.</summary>
public class TrainingStateTests
{
    static TrainingState State()
    {
        var ledger = new Ledger("hinge", 0.5, [new("L1(0.1)", 0.1, 0.02)], new Dictionary<Metric, double>());
        return new(2, 0, 3, 3, [3], null, null, 1, 0, 0, null, [], [RecordState.Of(new(1, ledger, null, 0.1, TimeSpan.Zero))]);
    }

    static PenaltyShare Read(string json) => Assert.Single(
        TrainingState.Of(new Dictionary<string, string> { ["state"] = json }, "f").Records[0].ToRecord().Training!.Penalties);

    [Fact]
    public void Lambda_comes_back_as_a_number() => Assert.Equal(new("L1(0.1)", 0.1, 0.02), Read(State().ToJson()));

    [Fact]
    public void A_checkpoint_from_before_lambda_was_a_number_is_read()
    {
        var state = JsonNode.Parse(State().ToJson())!;
        Assert.True(state["Records"]![0]!["Training"]!["Penalties"]![0]!.AsObject().Remove("Lambda"));
        Assert.Equal(new("L1(0.1)", null, 0.02), Read(state.ToJsonString()));
    }
}
