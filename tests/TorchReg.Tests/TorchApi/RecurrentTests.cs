namespace TorchReg.Tests.TorchApi;

/// <summary>Recurrent networks against their equations, written out in plain C#, and against one another.</summary>
public sealed class RecurrentTests : ScopedTests
{
    const int Inputs = 3, Hidden = 2, Steps = 4, Batch = 2;

    static void Same(Tensor expected, Tensor actual) =>
        Assert.True(actual.allclose(expected, 1e-9, 1e-10), $"{expected.npstr()}\n{actual.npstr()}");

    static Tensor Input() => randn([Steps, Batch, Inputs], float64, generator: new Generator(4));

    static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    /// <summary>W x + b, for one row.</summary>
    static double[] Affine(Tensor weight, Tensor? bias, double[] x)
    {
        var rows = new double[weight.shape[0]];
        for (var i = 0; i < rows.Length; i++)
        {
            rows[i] = bias is null ? 0 : bias[i].ToDouble();
            for (var j = 0; j < x.Length; j++) rows[i] += weight[i, j].ToDouble() * x[j];
        }
        return rows;
    }

    /// <summary>All h of one row of the batch, from h = c = 0.</summary>
    static double[][] Run(
        nn.Module module, Tensor input, int row, Func<double[], double[], double[], double[], (double[] H, double[] C)> step)
    {
        var state = module.state_dict();
        var (h, c) = (new double[Hidden], new double[Hidden]);
        return Enumerable.Range(0, Steps).Select(t =>
        {
            var x = input[t, row].data<double>().ToArray();
            (h, c) = step(
                Affine(state["weight_ih_l0"], state.GetValueOrDefault("bias_ih_l0"), x),
                Affine(state["weight_hh_l0"], state.GetValueOrDefault("bias_hh_l0"), h), h, c);
            return h;
        }).ToArray();
    }

    static Tensor Expected(
        nn.Module module, Tensor input, Func<double[], double[], double[], double[], (double[] H, double[] C)> step)
    {
        var rows = Enumerable.Range(0, Batch).Select(row => Run(module, input, row, step)).ToArray();
        var all = zeros(Steps, Batch, Hidden, float64);
        for (var row = 0; row < Batch; row++)
            for (var t = 0; t < Steps; t++) all[t, row] = tensor(rows[row][t]);
        return all;
    }

    static (double[] H, double[] C) LstmStep(double[] x, double[] hh, double[] h, double[] c)
    {
        var (next, cell) = (new double[Hidden], new double[Hidden]);
        for (var i = 0; i < Hidden; i++)
        {
            double Gate(int k) => x[k * Hidden + i] + hh[k * Hidden + i];
            cell[i] = Sigmoid(Gate(1)) * c[i] + Sigmoid(Gate(0)) * Math.Tanh(Gate(2));
            next[i] = Sigmoid(Gate(3)) * Math.Tanh(cell[i]);
        }
        return (next, cell);
    }

