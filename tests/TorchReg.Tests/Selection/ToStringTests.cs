namespace TorchReg.Tests.Selection;

public class ToStringTests
{
    [Fact]
    public void Results_print_their_numbers_and_no_names_of_types()
    {
        var trial = new TrialResult(new(new Dictionary<string, double> { ["lambda"] = 0.1 }), [1, 2, 3]);
        var curve = new CvCurve([1, 0.1], [2, 1.5], [0.7, 0.2], [[2, 1.5], [2, 1.5]]);
        Assert.Equal("lambda 0.1: 2 ± 0.58 over 3 folds", trial.ToString());
        Assert.Equal("2 λ from 1 to 0.1 over 2 folds: least 1.5 ± 0.2 at λ 0.1; within one standard error up " +
            "to λ 0.1", curve.ToString());
        Assert.Equal("3 rows to learn from, 1 to judge by", new RowFold([0, 1, 2], [3]).ToString());
    }
}
