using System.Runtime.CompilerServices;

namespace TorchReg;

/// <summary>Checks of values where they enter: the message names the value, its range and what was given.</summary>
static class Require
{
    /// <summary>The value, if it is 0 or more, and finite.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not.</exception>
    public static double NonNegative(double value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        value >= 0 && double.IsFinite(value) ? value : throw OutOfRange(name, value, "a finite number, 0 or more");

    /// <summary>The value, if it is above 0, and finite.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not.</exception>
    public static double Positive(double value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        value > 0 && double.IsFinite(value) ? value : throw OutOfRange(name, value, "a finite number above 0");

    /// <summary>The value, if it is from 0 to 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not.</exception>
    public static double Ratio(double value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        value is >= 0 and <= 1 ? value : throw OutOfRange(name, value, "a number from 0 to 1");

    /// <summary>The value, if it is from 0 to 1, 1 excluded.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not.</exception>
    public static double Rate(double value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        value is >= 0 and < 1 ? value : throw OutOfRange(name, value, "a number from 0 to 1, 1 excluded");

    /// <summary>The value, if it is <paramref name="least"/> or more.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not.</exception>
    public static int AtLeast(int least, int value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        value >= least ? value : throw OutOfRange(name, value, $"{least} or more");

    /// <summary>The value, if it is between 0 and 1, both excluded.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not.</exception>
    public static double Share(double value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        value is > 0 and < 1 ? value : throw OutOfRange(name, value, "a number between 0 and 1");

    /// <summary>The value, if it is above <paramref name="least"/>, and finite.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not.</exception>
    public static double Above(double least, double value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        value > least && double.IsFinite(value) ? value
            : throw OutOfRange(name, value, FormattableString.Invariant($"a finite number above {least}"));

    static ArgumentOutOfRangeException OutOfRange(string name, object value, string range) =>
        new(name, $"{name} must be {range}; given {FormattableString.Invariant($"{value}")}.");
}