    static (double[] H, double[] C) GruStep(double[] x, double[] hh, double[] h, double[] c)
    {
        var next = new double[Hidden];
        for (var i = 0; i < Hidden; i++)
        {
            var (reset, update) = (Sigmoid(x[i] + hh[i]), Sigmoid(x[Hidden + i] + hh[Hidden + i]));
            next[i] = (1 - update) * Math.Tanh(x[2 * Hidden + i] + reset * hh[2 * Hidden + i]) + update * h[i];
        }
        return (next, c);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_LSTM_is_its_equations(bool bias)
    {
        using var lstm = nn.LSTM(Inputs, Hidden, bias: bias, dtype: float64);
        var (output, h, c) = lstm.call(Input());
        Same(Expected(lstm, Input(), LstmStep), output);
        Same(output[Steps - 1], h[0]);
        Assert.Equal([1L, Batch, Hidden], c.shape);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_GRU_is_its_equations(bool bias)
    {
        using var gru = nn.GRU(Inputs, Hidden, bias: bias, dtype: float64);
        var (output, h) = gru.call(Input());
        Same(Expected(gru, Input(), GruStep), output);
        Same(output[Steps - 1], h[0]);
    }

    [Theory]
    [InlineData(nn.NonLinearities.Tanh)]
    [InlineData(nn.NonLinearities.ReLU)]
    public void An_RNN_is_its_equation(nn.NonLinearities nonLinearity)
    {
        using var rnn = nn.RNN(Inputs, Hidden, nonLinearity: nonLinearity, dtype: float64);
        var (output, _) = rnn.call(Input());
        Same(
            Expected(
                rnn,
                Input(),
                (x, hh, _, c) =>
                    (
                        x.Zip(hh, (a, b) => nonLinearity == nn.NonLinearities.Tanh ? Math.Tanh(a + b) : Math.Max(0, a + b))
                            .ToArray(),
                        c)),
            output);
    }

    [Fact]
    public void A_cell_is_one_step_of_its_network()
    {
        var (x, h, c) = (Input()[0], randn(Batch, Hidden, float64), randn(Batch, Hidden, float64));
        using var lstm = nn.LSTM(Inputs, Hidden, dtype: float64);
        using var lstmCell = nn.LSTMCell(Inputs, Hidden, dtype: float64);
        TakeWeights(lstmCell, lstm);
        var (h1, c1) = lstmCell.call(x, (h, c));
        var (_, h2, c2) = lstm.call(x.unsqueeze(0), (h.unsqueeze(0), c.unsqueeze(0)));
        Same(h2[0], h1);
        Same(c2[0], c1);

        using var gru = nn.GRU(Inputs, Hidden, dtype: float64);
        using var gruCell = nn.GRUCell(Inputs, Hidden, dtype: float64);
        TakeWeights(gruCell, gru);
        Same(gru.call(x.unsqueeze(0), h.unsqueeze(0)).Item2[0], gruCell.call(x, h));

        using var rnn = nn.RNN(Inputs, Hidden, nonLinearity: nn.NonLinearities.ReLU, dtype: float64);
        using var rnnCell = nn.RNNCell(Inputs, Hidden, nn.NonLinearities.ReLU, dtype: float64);
        TakeWeights(rnnCell, rnn);
        Same(rnn.call(x.unsqueeze(0), h.unsqueeze(0)).Item2[0], rnnCell.call(x, h));
    }

    static void TakeWeights(nn.Module cell, nn.Module network) =>
        cell.load_state_dict(
            network.state_dict().ToDictionary(item => item.Key.Replace("_l0", "", StringComparison.Ordinal), item => item.Value));

    [Fact]
    public void A_second_layer_reads_what_the_first_one_wrote()
    {
        using var two = nn.GRU(Inputs, Hidden, numLayers: 2, dtype: float64);
        using var first = nn.GRU(Inputs, Hidden, dtype: float64);
        using var second = nn.GRU(Hidden, Hidden, dtype: float64);
        first.load_state_dict(Layer(two, 0));
        second.load_state_dict(Layer(two, 1));
        var (output, h) = two.call(Input());
        var (below, h0) = first.call(Input());
        var (above, h1) = second.call(below);
        Same(above, output);
        Same(cat([h0, h1]), h);
    }

    static Dictionary<string, Tensor> Layer(nn.Module network, int layer) => network.state_dict()
        .Where(
            item => item.Key.EndsWith($"_l{layer}", StringComparison.Ordinal)).ToDictionary(item => item.Key[..^1] + "0",
            item => item.Value);

    [Fact]
    public void The_other_direction_reads_from_the_end()
    {
        using var both = nn.LSTM(Inputs, Hidden, bidirectional: true, dtype: float64);
        using var one = nn.LSTM(Inputs, Hidden, dtype: float64);
        one.load_state_dict(both.state_dict().Where(item => item.Key.EndsWith("_reverse", StringComparison.Ordinal))
            .ToDictionary(item => item.Key.Replace("_reverse", "", StringComparison.Ordinal), item => item.Value));
        var (output, h, _) = both.call(Input());
        Assert.Equal([(long)Steps, Batch, 2 * Hidden], output.shape);
        var (backwards, last, _) = one.call(Input().flip(0));
        Same(backwards.flip(0), output[.., .., Hidden..]);
        Same(last[0], h[1]);
    }

    [Fact]
    public void The_batch_may_come_first()
    {
        using var steps = nn.LSTM(Inputs, Hidden, numLayers: 2, dtype: float64);
        using var rows = nn.LSTM(Inputs, Hidden, numLayers: 2, batchFirst: true, dtype: float64);
        rows.load_state_dict(steps.state_dict());
        Same(steps.call(Input()).Item1, rows.call(Input().transpose(0, 1)).Item1.transpose(0, 1));
    }

    [Fact]
    public void Dropout_acts_between_layers_while_training()
    {
        using var gru = nn.GRU(Inputs, Hidden, numLayers: 2, dropout: 0.5, dtype: float64);
        Assert.NotEqual(gru.call(Input()).Item1, gru.call(Input()).Item1);
        gru.eval();
        Assert.Equal(gru.call(Input()).Item1, gru.call(Input()).Item1);
    }

    [Fact, Trait("Speed", "Slow")]
    public void Gradients_agree_with_central_differences()
    {
        using var lstm = nn.LSTM(Inputs, Hidden, numLayers: 2, bidirectional: true, dtype: float64);
        CentralDifferences.Check(lstm, () => lstm.call(Input()).Item1.square().sum());
        using var gru = nn.GRU(Inputs, Hidden, dtype: float64);
        CentralDifferences.Check(gru, () => gru.call(Input()).Item1.square().sum());
        using var cell = nn.RNNCell(Inputs, Hidden, dtype: float64);
        CentralDifferences.Check(cell, () => cell.call(Input()[0], ones(Batch, Hidden, float64)).square().sum());
    }
}
