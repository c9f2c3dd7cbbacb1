#:project ../src/TorchReg
#:property UsesTorch=true

// Prices from a table with text in it: each column of text is many indicators, which the group lasso takes or leaves together.
//   dotnet run examples/OneHotGroups.cs
using TorchReg.Data;
using TorchReg.Objectives;
using TorchReg.Penalties;
using TorchReg.Selection;
using TorchReg.Solvers;
using static System.FormattableString;

// The price depends on size and district; door and agent are noise.
string[] districts = ["north", "south", "east", "west", "centre", "harbour"], doors = ["red", "green", "blue", "black"],
    agents = ["Abe", "Bea", "Cem", "Dia", "Eve", "Fay", "Gus", "Hal"];
double[] worth = [0, -0.6, 0.2, 0.5, 1.4, -1.1];
var random = new Random(7);
double Noise() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
var rows = Enumerable.Range(0, 300).Select(_ =>
{
    var (size, district) = (1 + 2 * random.NextDouble(), random.Next(districts.Length));
    var (door, agent) = (doors[random.Next(doors.Length)], agents[random.Next(agents.Length)]);
    return Invariant($"{size:F3},{districts[district]},{door},{agent},") +
        Invariant($"{1.2 * size + worth[district] + 0.7 * Noise():F3}");
});

// docs: begin
using var table = CsvFile.Read(
    new StringReader("size,district,door,agent,price\n" + string.Join('\n', rows)),
    new CsvOptions { Categorical = ["district", "door", "agent"] });
var groups = new ColumnGroups(table.Schema.FeatureGroups);
var grouped = new LinearProblem(table.Data, Losses.HalfSquaredError) { Penalty = new GroupLasso(1, groups) };
// docs: end
var lasso = new LinearProblem(table.Data, Losses.HalfSquaredError);

Console.WriteLine($"{groups}: {string.Join(", ", table.Schema.Features.Select(field => field.Name))}");
Report("the group lasso", grouped);
Report("the lasso", lasso);

void Report(string name, LinearProblem problem)
{
    var cv = CrossValidation.Of(problem, new() { Folds = Folds.Random(300, 10, seed: 1) });
    var fit = cv.Path.Fits[cv.Curve.OneStandardErrorIndex];
    var weights = fit.Weight.data<double>().ToArray();
    Console.WriteLine(Invariant($"\n{name} at λ.1se: {fit.NonZeros} of {weights.Length} weights, {fit.Certificate}"));
    foreach (var (field, g) in table.Schema.Features.Select((field, g) => (field, g)))
    {
        var own = weights.Where((_, j) => groups.GroupOfColumn[j] == g).ToArray();
        Console.WriteLine(Invariant($"  {field.Name,-9}{own.Count(w => w != 0),2} of {own.Length} weights are not 0"));
    }
}
