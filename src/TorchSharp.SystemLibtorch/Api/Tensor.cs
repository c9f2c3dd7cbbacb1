using System.Diagnostics.CodeAnalysis;
using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>
    /// An owner of one libtorch tensor. Lives until disposed, by hand, by its scope or by the garbage collector.
    /// </summary>
    [SuppressMessage("Design", "CA1066")]
    public partial class Tensor : IDisposable
    {
        static long totalCount, peakCount;
        IntPtr handle;

        internal Tensor(IntPtr handle)
        {
            this.handle = handle;
            var count = handle == 0 ? 0 : Interlocked.Increment(ref totalCount);
            if (count > Volatile.Read(ref peakCount)) Volatile.Write(ref peakCount, count);
            OwningDisposeScope = DisposeScopeManager.Register(this);
        }

        /// <summary>Takes over a handle that libtorch returned; 0 is libtorch's undefined tensor, null here.</summary>
        internal static Tensor Own(IntPtr handle) => handle == 0 ? null! : new Tensor(handle);

        internal DisposeScope? OwningDisposeScope { get; set; }

        /// <summary>Where in its scope's set it stands.</summary>
        internal int ScopePosition { get; set; } = -1;

        public static long TotalCount => Interlocked.Read(ref totalCount);
        public static long PeakCount => Interlocked.Read(ref peakCount);

        ~Tensor() => Dispose(false);

        public void Dispose()
        {
            if (OwningDisposeScope is { } scope) scope.MarkAsDisposed(this);
            else if (handle != 0) DisposeScopeManager.Statistics.TensorStatistics.DisposedOutsideScope();
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        /// <summary>The scope has already counted and dropped it.</summary>
        internal void DisposeByScope()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        protected virtual void Dispose(bool disposing)
        {
            var owned = Interlocked.Exchange(ref handle, 0);
            if (owned == 0) return;
            Native.tensor_free(owned);
            Interlocked.Decrement(ref totalCount);
        }

        public bool IsInvalid => handle == 0;

        public IntPtr Handle => handle != 0 ? handle : throw new InvalidOperationException("Tensor invalid -- empty handle.");

        public static Tensor UnsafeCreateTensor(IntPtr handle) => new(handle);

        /// <summary>Gives the native tensor away; this object becomes invalid.</summary>
        public IntPtr DecoupleFromNativeHandle()
        {
            OwningDisposeScope?.Forget(this);
            OwningDisposeScope = null;
            GC.SuppressFinalize(this);
            var owned = Interlocked.Exchange(ref handle, 0);
            if (owned != 0) Interlocked.Decrement(ref totalCount);
            return owned;
        }

        public Tensor DetachFromDisposeScope()
        {
            OwningDisposeScope?.Detach(this);
            return this;
        }

        public Tensor MoveToOuterDisposeScope()
        {
            OwningDisposeScope?.MoveToOuter(this);
            return this;
        }

        public Tensor MoveToOtherDisposeScope(DisposeScope? other)
        {
            if (OwningDisposeScope is { } scope) scope.MoveToOther(other, this);
            else other?.Attach(this);
            return this;
        }

        public Tensor MoveToOtherDisposeScope(Tensor other) =>
            other.OwningDisposeScope is { } scope ? MoveToOtherDisposeScope(scope) : DetachFromDisposeScope();
    }
}
