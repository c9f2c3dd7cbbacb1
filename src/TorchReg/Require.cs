using System.Runtime.CompilerServices;

namespace TorchReg;

/// <summary>Checks of values where they enter: the message names the value, its range and what was given.</summary>
static class Require
{
    internal static double NonNegative(double value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        value >= 0 && double.IsFinite(value) ? value : throw OutOfRange(name, value, "a finite number, 0 or more");

    internal static double Positive(double value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        value > 0 && double.IsFinite(value) ? value : throw OutOfRange(name, value, "a finite number above 0");

    internal static double Ratio(double value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        value is >= 0 and <= 1 ? value : throw OutOfRange(name, value, "a number from 0 to 1");

    internal static double Rate(double value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        value is >= 0 and < 1 ? value : throw OutOfRange(name, value, "a number from 0 to 1, 1 excluded");

    internal static int AtLeast(int least, int value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        value >= least ? value : throw OutOfRange(name, value, $"{least} or more");

    static ArgumentOutOfRangeException OutOfRange(string name, object value, string range) =>
        new(name, $"{name} must be {range}; given {FormattableString.Invariant($"{value}")}.");
}
