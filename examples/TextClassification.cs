#:project ../src/TorchReg
#:project ../src/TorchReg.Figures
#:project ../src/TorchReg.Articles
#:property UsesTorch=true

// Text (articles 000 5.2, 002 6.2): reviews as hashed n-grams, more columns than rows; L1 picks the words that decide.
// dotnet run examples/TextClassification.cs [--plot FILE.svg] [--lang zh] [--small]
using TorchReg.Articles;
using TorchReg.Data;
using TorchReg.Figures;
using TorchReg.Models;
using TorchReg.Objectives;
using TorchReg.Penalties;
using TorchReg.Training;
using static TorchSharp.torch;

var page = Page.Open(args, "Text classification: L1 picks words", "文本分类：L1 挑出关键词");
var grams = new HashedNGrams(columns: 4096);
var rows = page.Pick(400, 300);
var (texts, labels) = Reviews.Generate(rows, seed: 1);
var (freshTexts, freshLabels) = Reviews.Generate(page.Pick(2000, 500), seed: 2);
using var train = new Dataset(grams.Of(texts), tensor(labels));
using var fresh = new Dataset(grams.Of(freshTexts), tensor(freshLabels));
page.Say(
    $"data: {rows} reviews written by rule, one label in twenty wrong, as {grams.Columns:N0} hashed 1- and 2-grams; for " +
    $"example \"{texts[0]}\"",
    $"数据：按规则生成的 {rows} 条评论，每二十条有一条标签错误，哈希为 {grams.Columns:N0} 列 1–2 元词组；例如 \"{texts[0]}\"");

Outcome[] fits =
[
    Fit("no penalty"),
    Fit("L2(0.0003)", new L2(0.0003)),
    Fit("L2(0.001)", new L2(0.001)),
    Fit("L1(0.001)", new L1(0.001)),
    Fit("L1(0.002)", new L1(0.002)),
    Fit("L1(0.004)", new L1(0.004)),
];
page.Table(fits);

var (plain, dense, sparse) = (fits[0], fits[2], fits[4]);
// W is 2 × columns: what speaks for praise is the difference of its rows.
var chosen = ((SoftmaxRegression)sparse.Model).Weight;
var score = (chosen[1] - chosen[0]).data<float>().ToArray();
var names = texts
    .SelectMany(grams.Grams)
    .CountBy(g => g)
    .OrderByDescending(g => g.Value)
    .GroupBy(g => grams.Column(g.Key))
    .ToDictionary(g => g.Key, g => g.First().Key);
var picked = Enumerable.Range(0, grams.Columns).Where(j => score[j] != 0).OrderByDescending(j => Math.Abs(score[j])).ToArray();
var top = picked.Take(16).OrderByDescending(j => score[j]).ToArray();
page.Table("n-gram | weight", top.Select(j => $"{names[j]} | {score[j]:F2}"));

page.Section("What to notice", "要点");
var deciding = top.Count(j => names[j].Split(' ').Any(Reviews.DecidingWords.Contains));
page.Say(
    $"Without a penalty the classifier knows {plain.TrainingAccuracy:P1} of its reviews and {plain.Accuracy:P1} of fresh ones; " +
    $"with L1 {sparse.TrainingAccuracy:P1} and {sparse.Accuracy:P1}, with L2 {dense.TrainingAccuracy:P1} and " +
    $"{dense.Accuracy:P1}.",
    $"无惩罚时分类器记住了 {plain.TrainingAccuracy:P1} 的训练评论，新评论只有 {plain.Accuracy:P1}；L1 为 {sparse.TrainingAccuracy:P1} 和 " +
    $"{sparse.Accuracy:P1}，L2 为 {dense.TrainingAccuracy:P1} 和 {dense.Accuracy:P1}。");
page.Say(
    $"L1 keeps {picked.Length} of {names.Count:N0} n-grams; of the {top.Length} heaviest, {deciding} hold one of the " +
    $"{Reviews.DecidingWords.Count} words that decide.",
    $"L1 从 {names.Count:N0} 个词组中保留 {picked.Length} 个；权重最大的 {top.Length} 个中，{deciding} 个含有那 " +
    $"{Reviews.DecidingWords.Count} 个决定性的词。");
page.Plot(() =>
    new BarChart([.. top.Select(j => names[j])], new Bars("", [.. top.Select(j => (double)score[j])]))
    {
        Title = "The n-grams that L1 picks",
        ValueAxis = "weight: praise is positive",
        NumberFormat = "0.00"
    });

Outcome Fit(string name, Penalty? penalty = null)
{
    var model = new SoftmaxRegression(grams.Columns, 2);
    using var regularization =
        penalty == null ? null : new Regularization(model, penalty, penalty is L1 ? PenaltyMode.Proximal : PenaltyMode.Gradient);
    var options = new TrainingOptions
    {
        Epochs = page.Pick(800, 300),
        BatchSize = rows,
        LearningRate = 3,
        EvaluateTraining = false
    };
    new Trainer(model, Losses.CrossEntropy, regularization, options).Fit(train);
    return Outcome.Of(name, model, Losses.CrossEntropy, regularization, train, fresh);
}
