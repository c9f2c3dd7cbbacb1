using TorchSharp.Utils;

namespace TorchReg.Tests.TorchApi;

/// <summary>Datasets and loaders: which rows come in which batch, and who disposes what.</summary>
public sealed class DataLoaderTests : ScopedTests
{
    // Sample i is x = (i, 10·i) and y = i.
    sealed class Numbers(long count) : utils.data.Dataset
    {
        internal bool IsDisposed { get; private set; }
        public override long Count => count;

        public override Dictionary<string, Tensor> GetTensor(long index) =>
            index == 13 ? throw new ArithmeticException("unlucky")
                : new() { ["x"] = tensor(new[] { index, 10f * index }), ["y"] = tensor(index) };

        protected override void Dispose(bool disposing) => IsDisposed = true;
    }

    static long[] Labels(IEnumerable<Dictionary<string, Tensor>> loader) =>
        loader.SelectMany(batch => batch["y"].data<long>().ToArray()).ToArray();

    [Theory]
    [InlineData(false, new long[] { 4, 4, 2 })]
    [InlineData(true, new long[] { 4, 4 })]
    public void Batches_hold_the_samples_in_order_and_the_last_one_what_is_left(bool dropsLast, long[] sizes)
    {
        using var loader = utils.data.DataLoader(new Numbers(10), 4, drop_last: dropsLast);
        Assert.Equal(sizes.Length, loader.Count);
        Assert.Equal(sizes, loader.Select(batch => batch["x"].shape[0]));
        Assert.Equal(Enumerable.Range(0, (int)sizes.Sum()).Select(i => (long)i), Labels(loader));
        foreach (var batch in loader)
        {
            Assert.Equal(["x", "y"], batch.Keys);
            Assert.Equal(batch["y"].to(float32) * 10, batch["x"][.., 1]);
        }
    }

    [Fact]
    public void A_tensor_dataset_gives_the_rows_of_each_tensor()
    {
        var (x, y) = (arange(12, float32).view(6, 2), arange(6, int64));
        using var rows = utils.data.TensorDataset(x, y);
        Assert.Equal(6, rows.Count);
        Assert.Equal(x[4], rows[4][0]);
        Assert.Equal(y[5], rows.GetTensor(5)[1]);
        using var loader = utils.data.DataLoader(rows, 4);
        var sizes = new List<long>();
        foreach (var batch in loader)
        {
            Assert.Equal(2, batch.Count);
            Assert.Equal(x[batch[1]], batch[0]);
            sizes.Add(batch[0].shape[0]);
        }
        Assert.Equal([4L, 2], sizes);
    }

    [Fact]
    public void A_tensor_dataset_keeps_its_tensors_and_refuses_columns_of_different_length()
    {
        var x = arange(3);
        using var rows = utils.data.TensorDataset(x);
        x[0] = 7;
        x.Dispose();
        Assert.Equal(7, rows[0][0].ToInt64());
        Assert.Throws<ArgumentException>(() => utils.data.TensorDataset(ones(3), ones(4)));
        Assert.Throws<ArgumentNullException>(() => utils.data.TensorDataset());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_seed_fixes_the_order_of_every_pass(int workers)
    {
        using var loader = utils.data.DataLoader(new Numbers(12), 5, shuffle: true, seed: 7, num_worker: workers);
        var first = Labels(loader);
        Assert.Equal(first, Labels(loader));
        Assert.Equal(Enumerable.Range(0, 12).Select(i => (long)i), first.Order());
        Assert.NotEqual(first, first.Order());
        Assert.Equal(new FisherYatesShuffler(12, 7), first);
        using var other = utils.data.DataLoader(new Numbers(12), 5, shuffle: true, seed: 8);
        Assert.NotEqual(first, Labels(other));
    }

    [Fact]
    public void The_order_of_a_seed_is_the_packages() =>
        Assert.Equal([2L, 4, 3, 9, 1, 7, 5, 6, 0, 8], new FisherYatesShuffler(10, 3));

    [Fact]
    public void Without_a_seed_every_pass_has_an_order_of_its_own()
    {
        using var loader = utils.data.DataLoader(new Numbers(12), 12, shuffle: true);
        Assert.True(Enumerable.Range(0, 5).Select(_ => string.Join(' ', Labels(loader))).Distinct().Count() > 1);
    }

    [Fact]
    public void A_sampler_of_ones_own_says_what_comes()
    {
        using var loader = utils.data.DataLoader(new Numbers(10), 2, [9L, 1, 1]);
        Assert.Equal([9L, 1, 1], Labels(loader));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_batch_lives_until_the_next_one_unless_it_is_left_to_its_user(bool disposes)
    {
        using var loader = utils.data.DataLoader(new Numbers(6), 3, disposeBatch: disposes);
        var batches = new List<Tensor>();
        using (NewDisposeScope())
            foreach (var batch in loader)
            {
                Assert.False(batch["x"].IsInvalid);
                batches.Add(batch["x"]);
            }
        Assert.All(batches, batch => Assert.Equal(disposes, batch.IsInvalid));
        batches.ForEach(batch => batch.Dispose());
    }

    [Fact]
    public void A_pass_leaves_nothing_behind()
    {
        using var loader = utils.data.DataLoader(new Numbers(8), 3);
        using var inner = NewDisposeScope();
        var before = DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
        Assert.Equal(3, loader.Count(batch => !batch["y"].IsInvalid));
        Assert.Equal(before, DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount);
        Assert.Equal(0, inner.DisposablesCount);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_loader_disposes_its_dataset_unless_it_is_told_not_to(bool disposes)
    {
        var numbers = new Numbers(3);
        utils.data.DataLoader(numbers, 2, disposeDataset: disposes).Dispose();
        Assert.Equal(disposes, numbers.IsDisposed);
    }

    [Fact]
    public void What_a_dataset_throws_comes_out_of_the_loop()
    {
        using var loader = utils.data.DataLoader(new Numbers(20), 8, num_worker: 2);
        var error = Assert.Throws<AggregateException>(() => Labels(loader));
        Assert.Contains(error.InnerExceptions, inner => inner is ArithmeticException);
    }

    [Fact]
    public void A_loader_joins_samples_as_it_is_told()
    {
        using var loader = new TorchSharp.Modules.DataLoader<Dictionary<string, Tensor>, float>(
            new Numbers(5), 2, (samples, _) => samples.Sum(sample => sample["x"][1].item<float>()));
        Assert.Equal([10f, 50f, 40f], loader);
    }

    [Fact]
    public void A_classifier_learns_from_a_loader()
    {
        var x = randn([64, 3], generator: new Generator(1));
        using var rows = utils.data.TensorDataset(x, x[.., 0].gt(0).to(int64));
        using var loader = utils.data.DataLoader(rows, 16, shuffle: true, seed: 1);
        using var model = nn.Linear(3, 2);
        nn.init.zeros_(model.weight);
        using var optimizer = optim.SGD(model.parameters(), 0.5);
        for (var epoch = 0; epoch < 30; epoch++)
            foreach (var batch in loader)
            {
                optimizer.zero_grad();
                nn.functional.cross_entropy(model.call(batch[0]), batch[1]).backward();
                optimizer.step();
            }
        Assert.True(model.call(x).argmax(1).eq(x[.., 0].gt(0).to(int64)).sum().ToInt64() >= 62);
    }
}
