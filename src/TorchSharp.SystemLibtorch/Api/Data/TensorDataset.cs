using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Sample i is row i of every tensor. Shares the tensors' memory, and keeps it until it is disposed.</summary>
    public class TensorDataset : utils.data.IterableDataset
    {
        readonly Tensor[] columns;

        internal TensorDataset(Tensor[] tensors)
        {
            if (tensors is null || tensors.Length == 0) throw new ArgumentNullException(nameof(tensors));
            var rows = tensors[0].shape[0];
            if (!Array.TrueForAll(tensors, tensor => tensor.shape[0] == rows))
                throw new ArgumentException("All tensors must have the same first dimension size.", nameof(tensors));
            columns = Array.ConvertAll(tensors, tensor => New.Alias(tensor).DetachFromDisposeScope());
        }

        public override long Count => columns[0].size(0);

        public IList<Tensor> this[long index] => columns.Select(column => column[index]).ToList();

        public override IList<Tensor> GetTensor(long index) => this[index];

        protected override void Dispose(bool disposing)
        {
            if (!disposing) return;
            foreach (var column in columns) column.Dispose();
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class utils
        {
            public static partial class data
            {
                public static Modules.TensorDataset TensorDataset(params Tensor[] tensors) => new(tensors);
            }
        }
    }
}
