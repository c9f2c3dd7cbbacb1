namespace TorchReg.Cli.Tests.Config;

public sealed class BadVariableTests
{
    [Theory]
    [InlineData("TORCHREG_Training__Epohcs", "3", "unknown key Training.Epohcs; did you mean TORCHREG_Training__Epochs?")]
    [InlineData("TORCHREG_Epochs", "3", "unknown key Epochs; did you mean TORCHREG_Training__Epochs?")]
    [InlineData("TORCHREG_Nonsense", "3", "unknown key Nonsense; known: data.source,")]
    [InlineData("TORCHREG_Training__Epochs", "many", "training.epochs is 'many'; it must be a whole number from 1 to 1000000")]
    [InlineData("TORCHREG_TRAINING__EPOCHS", "0", "training.epochs is '0'; it must be a whole number from 1 to 1000000")]
    [InlineData("TORCHREG_Runs__1__Lambda", "NaN", "runs.1.lambda is 'NaN'; it must be a number from 0 to 1000000")]
    [InlineData("TORCHREG_Runs__9__Lambda", "1", "Runs.9.Lambda leaves a gap")]
    public void A_bad_variable_is_refused_by_its_name(string name, string value, string expected) =>
        Assert.StartsWith(
            $"torchreg: environment variable {name}: {expected}",
            Cli.Refused(Cli.Run(["compare"], new Dictionary<string, string> { [name] = value })));
}
