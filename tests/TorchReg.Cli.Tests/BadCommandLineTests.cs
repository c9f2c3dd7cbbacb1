namespace TorchReg.Cli.Tests;

public sealed class BadCommandLineTests
{
    [Theory]
    [InlineData("comapre", "unknown command 'comapre'; did you mean compare?")]
    [InlineData("xyzzy", "unknown command 'xyzzy'; known: train, compare, ")]
    [InlineData("", "torchreg needs a command: train, compare, ")]
    [InlineData("--verison", "unknown flag --verison; did you mean --version?")]
    [InlineData("doctor --hepl", "unknown flag --hepl; did you mean --help?")]
    [InlineData("doctor --epochs=5", "unknown flag --epochs; see --help")]
    [InlineData("doctor now", "doctor takes no 'now'")]
    [InlineData("train", "train needs a CONFIG, a JSON file; see configs/")]
    [InlineData("train --data rows.csv", "train needs a CONFIG, a JSON file, whose data.source --data overrides; see configs/")]
    [InlineData("train --epochs=3", "train needs a CONFIG, a JSON file; see configs/")]
    [InlineData("train nowhere.json", "nowhere.json: no such file; give a JSON file")]
    [InlineData("train --resume nowhere", "nowhere: no such folder; name the folder of a run")]
    [InlineData("train --resume nowhere --epochs=3", "--resume nowhere takes the run's own settings; leave out --epochs=3")]
    [InlineData("train --resume nowhere --to elsewhere", "--resume nowhere takes the run's own settings; leave out --to")]
    [InlineData("evaluate nowhere", "nowhere: no such folder; name the folder of a run")]
    [InlineData("predict nowhere x.csv", "nowhere: no such folder; name the folder of a run")]
    [InlineData("predict nowhere", "Required argument missing")]
    [InlineData("report", "Required argument missing")]
    [InlineData("report nowhere", "nowhere: no such folder; name the folder of a run")]
    [InlineData("report a b", "several runs need --to")]
    [InlineData("config", "torchreg config needs a command: show, schema")]
    [InlineData("config schema tarin", "config schema takes one of train, compare, select, sweep; given 'tarin'")]
    [InlineData("data", "torchreg data needs a command: mnist")]
    [InlineData("data mnsit", "unknown command 'mnsit'; did you mean mnist?")]
    [InlineData("data mnist", "Option '--to' is required")]
    [InlineData("data mnist --too=x", "unknown flag --too; did you mean --to?")]
    [InlineData("compare --dta=x", "unknown flag --dta; did you mean --data?")]
    [InlineData("compare --data", "Required argument missing for option: '--data'")]
    [InlineData("compare --epoch=5", "unknown flag --epoch; did you mean --epochs?")]
    [InlineData("compare --epochs 5", "--epochs has no value; write --epochs=…, it must be a whole number from 1 to 1000000")]
    [InlineData("compare --epochs=", "argument --epochs=: training.epochs is ''; it must be a whole number")]
    [InlineData(
        "compare --trainig.epochs=5",
        "argument --trainig.epochs=5: unknown key trainig.epochs; did you mean --training.epochs=…?")]
    [InlineData("compare --training.epochs=abc", "argument --training.epochs=abc: training.epochs is 'abc'; it must be")]
    [InlineData("compare --training=abc", "argument --training=abc: training is 'abc'; it must be a group of settings")]
    [InlineData("compare --seed=5", "argument --seed=5: seed may be data.seed or training.seed; write --data.seed=…")]
    [InlineData("compare --lambda=3", "argument --lambda=3: each run has its own lambda; write --runs.0.lambda=…")]
    [InlineData(
        "compare --runs.1.lambda=-1",
        "argument --runs.1.lambda=-1: runs.1.lambda is '-1'; it must be a number from 0 to 1000000")]
    [InlineData(
        "compare --runs.1.lambda=NaN",
        "argument --runs.1.lambda=NaN: runs.1.lambda is 'NaN'; it must be a number from 0 to 1000000")]
    [InlineData("compare --runs.9.lambda=1", "argument --runs.9.lambda=1: runs.9.lambda leaves a gap")]
    [InlineData("compare -x", "unknown flag -x; see --help")]
    [InlineData("compare --=3", "unknown flag --; see --help")]
    [InlineData("compare a.json b.json", "compare takes one CONFIG; after a.json there is also b.json")]
    public void A_bad_command_line_is_refused_in_one_line(string line, string expected) =>
        Assert.StartsWith($"torchreg: {expected}", Cli.Refused(Cli.Run(line.Split(' ', StringSplitOptions.RemoveEmptyEntries))));
}
