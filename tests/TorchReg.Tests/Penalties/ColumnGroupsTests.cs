namespace TorchReg.Tests.Penalties;

public class ColumnGroupsTests
{
    static string Refused(Action make) => Assert.ThrowsAny<ArgumentException>(make).Message;

    [Fact]
    public void Groups_that_overlap_or_miss_a_column_are_refused_by_name()
    {
        Assert.StartsWith("column 1 is in group 0 and in group 1: groups must not overlap.",
            Refused(() => ColumnGroups.Of(3, [[0, 1], [1, 2]])), StringComparison.Ordinal);
        Assert.StartsWith("column 2 is in no group", Refused(() => ColumnGroups.Of(4, [[0, 1], [3]])), StringComparison.Ordinal);
        Assert.StartsWith("column 1 comes twice in group 0", Refused(() => ColumnGroups.Of(2, [[0, 1, 1]])),
            StringComparison.Ordinal);
        Assert.StartsWith("group 1 names column 7; the columns are 0 to 2.", Refused(() => ColumnGroups.Of(3, [[0, 1, 2], [7]])),
            StringComparison.Ordinal);
        Assert.StartsWith("group 1 of 3 has no column", Refused(() => new ColumnGroups([0, 2, 0])), StringComparison.Ordinal);
        Assert.Contains("column 1 of 2 has the group -1", Refused(() => new ColumnGroups([0, -1])), StringComparison.Ordinal);
        Assert.StartsWith("there are 2 groups and 1 weights", Refused(() => new ColumnGroups([0, 1], [1])),
            StringComparison.Ordinal);
        Assert.Contains("given -1 for group 1", Refused(() => new ColumnGroups([0, 1], [1, -1])), StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_are_the_roots_of_sizes_unless_given_and_lists_are_numbers()
    {
        var groups = ColumnGroups.Of(4, [[1, 2, 3], [0]]);
        Assert.Equal([1, 0, 0, 0], groups.GroupOfColumn);
        Assert.Equal([Math.Sqrt(3), 1], groups.Weights);
        var w = tensor(new double[,] { { 1, 3, 0, 4 } });
        Assert.Equal(2 * (Math.Sqrt(3) * 5 + 1), new GroupLasso(2, groups).Value(w).ToDouble(), 12);
    }

    [Fact]
    public void Groups_of_one_column_each_are_the_group_lasso_over_features()
    {
        var own = new ColumnGroups([2, 0, 1]);
        var (one, other) = (Laws.Point(3), Laws.Point(3));
        new GroupLasso(0.5).Prox(one, 0.7);
        new GroupLasso(0.5, own).Prox(other, 0.7);
        Assert.True(one.allclose(other, rtol: 1e-14));
        Assert.Equal(new GroupLasso(1).LambdaMax(one), new GroupLasso(1, own).LambdaMax(one), 12);
        Assert.False(new GroupLasso(0.5, own).IsSameAs(new GroupLasso(0.5)));
        Assert.False(new GroupLasso(0.5, own).IsSameAs(new GroupLasso(0.5, new ColumnGroups([0, 1, 2], [1, 2, 1]))));
        Assert.True(new GroupLasso(0.5, own).IsSameAs(new GroupLasso(0.5, new ColumnGroups([2, 0, 1]))));
    }

    [Fact]
    public void A_layer_with_other_features_is_refused_and_the_layer_named()
    {
        using var model = nn.Sequential(("first", nn.Linear(5, 4)), ("second", nn.Linear(4, 1)));
        var penalty = new GroupLasso(1, new ColumnGroups([0, 0, 1, 1, 1]));
        var message = Refused(() => _ = new Regularization(model, new Rule(penalty)));
        Assert.Contains("second.weight [1×4] has 4 features", message, StringComparison.Ordinal);
        Assert.Contains("On.Layer(\"first\")", message, StringComparison.Ordinal);
        using var regularization = new Regularization(model, new Rule(penalty, On.Layer("first")));
    }

    [Fact]
    public void Other_columns_in_a_linear_problem_are_refused_in_one_line()
    {
        using var data = new Dataset(Laws.Point(7), Laws.Point(8)[.., ..1].contiguous());
        var problem = new LinearProblem(data, Losses.HalfSquaredError) { Penalty = new GroupLasso(1, new ColumnGroups([0, 1])) };
        Assert.Equal("There are 2 groups of 2 columns, and the weight has 3 features: give each column a group.",
            Refused(() => problem.Fit(0.1)));
    }

    [Fact]
    public void A_group_of_weight_zero_is_free()
    {
        var penalty = new GroupLasso(1, new ColumnGroups([0, 1, 0], [0, 1]));
        var w = Laws.Point(4);
        var free = w[.., 0].clone();
        penalty.Prox(w, 100);
        Assert.Equal(0, w[.., 1].abs().max().ToDouble());
        Assert.True(free.eq(w[.., 0]).all().ToBoolean());
        Assert.Equal(double.PositiveInfinity, penalty.LambdaMax(free.unsqueeze(1).expand(4, 3).contiguous()));
        Assert.Null(penalty.DualNorm(w));
    }

    [Fact]
    public void The_columns_of_one_categorical_column_are_one_group()
    {
        using var table = CsvFile.Read(
            new StringReader("age,city,size,y\n1,Rome,S,0\n2,Oslo,L,1\n3,Lima,S,0\n"),
            new CsvOptions { Categorical = ["city", "size"] });
        Assert.Equal(["age", "city=Lima", "city=Oslo", "city=Rome", "size=L", "size=S"], table.Schema.FeatureNames);
        Assert.Equal([0, 1, 1, 1, 2, 2], table.Schema.FeatureGroups);
        Assert.Equal(3, new ColumnGroups(table.Schema.FeatureGroups).Count);
    }
}
