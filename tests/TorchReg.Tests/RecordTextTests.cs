using TorchReg.Selection;
using TorchReg.Training;

namespace TorchReg.Tests;

/// <summary>What public records show of themselves.</summary>
public class RecordTextTests
{
    [Fact]
    public void A_search_and_an_average_say_what_they_are()
    {
        var trials = Trial.Grid(("lambda", [0.1, 1]));
        Assert.Equal("1 of 2 trials, the best lambda 0.1: 3 ± 1 over 2 folds", new SearchResult([new(trials[0], [2, 4])], 2).ToString());
        Assert.Equal("0 of 2 trials", new SearchResult([], 2).ToString());
        Assert.Equal("exponential, decay 0.9", WeightAveraging.Exponential(0.9).ToString());
        Assert.Equal("over the epochs from 5 on", WeightAveraging.OverEpochs(5).ToString());
    }
}
