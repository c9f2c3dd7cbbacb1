namespace TorchReg.Tests.Training;

/// <summary>Rows of a file are fetched ahead, in the same order and to the same numbers.</summary>
public sealed class FetchedBatchesTests : FolderTests
{
    Dataset Written(out Dataset inMemory)
    {
        var generator = new Generator(4);
        var y = randint(3, [103], ScalarType.Int64, generator: generator);
        inMemory = new(randn([103, 5], generator: generator), y, rand([103], generator: generator));
        RowsFile.Write(folder["a.rows"], inMemory);
        return RowsFile.Open(folder["a.rows"]);
    }

    [Theory]
    [InlineData(0L, 10), InlineData(20L, 10), InlineData(0L, 103), InlineData(0L, 500), InlineData(110L, 10)]
    public void A_batch_is_the_rows_at_its_positions(long first, int size)
    {
        using var file = Written(out var rows);
        long[] order = [.. Enumerable.Range(0, 103).Select(i => 37L * i % 103)];
        using var batches = FetchedBatches.Of(file, order, first, size, CPU);
        var start = first;
        while (batches.MoveNext())
        {
            long[] positions = order[(int)start..(int)Math.Min(start + size, 103)];
            using var expected = rows.Select(tensor(positions));
            Assert.Equal(expected.Features.data<float>().ToArray(), batches.Current.Features.data<float>().ToArray());
            Assert.Equal(expected.Targets.data<long>().ToArray(), batches.Current.Targets.data<long>().ToArray());
            Assert.Equal(expected.Weights!.data<float>().ToArray(), batches.Current.Weights!.data<float>().ToArray());
            start += positions.Length;
        }
        Assert.Equal(Math.Max(first, 103), start);
    }

    [Fact]
    public void A_training_on_a_file_has_the_bits_of_one_on_its_rows_in_memory()
    {
        using var file = Written(out var rows);
        float[] Trained(Dataset data)
        {
            var model = new Mlp([5, 4, 3], initialization: Initialization.Glorot, generator: new Generator(2));
            new Trainer(model, Losses.CrossEntropy, null, new() { Epochs = 3, BatchSize = 10, Seed = 3 }).Fit(data);
            return [.. model.parameters().SelectMany(p => p.data<float>().ToArray())];
        }
        Assert.Equal(Trained(rows), Trained(file));
    }

    [Fact]
    public void An_epoch_that_is_left_early_leaves_the_file_free()
    {
        var file = Written(out _);
        using (var batches = FetchedBatches.Of(file, [0, 1, 2, 3], 0, 2, CPU)) Assert.True(batches.MoveNext());
        file.Dispose();
        File.Delete(folder["a.rows"]);
    }

    [Fact]
    public void What_fails_while_fetching_is_thrown_where_the_batch_is_asked_for()
    {
        var file = Written(out _);
        file.Dispose();
        using var after = FetchedBatches.Of(file, [0, 1, 2, 3], 0, 2, CPU);
        Assert.ThrowsAny<Exception>(() => after.MoveNext());
    }

    [Fact]
    public void Without_a_GPU_nothing_is_pinned()
    {
        using var file = Written(out var rows);
        Assert.Same(rows, rows.Pinned(CPU));
    }

    [CudaFact]
    public void A_file_trains_a_model_on_a_GPU()
    {
        using var file = Written(out var rows);
        double Loss(Device device)
        {
            var model = new Mlp([5, 4, 3], initialization: Initialization.Glorot, generator: new Generator(2)).to(device);
            return new Trainer(model, Losses.CrossEntropy, null, new() { Epochs = 3, BatchSize = 10, Seed = 3 }).Fit(file)
                .Restored.Training!.DataLoss;
        }
        Assert.Equal(Loss(CPU), Loss(CUDA), 1e-4);
    }
}
