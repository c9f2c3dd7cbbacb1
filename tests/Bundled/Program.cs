using TorchReg.BundledTests;

// [--filter TEXT] [--cuda] [--fast]: the tests whose name has the text; those that need a CUDA device; without those of many
// seconds. The last line is "N passed, N failed"; exit status 1 where one failed, 2 where none ran.
if (Choice.Of(args) is not { } choice)
{
    Console.Error.WriteLine(
        $"torchreg-tests: unknown arguments '{string.Join(' ', args)}'; there are --filter TEXT, --cuda and --fast");
    return 2;
}
var tally = new Tally(Console.Out);
foreach (var name in (string[])["TorchReg.Tests", "TorchReg.Cli.Tests"]) new AssemblyTests(name).Run(choice, tally);
return tally.End();
