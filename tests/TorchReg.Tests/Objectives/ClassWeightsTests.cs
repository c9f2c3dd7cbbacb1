using TorchReg.Tests.Reference;

namespace TorchReg.Tests.Objectives;

public class ClassWeightsTests
{
    static Dataset Rows(Tensor? weights, params long[] labels) => new(zeros(labels.Length, 1), tensor(labels), weights);

    [Fact]
    public void Balanced_weights_are_those_of_scikit_learn()
    {
        var file = ReferenceFile.Read("class_losses.json");
        using var data = new Dataset(zeros(3, 1), file.GetProperty("labels").Tensor().to(ScalarType.Int64));
        var expected = file.GetProperty("balanced").Tensor().to(ScalarType.Float32);
        Assert.True(ClassWeights.Balanced(data, 4).allclose(expected));
    }

    // Law: every class counts the same, and a row 1 on average.
    [Fact]
    public void Classes_count_the_same_in_sum_and_a_row_weight_of_two_is_two_rows()
    {
        using var twice = Rows(tensor(new[] { 2f, 1, 1, 0 }), 0, 1, 2, 2);
        using var rows = Rows(null, 0, 0, 1, 2);
        var weights = ClassWeights.Balanced(twice, 3);
        Assert.True(weights.allclose(ClassWeights.Balanced(rows, 3)));
        var loss = Losses.CrossEntropyWith(classWeights: weights);
        Assert.Equal(1, loss.MeanWeight(rows.Targets)!.Value, 6);
        Assert.Equal(weights[0].ToDouble() * 2, weights[1].ToDouble(), 6);
    }

    [Fact]
    public void What_has_no_balance_is_refused()
    {
        using var missing = Rows(null, 0, 2, 2);
        Assert.Contains("Class 1 has no row", Assert.Throws<ArgumentException>(() => ClassWeights.Balanced(missing, 3)).Message);
        using var outside = Rows(null, 0, 1, 5);
        Assert.Contains("label 5 is no class", Assert.Throws<ArgumentException>(() => ClassWeights.Balanced(outside, 3)).Message);
        using var numbers = new Dataset(zeros(2, 1), zeros(2));
        Assert.Contains("class indices", Assert.Throws<ArgumentException>(() => ClassWeights.Balanced(numbers, 2)).Message);
        using var ignored = Rows(null, 0, 1, 255, 1);
        Assert.Equal([0.75f, 1.5f], ClassWeights.Balanced(ignored, 2, ignoreIndex: 255).data<float>().ToArray().Order());
    }

    // Rare ones that nobody finds: a threshold moves when they count as much as the others.
    [Fact]
    public void A_balanced_loss_finds_the_rare_class()
    {
        var x = linspace(-3, 3, 61).unsqueeze(1);
        var y = x.squeeze(1).gt(2.5).to(ScalarType.Int64);
        using var data = new Dataset(x, y);
        var rare = data.Targets.eq(1);
        double Found(Loss loss)
        {
            using var model = new SoftmaxRegression(1, 2);
            new Trainer(model, loss, null, new() { Epochs = 30, BatchSize = 61, LearningRate = 0.3 }).Fit(data);
            using var predicted = Evaluation.Predict(model, data);
            return predicted.argmax(1).eq(1).logical_and(rare).sum().ToDouble() / rare.sum().ToDouble();
        }
        Assert.InRange(Found(Losses.CrossEntropy), 0, 0.5);
        Assert.Equal(1, Found(Losses.CrossEntropyWith(classWeights: ClassWeights.Balanced(data, 2))));
        Assert.Equal(1, Found(Losses.Focal(2, ClassWeights.Balanced(data, 2))));
    }
}
