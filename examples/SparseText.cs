#:project ../src/TorchReg
#:property UsesTorch=true

// Sparse text: reviews as hashed n-grams in a quarter of a million columns, of which a review has about fifty. The lasso's path
// of a logistic regression without a dense copy, λ by cross-validation, and the n-grams that tell most.
// dotnet run examples/SparseText.cs [REVIEWS]
using System.Globalization;
using TorchReg.Data;
using TorchReg.Objectives;
using TorchReg.Selection;
using TorchReg.Solvers;
using static System.FormattableString;
using static TorchSharp.torch;

Console.Error.WriteLine("cross-validating, some seconds");
var count = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 2000;
// docs: begin
var (texts, labels) = Reviews.Generate(count, seed: 1);
var grams = new HashedNGrams(columns: 1 << 18);
var features = grams.SparseOf(texts);
using var reviews = new Dataset(features, tensor(labels));
var cv = CrossValidation.Of(new LinearProblem(reviews, Losses.BinaryCrossEntropy), new()
{
    Folds = Folds.Stratified(reviews.Classes(), folds: 5, seed: 1),
    Path = new() { Count = 30, Ratio = 0.05 },
    Measure = Measure.ClassError,
});
// docs: end
var share = (double)features.NonZeros / count / grams.Columns;
Console.WriteLine(Invariant($"{reviews}: {features.NonZeros:N0} non-zeros, {100 * share:F3} %"));
Console.WriteLine(Invariant($"λ.min {cv.Curve.LambdaMin:G3}: {cv.Best}"));
Console.WriteLine(Invariant($"λ.1se {cv.Curve.LambdaOneStandardError:G3}: {cv.OneStandardError}"));

var names = texts.SelectMany(grams.Grams).Distinct().ToLookup(grams.Column);
var weights = cv.OneStandardError.Weight.data<double>().ToArray();
Console.WriteLine("the most telling n-grams:");
var chosen = Enumerable.Range(0, grams.Columns).Where(j => weights[j] != 0).OrderByDescending(j => Math.Abs(weights[j]));
foreach (var j in chosen.Take(12))
    Console.WriteLine(Invariant($"  {weights[j],7:F2}  {string.Join(" or ", names[j])}"));

var (fresh, verdicts) = Reviews.Generate(1000, seed: 2);
var right = cv.OneStandardError.Predict(grams.SparseOf(fresh)).data<double>().ToArray().Zip(verdicts)
    .Count(pair => pair.First > 0 == (pair.Second == 1));
Console.WriteLine(Invariant($"of 1,000 fresh reviews {right} are judged right; one label in twenty is wrong by itself"));
