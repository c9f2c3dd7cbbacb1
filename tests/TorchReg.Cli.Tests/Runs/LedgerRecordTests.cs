using System.Text.Json;
using TorchReg.Cli.Runs;
using TorchReg.Cli.Settings;
using TorchReg.Training;

namespace TorchReg.Cli.Tests.Runs;

/// <summary>λ is a number in a run's files, and files that were written before it was one are read.</summary>
public sealed class LedgerRecordTests
{
    static LedgerRecord Read(string penalty) => JsonSerializer.Deserialize<LedgerRecord>(
        $$"""{ "loss": "cross-entropy", "dataLoss": 0.5, "penalties": [{{penalty}}], "total": 0.7, "metrics": {} }""",
        SettingsJson.Options)!;

    [Fact]
    public void Lambda_is_written_as_a_number_and_read_again()
    {
        var ledger = new Ledger("cross-entropy", 0.5, [new("L1(0.001)", 0.001, 0.2)], new Dictionary<Metric, double>());
        var text = JsonSerializer.Serialize(LedgerRecord.Of(ledger), SettingsJson.Options);
        Assert.Equal(0.001, JsonDocument.Parse(text).RootElement.GetProperty("penalties")[0].GetProperty("lambda").GetDouble());
        Assert.Equal(
            new PenaltyRecord("L1(0.001)", 0.2, 0.001),
            Assert.Single(JsonSerializer.Deserialize<LedgerRecord>(text, SettingsJson.Options)!.Penalties));
    }

    [Fact]
    public void A_record_from_before_has_its_name_and_value() => Assert.Equal(
        new PenaltyRecord("L1(0.001)", 0.2), Assert.Single(Read("""{ "name": "L1(0.001)", "value": 0.2 }""").Penalties));
}
