using static TorchSharp.torch;

namespace TorchReg.Kernels;

/// <summary>
/// A sum of numbers that chunks come to: on the host each is read at once, on a device all together when the sum is asked for,
/// so that no chunk waits. The additions and their order are the same.
/// </summary>
sealed class RunningSum
{
    readonly List<(Tensor Number, double Times)> unread = [];
    double sum;

    /// <summary>Adds times·number; the tensor, of one element, is the sum's from now on.</summary>
    internal void Add(Tensor number, double times = 1)
    {
        if (HostMemory.Has(number)) sum += number.ReadDouble() * times;
        else unread.Add((number.DetachFromDisposeScope(), times));
    }

    /// <summary>Adds a number that is here.</summary>
    internal void Add(double number)
    {
        Read();
        sum += number;
    }

    internal double Value
    {
        get
        {
            Read();
            return sum;
        }
    }

    void Read()
    {
        if (unread.Count == 0) return;
        double[] numbers = Of([.. unread.Select(one => one.Number)]);
        for (var i = 0; i < numbers.Length; i++) sum += numbers[i] * unread[i].Times;
        foreach (var (number, _) in unread) number.Dispose();
        unread.Clear();
    }

    /// <summary>
    /// The numbers of tensors of one element: those on a device are read together, those on the host one by one.
    /// </summary>
    internal static double[] Of(Tensor[] numbers)
    {
        using var scope = NewDisposeScope();
        if (Array.TrueForAll(numbers, HostMemory.Has))
            return Array.ConvertAll(numbers, number => Real(number).ReadDouble());
        var rows = Array.ConvertAll(numbers, number => number.to(ScalarType.Float64).reshape(1));
        return HostMemory.Numbers(stack(rows));
    }

    // The package reads a scalar only as what it is.
    static Tensor Real(Tensor number) => number.is_floating_point() ? number : number.to(ScalarType.Float64);
}
