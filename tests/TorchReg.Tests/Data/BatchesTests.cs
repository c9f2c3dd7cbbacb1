namespace TorchReg.Tests.Data;

/// <summary>A dataset's rows in batches, for loops of one's own.</summary>
public class BatchesTests
{
    static Dataset Rows(int count)
    {
        var x = torch.arange(count, torch.float32).reshape(count, 1);
        return new(x, x.clone());
    }

    static float[][] Read(IEnumerable<Dataset> batches) =>
        [.. batches.Select(batch => batch.Features.data<float>().ToArray())];

    [Fact]
    public void Every_row_comes_once_and_the_last_batch_may_be_smaller()
    {
        using var data = Rows(10);
        Assert.Equal([[0, 1, 2, 3], [4, 5, 6, 7], [8, 9]], Read(data.Batches(4)));
        var shuffled = Read(data.Batches(4, seed: 7));
        Assert.Equal([4, 4, 2], shuffled.Select(batch => batch.Length));
        Assert.Equal(Enumerable.Range(0, 10).Select(i => (float)i), shuffled.SelectMany(batch => batch).Order());
    }

    [Fact]
    public void A_seed_is_one_order_and_another_seed_another()
    {
        using var data = Rows(50);
        var batches = data.Batches(8, seed: 3);
        Assert.Equal(Read(batches), Read(batches));
        Assert.NotEqual(Read(batches), Read(data.Batches(8, seed: 4)));
    }

    [Fact]
    public void With_a_generator_the_epochs_are_those_of_a_trainer_with_that_seed()
    {
        using var data = Rows(20);
        using var trainers = new ShuffledBatches(data, new() { BatchSize = 6, Seed = 5, LearningRate = 1 });
        using var generator = new torch.Generator(5);
        for (var epoch = 0; epoch < 3; epoch++) Assert.Equal(Read(trainers), Read(data.Batches(6, generator)));
    }

    [Fact]
    public void A_batch_is_freed_when_the_next_is_asked_for_and_when_the_loop_is_left()
    {
        using var data = Rows(10);
        Dataset? before = null;
        foreach (var batch in data.Batches(4))
        {
            Assert.True(before is null || before.Targets.IsInvalid);
            before = batch;
            if (batch.Rows < 4) break;
        }
        Assert.True(before!.Targets.IsInvalid);
    }

    [Fact]
    public void A_scope_within_the_loop_frees_neither_the_order_nor_the_rows()
    {
        using var data = Rows(10);
        var sum = 0.0;
        foreach (var batch in data.Batches(3, seed: 1))
        {
            using var scope = torch.NewDisposeScope();
            sum += batch.Features.sum().ToDouble();
        }
        Assert.Equal(45, sum);
    }

    [Fact]
    public void Weights_go_along()
    {
        using var data = new Dataset(torch.ones(4, 1), torch.ones(4), torch.tensor(new[] { 1f, 2, 3, 4 }));
        float[][] weights = [.. data.Batches(2).Select(batch => batch.Weights!.data<float>().ToArray())];
        Assert.Equal([[1, 2], [3, 4]], weights);
    }

    [Fact]
    public void Batches_without_rows_are_refused_at_once()
    {
        using var data = Rows(3);
        var refused = Assert.Throws<ArgumentOutOfRangeException>(() => data.Batches(0));
        Assert.Contains("size must be 1 or more; given 0", refused.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => data.Batches(-1, seed: 1));
    }
}
