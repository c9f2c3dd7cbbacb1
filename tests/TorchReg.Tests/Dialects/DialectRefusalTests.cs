using TorchReg.Dialects;

namespace TorchReg.Tests.Dialects;

public sealed class DialectRefusalTests
{
    static readonly Problem squared = new(LossForm.HalfSquaredError, 20), crossEntropy = new(LossForm.CrossEntropy, 20);

    [Theory]
    [InlineData("sklearn.Ridge", 0.1, 0.1, "sklearn.Ridge has no L1")]
    [InlineData("sklearn.Lasso", 0.1, 0.1, "sklearn.Lasso has no L2")]
    [InlineData("article.004", 0.1, 0.1, "article 004's formula has no L2")]
    [InlineData("sklearn.LogisticRegression", 0, 0, "says 'no penalty' by penalty=None, not by C")]
    [InlineData("sklearn.MLPClassifier", 0.1, 0, "sklearn.MLPClassifier has no L1")]
    [InlineData("liblinear.s0", 0.1, 0.1, "liblinear -s 0 is L2 alone")]
    [InlineData("liblinear.s6", 0.1, 0.1, "liblinear -s 6 is L1 alone")]
    [InlineData("mlnet.Sdca", 0.1, 0, "mlnet.Sdca needs an L2 part")]
    [InlineData("article.003", 0.1, 0.1, "so l2 = 2·l1")]
    public void What_a_system_cannot_say_is_refused_with_the_reason(string name, double l1, double l2, string reason)
    {
        var dialect = NamedDialects.Get(name);
        var problem = new Problem(dialect.Loss, 20);
        Assert.Contains(reason, dialect.Refusal(new(l1, l2), problem), StringComparison.Ordinal);
        Assert.Contains(
            reason,
            Assert.Throws<ArgumentException>(() => dialect.Write(new(l1, l2), problem)).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sklearn.Lasso", 0, "sklearn.Lasso has no group lasso")]
    [InlineData("glmnet.binomial", 0, "glmnet.binomial has no group lasso")]
    [InlineData("glmnet.mgaussian", 0.1, "glmnet.mgaussian has no L1 but that of groups")]
    public void Groups_are_refused_where_there_are_none_and_single_weights_where_there_are(string name, double l1, string reason)
    {
        var dialect = NamedDialects.Get(name);
        Assert.Equal(reason, dialect.Refusal(new(l1, 0, 0.1), new Problem(dialect.Loss, 20)));
    }

    [Fact]
    public void Groups_of_one_logit_are_refused() => Assert.Equal(
        "glmnet.multinomial.grouped has a logit for each class",
        NamedDialects.Get("glmnet.multinomial.grouped").Refusal(new(0, 0, 0.1), new(LossForm.BinaryCrossEntropy, 20)));

    [Fact]
    public void Another_loss_is_refused()
    {
        var (ridge, logistic) = (NamedDialects.Get("sklearn.Ridge"), NamedDialects.Get("sklearn.LogisticRegression"));
        Assert.Equal("sklearn.Ridge is for a squared error", ridge.Refusal(new(0, 1), crossEntropy));
        Assert.Equal("sklearn.LogisticRegression is for cross-entropy", logistic.Refusal(new(0, 1), squared));
        Assert.StartsWith(
            "sklearn.Ridge is for a squared error.",
            Assert.Throws<ArgumentException>(() => ridge.Read(new Dictionary<string, double>(), crossEntropy)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_system_is_an_error_that_lists_all() =>
        Assert.All(
            NamedDialects.All,
            dialect =>
                Assert.Contains(
                    dialect.Name,
                    Assert.Throws<ArgumentException>(() => NamedDialects.Get("xyzzy")).Message,
                    StringComparison.Ordinal));

    [Fact]
    public void A_system_is_found_in_any_case() => Assert.Equal("sklearn.Ridge", NamedDialects.Get("SKLEARN.ridge").Name);

    [Fact]
    public void An_unknown_setting_is_an_error_that_lists_those_that_there_are() =>
        Assert.StartsWith(
            "sklearn.ElasticNet has no setting 'lambda'; it has alpha, l1_ratio.",
            Message("sklearn.ElasticNet", "lambda", 1),
            StringComparison.Ordinal);

    [Theory]
    [InlineData("sklearn.Ridge", "alpha", -1, "alpha must be a finite number, 0 or more; given -1.")]
    [InlineData("sklearn.Ridge", "alpha", double.NaN, "alpha must be a finite number, 0 or more; given NaN.")]
    [InlineData("sklearn.ElasticNet", "l1_ratio", 1.5, "l1_ratio must be a number from 0 to 1; given 1.5.")]
    [InlineData("glmnet.gaussian", "alpha", 2, "alpha must be a number from 0 to 1; given 2.")]
    [InlineData("sklearn.LogisticRegression", "C", 0, "C must be a finite number above 0; given 0.")]
    [InlineData("liblinear.s6", "C", 0, "C must be a finite number above 0; given 0.")]
    public void A_value_out_of_its_range_is_refused_by_the_systems_own_name(
        string name,
        string setting,
        double value,
        string expected) => Assert.StartsWith(expected, Message(name, setting, value), StringComparison.Ordinal);

    [Fact]
    public void A_missing_setting_is_the_systems_own_default() =>
        Assert.Equal(
            new PenaltyWeights(0.5, 0.5),
            NamedDialects.Get("sklearn.ElasticNet").Read(new Dictionary<string, double>(), squared));

    static string Message(string name, string setting, double value)
    {
        var dialect = NamedDialects.Get(name);
        return Assert
            .ThrowsAny<ArgumentException>(() =>
                dialect.Read(new Dictionary<string, double> { [setting] = value }, new Problem(dialect.Loss, 20)))
            .Message;
    }
}
