using TorchSharp.Interop;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>What batch and instance normalization hold: weight and bias if affine, running statistics if tracked.</summary>
public abstract class NormBase : nn.Module<Tensor, Tensor>
{
    static readonly Op addInplace = new("add_.Scalar");

    [ComponentName(Name = nameof(weight))] Parameter? _weight;
    [ComponentName(Name = nameof(bias))] Parameter? _bias;
    [ComponentName(Name = nameof(running_mean))] Tensor? _running_mean;
    [ComponentName(Name = nameof(running_var))] Tensor? _running_var;
    [ComponentName(Name = nameof(num_batches_tracked))] Tensor? _num_batches_tracked;

    public NormBase(
        long num_features, double eps, double? momentum, bool affine, bool track_running_stats, Device? device, ScalarType? dtype,
        string name)
        : base(name)
    {
        (this.num_features, this.eps, this.momentum, this.affine) = (num_features, eps, momentum, affine);
        this.track_running_stats = track_running_stats;
        if (affine)
        {
            weight = New.Parameter([num_features], device, dtype);
            bias = New.Parameter([num_features], device, dtype);
        }
        if (track_running_stats)
        {
            running_mean = New.Full([num_features], 0, device, dtype);
            running_var = New.Full([num_features], 1, device, dtype);
            num_batches_tracked = New.Full([], 0, device, dtype ?? ScalarType.Int64);
        }
        reset_parameters();
    }

    public long num_features { get; }
    public double eps { get; set; }
    public double? momentum { get; set; }
    public bool affine { get; }
    public bool track_running_stats { get; }
    private protected override bool ConvertsItself => true;

    public Parameter weight { get => _weight!; set => _weight = AdoptGiven(nameof(weight), _weight, value); }
    public Parameter? bias { get => _bias; set => _bias = Adopt(nameof(bias), _bias, value); }
    public Tensor? running_mean
    {
        get => _running_mean;
        set => _running_mean = Adopt(nameof(running_mean), _running_mean, value);
    }
    public Tensor? running_var { get => _running_var; set => _running_var = Adopt(nameof(running_var), _running_var, value); }

    public Tensor? num_batches_tracked
    {
        get => _num_batches_tracked;
        set => _num_batches_tracked = Adopt(nameof(num_batches_tracked), _num_batches_tracked, value);
    }

    public void reset_running_stats()
    {
        if (!track_running_stats) return;
        nn.init.zeros_(_running_mean!);
        nn.init.ones_(_running_var!);
        nn.init.zeros_(_num_batches_tracked!);
    }

    public void reset_parameters()
    {
        reset_running_stats();
        if (!affine) return;
        nn.init.ones_(_weight!);
        nn.init.zeros_(_bias!);
    }

    protected abstract void ValidateInputDimensions(Tensor input);

    private protected void CountBatch()
    {
        if (track_running_stats && _num_batches_tracked is not null) addInplace.Into(_num_batches_tracked, 1);
    }

    /// <summary>The weight of this batch in a plain average over all batches.</summary>
    private protected double Average() =>
        training && track_running_stats && _num_batches_tracked is not null ? 1 / _num_batches_tracked.ToDouble() : 0;

    private protected static void Require(bool valid, string message)
    {
        if (!valid) throw new ArgumentException(message);
    }
}
