namespace TorchReg.Cli.Tests;

public sealed class BadCommandLineTests
{
    [Theory]
    [InlineData("comapre", "unknown command 'comapre'; did you mean compare?")]
    [InlineData("xyzzy", "unknown command 'xyzzy'; known: compare, select, lambda, doctor, data")]
    [InlineData("", "torchreg needs a command: compare, select, lambda, doctor, data")]
    [InlineData("--verison", "unknown flag --verison; did you mean --version?")]
    [InlineData("doctor --hepl", "unknown flag --hepl; did you mean --help?")]
    [InlineData("doctor --epochs=5", "unknown flag --epochs; see --help")]
    [InlineData("doctor now", "doctor takes no 'now'")]
    [InlineData("data", "torchreg data needs a command: mnist")]
    [InlineData("data mnsit", "unknown command 'mnsit'; did you mean mnist?")]
    [InlineData("data mnist", "Option '--to' is required")]
    [InlineData("data mnist --too=x", "unknown flag --too; did you mean --to?")]
    [InlineData("compare --dta=x", "unknown flag --dta; did you mean --data?")]
    [InlineData("compare --data", "Required argument missing for option: '--data'")]
    [InlineData("compare --epoch=5", "unknown flag --epoch; did you mean --epochs?")]
    [InlineData("compare --epochs 5", "--epochs has no value; write --epochs=…, it must be a whole number from 1 to 1000000")]
    [InlineData("compare --epochs=", "argument --epochs=: training.epochs is ''; it must be a whole number")]
    [InlineData("compare --trainig.epochs=5", "argument --trainig.epochs=5: unknown key trainig.epochs; did you mean --training.epochs=…?")]
    [InlineData("compare --training.epochs=abc", "argument --training.epochs=abc: training.epochs is 'abc'; it must be")]
    [InlineData("compare --training=abc", "argument --training=abc: training is 'abc'; it must be a group of settings")]
    [InlineData("compare --seed=5", "argument --seed=5: seed may be data.seed or training.seed; write --data.seed=…")]
    [InlineData("compare --lambda=3", "argument --lambda=3: each run has its own lambda; write --runs.0.lambda=…")]
    [InlineData("compare --runs.1.lambda=-1", "argument --runs.1.lambda=-1: runs.1.lambda is '-1'; it must be a number from 0 to 1000000")]
    [InlineData("compare --runs.1.lambda=NaN", "argument --runs.1.lambda=NaN: runs.1.lambda is 'NaN'; it must be a number from 0 to 1000000")]
    [InlineData("compare --runs.9.lambda=1", "argument --runs.9.lambda=1: runs.9.lambda leaves a gap")]
    [InlineData("compare -x", "unknown flag -x; see --help")]
    [InlineData("compare --=3", "unknown flag --; see --help")]
    [InlineData("compare a.json b.json", "compare takes one CONFIG; after a.json there is also b.json")]
    public void A_bad_command_line_is_refused_in_one_line(string line, string expected) =>
        Assert.StartsWith($"torchreg: {expected}", Cli.Refused(Cli.Run(line.Split(' ', StringSplitOptions.RemoveEmptyEntries))));
}
