using System.Text.RegularExpressions;

namespace TorchReg.Tests.TorchApi;

/// <summary>
/// Which calls of the library, the command line and the examples can end the process on the TorchSharp package: those with a
/// check in front.
/// </summary>
public class UncaughtCallsTests
{
    // Numbers of real tensors: no complex one is made or taken anywhere, so that ToDouble fits; ToInt64 is asked of counts and
    // positions only.
    static readonly HashSet<string> ofRealNumbers = ["ToDouble", "ToInt64"];

    // File or folder, member → why it cannot fail there.
    static readonly (string Path, string Member, string Reason)[] approved =
    [
        ("src/TorchReg/Layers/DropConnect.cs", "matmul", "width, dtype and device of the input are checked before"),
        ("src/TorchReg/Objectives/Datafits/", "matmul", "targets and rows' shares of a problem that has checked them"),
        ("src/TorchReg/Solvers/", "matmul", "float64 matrices of DenseProblem, whose shapes ProblemChecks has checked"),
        ("src/TorchReg/Selection/RidgeHat.cs", "matmul", "float64 matrices of DenseProblem, whose shapes are checked"),
        (
            "src/TorchReg/Data/Rows/Standardization.cs",
            "matmul",
            "the weights are one number a row, by Dataset; W has p columns by CheckColumns"),
        ("src/TorchReg/Training/TrainingSnapshot.cs", "set_rng_state", "GeneratorState.Checked"),
        ("src/TorchReg/Training/Steps/ShuffledBatches.cs", "set_state", "GeneratorState.Checked, in TrainingSnapshot"),
        ("src/TorchReg/Layers/NoiseSource.cs", "manual_seed", "its own generator, which Dispose forgets"),
        ("src/TorchReg/Selection/ModelCvTrainings.cs", "manual_seed", "torch's own generator"),
        ("src/TorchReg/Selection/ModelCv.cs", "set_rng_state", "what get_rng_state gave before"),
        ("src/TorchReg.Articles/Page.cs", "manual_seed", "torch's own generator"),
        ("examples/", "manual_seed", "torch's own generator"),
        ("src/TorchReg/Training/Steps/ShuffledBatches.cs", "randperm", "a dataset has one row or more"),
        ("src/TorchReg/Data/Rows/DatasetBatches.cs", "randperm", "a dataset has one row or more"),
        ("src/TorchReg.Cli/Pipeline/ComputeDevice.cs", "set_num_threads", "0 and less takes ThreadChoice's, 1 or more"),
        ("src/TorchReg.Cli/Doctor/TrainingStep.cs", "rand", "constant sizes"),
        ("src/TorchReg/Penalties/Guard/ReachProbe.cs", "backward", "one gradient for one argument, a copy of what came"),
        ("src/TorchReg/Training/Threads/OneThread.cs", "set_num_threads", "1, and what get_num_threads gave"),
        ("src/TorchReg/Penalties/Laws/ProxLaws.cs", "rand", "the shape of a tensor that is there"),
        ("examples/", "var", "of real targets"),
        ("examples/", "matmul", "matrices that the program makes itself"),
        ("examples/", "rand", "constant sizes"),
        ("examples/", "randperm", "a dataset has one row or more"),
    ];

    [Fact]
    public void Every_call_that_can_end_the_process_has_a_check_in_front()
    {
        var unchecked_ = Calls().Where(call => !approved.Any(a => Covers(a, call))).Select(
            call => $"{call.File}:{call.Line} {call.Member}");
        Assert.Equal("", string.Join('\n', unchecked_));
    }

    [Fact]
    public void Every_approval_is_of_a_call_that_is_there()
    {
        var calls = Calls().ToArray();
        Assert.Equal(
            "", string.Join('\n', approved.Where(a => !calls.Any(call => Covers(a, call))).Select(a => $"{a.Path} {a.Member}")));
    }

    [Fact]
    public void The_list_names_members_of_TorchSharp()
    {
        var surface = Repository.Read("tests/TorchReg.Tests/TorchApi/torchsharp-0.105.2.txt");
        Assert.All(
            Listed().Where(line => !line.StartsWith('!')),
            line => Assert.Contains($"{line}(", surface.Replace("<T>(", "("), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("var z = x.matmul(w);", "matmul")]
    [InlineData("return autograd.grad([y], [x]);", "grad")]
    [InlineData("_ = matmul(x, w)", "matmul")]
    [InlineData("var n = t.ToInt32();", "ToInt32")]
    [InlineData("var n = torch.randperm(n);", "randperm")]
    [InlineData("public override List<Tensor> backward(AutogradContext ctx, Tensor grad_output)", "backward")]
    public void The_search_finds_a_call(string line, string member) => Assert.Contains(member, MembersIn(line));

    [Theory]
    [InlineData("/// like matmul(x, w)")]
    [InlineData("var w = x.grad;")]
    [InlineData("var part = span.Slice(0, 3);")]
    [InlineData("loss.backward();")]
    [InlineData("x.mm(w) // matmul(x, w) would end the process")]
    public void The_search_passes_over_what_is_no_call(string line) => Assert.Empty(MembersIn(line));

    static bool Covers((string Path, string Member, string Reason) a, (string File, int Line, string Member) call) =>
        a.Member == call.Member && call.File.StartsWith(a.Path, StringComparison.Ordinal);

    static IEnumerable<(string File, int Line, string Member)> Calls() =>
        from folder in new[] { "src/TorchReg", "src/TorchReg.Figures", "src/TorchReg.Articles", "src/TorchReg.Cli", "examples" }
        from path in Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories)
        from line in File.ReadLines(path).Select((text, i) => (text, number: i + 1))
        from member in MembersIn(line.text)
        select (Path.GetRelativePath(Repository.Root, path).Replace('\\', '/'), line.number, member);

    static IEnumerable<string> MembersIn(string line) =>
        call.Value.Matches(Code(line)).Select(match => match.Groups[1].Value).Where(member => !ofRealNumbers.Contains(member));

    static string Code(string line) =>
        line.IndexOf("//", StringComparison.Ordinal) is >= 0 and var comment ? line[..comment] : line;

    static readonly Lazy<Regex> call = new(() =>
    {
        var members = Listed().Select(
            line => line[(line.LastIndexOf('.') + 1)..]).Where(name => name is not ("forward" or "load"));
        return new($@"(?<![\w])({string.Join('|', members.Select(Pattern).Distinct())})(?:<\w+>)?\(");
    });

    // Spans have a Slice too, and a backward of one's own is where it is written.
    static string Pattern(string name) => name switch
    {
        "Slice" => @"(?<=TensorIndex\.)Slice",
        "backward" => @"(?<=override List<Tensor> )backward",
        _ => name,
    };

    static IEnumerable<string> Listed() => Repository.Read("tests/TorchReg.Tests/TorchApi/uncaught-0.105.2.txt").Split('\n')
        .Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split('\t')[0]);
}
