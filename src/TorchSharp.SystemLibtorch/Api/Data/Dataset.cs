namespace TorchSharp;

public static partial class torch
{
    public static partial class utils
    {
        public static partial class data
        {
            /// <summary>Samples by number. A loader joins several of them to a batch.</summary>
            public abstract class Dataset<T> : IDisposable
            {
                public abstract long Count { get; }

                public abstract T GetTensor(long index);

                public void Dispose()
                {
                    Dispose(true);
                    GC.SuppressFinalize(this);
                }

                protected virtual void Dispose(bool disposing) { }
            }

            /// <summary>Samples of named tensors.</summary>
            public abstract class Dataset : Dataset<Dictionary<string, Tensor>>;

            /// <summary>Samples of tensors in a fixed order.</summary>
            public abstract class IterableDataset : Dataset<IList<Tensor>>;
        }
    }
}
