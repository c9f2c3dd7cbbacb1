namespace TorchSharp.Interop;

/// <summary>What the current thread has cost at the native border so far, for benchmarks: read it before and after.</summary>
internal static class BorderTraffic
{
    [ThreadStatic] static long made;

    /// <summary>Calls into the native library, freeing included; counted there, one addition a call.</summary>
    internal static long Calls => Native.calls_made();

    /// <summary>
    /// Scalars that the package would make here: those that callers make, and one for each number that an operator takes as a
    /// Scalar, the alpha of sums too. Each takes the package two native calls more, a managed object and a finalizer.
    /// </summary>
    internal static long Scalars => made + Native.scalars_passed();

    internal static void CountScalar() => made++;

    [ThreadStatic] static long operators, reads;

    /// <summary>Operators called by this assembly; those that autograd runs are not among them.</summary>
    internal static long Operators => operators;

    /// <summary>Looks at a tensor's numbers from here: of a tensor on a device each waits for all that was asked of it.</summary>
    internal static long Reads => reads;

    internal static void CountOperator(bool isRead)
    {
        operators++;
        if (isRead) reads++;
    }

    internal static void CountRead() => reads++;
}
