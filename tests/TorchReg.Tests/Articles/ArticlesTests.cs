using TorchReg.Articles;

namespace TorchReg.Tests.Articles;

public sealed class ArticlesTests : ScopedTests
{
    [Fact]
    public void Tables_align_numbers_right_and_wide_characters()
    {
        Assert.Equal(["名    value", "数据      1", "x     1,234"], TextTable.Lines("名 | value", ["数据 | 1", "x | 1,234"]));
        Assert.Throws<ArgumentException>(() => TextTable.Lines("a | b", ["1"]));
    }

    [Fact]
    public void Both_gradients_are_those_of_a_cubic()
    {
        var at = tensor(new[] { 1.0, -2.0 });
        foreach (var gradient in new[] { Gradients.ByAutograd(Cubic, at), Gradients.ByDifferences(Cubic, at) })
            Assert.True(gradient.allclose(tensor(new[] { 3.0, 12.0 }), atol: 1e-6));
        static Tensor Cubic(Tensor w) => w.pow(3).sum();
    }

    [Fact]
    public void Reviews_are_the_same_for_the_same_seed_and_known_by_their_deciding_words()
    {
        var (texts, labels) = Reviews.Generate(400, seed: 3);
        Assert.Equal(texts, Reviews.Generate(400, seed: 3).Texts);
        Assert.NotEqual(texts, Reviews.Generate(400, seed: 4).Texts);
        Assert.InRange(labels.Sum(), 150, 250);
        Assert.All(texts, t => Assert.Contains(t.Split(' '), Reviews.DecidingWords.Contains));
        var praised = texts
            .Zip(labels)
            .Where(r => r.First.Split(' ').Contains("great") && !r.First.Contains("not ", StringComparison.Ordinal))
            .ToArray();
        Assert.True(praised.Count(r => r.Second == 1) > 0.85 * praised.Length);
    }

    [Fact]
    public void Hashed_n_grams_count_words_and_pairs_whatever_their_case()
    {
        var grams = new HashedNGrams(1000);
        Assert.Equal(["it's", "not", "good", "it's not", "not good"], grams.Grams("It's not — GOOD!"));
        var rows = grams.Of(["good good bad", "", "GOOD good, bad"]);
        Assert.Equal(1, rows[0].norm().ToDouble(), 1e-6);
        Assert.Equal(0, rows[1].norm().ToDouble());
        Assert.True(rows[0].eq(rows[2]).all().ToBoolean());
        // good twice, bad, "good good", "good bad" once each: √7.
        Assert.Equal(2 / Math.Sqrt(7), rows[0, grams.Column("good")].ToDouble(), 1e-6);
        Assert.Equal(0xE40C292C % 1000, (uint)grams.Column("a"));   // FNV-1a's published test vector of "a"
    }

    [Fact]
    public void A_class_loss_of_ones_own_has_an_accuracy()
    {
        using var data = new Dataset(eye(3), arange(3, ScalarType.Int64));
        using var model = new SoftmaxRegression(3, 3);
        using (no_grad()) model.Weight.copy_(eye(3));
        var loss = Loss.OfClasses("wrong share", (p, y) => 1 - p.gather(1, y.unsqueeze(1)).squeeze(1));
        var ledger = Evaluation.Of(model, data, loss);
        Assert.Equal((1.0, 0.0), (ledger.Accuracy, ledger.DataLoss));
    }
}
