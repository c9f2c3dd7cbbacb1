using System.Runtime.CompilerServices;
using TorchSharp.Interop;
using static TorchSharp.torch.TensorIndex;

namespace TorchSharp;

public static partial class torch
{
    // tensor[…]: numbers, slices and new axes make a view, tensors then gather from that view.
    public partial class Tensor
    {
        static readonly Op indexOp = new("index.Tensor"), indexPutInplace = new("index_put_");

        [IndexerName("TensorItems")]
        public Tensor this[params TensorIndex[] indices] { get => index(indices); set => Put(value, indices, false); }
        [IndexerName("TensorItems")]
        public Tensor this[params Tensor[] indices] { get => index(indices); set => index_put_(value, indices); }
        [IndexerName("TensorItems")]
        public Tensor this[params long[] indices] { get => At(indices); set => SetAt(value, indices); }
        [IndexerName("TensorItems")]
        public Tensor this[long i1] { get => select(0, i1); set => SetAt(value, i1); }
        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2] { get => At(i1, i2); set => SetAt(value, i1, i2); }
        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3] { get => At(i1, i2, i3); set => SetAt(value, i1, i2, i3); }
        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3, long i4] { get => At(i1, i2, i3, i4); set => SetAt(value, i1, i2, i3, i4); }
        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3, long i4, long i5]
        {
            get => At(i1, i2, i3, i4, i5);
            set => SetAt(value, i1, i2, i3, i4, i5);
        }
        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3, long i4, long i5, long i6]
        {
            get => At(i1, i2, i3, i4, i5, i6);
            set => SetAt(value, i1, i2, i3, i4, i5, i6);
        }

        public Tensor index(params Tensor[] indices) => indexOp.Call(this, Some(indices));

        public Tensor index(params TensorIndex[] indices)
        {
            var (view, places) = Viewed(indices);
            if (places == null) return view;
            using (view) return indexOp.Call(view, places);
        }

        public Tensor index_put_(Tensor value, params Tensor[] indices) => indexPutInplace.Into(this, Some(indices), value);
        public Tensor index_put_(Tensor value, Tensor[] indices, bool accumulate = false) =>
            indexPutInplace.Into(this, Some(indices), value, accumulate);
        public Tensor index_put_(Tensor value, params TensorIndex[] indices) => Put(value, indices, false);
        public Tensor index_put_(Tensor value, TensorIndex[] indices, bool accumulate = false) => Put(value, indices, accumulate);

        public Tensor index_put_(Scalar value, params Tensor[] indices)
        {
            using var number = Number(value);
            return index_put_(number, indices);
        }

        public Tensor index_put_(Scalar value, params TensorIndex[] indices)
        {
            using var number = Number(value);
            return Put(number, indices, false);
        }

        /// <summary>A null stands for a whole dimension, but not all can.</summary>
        static Tensor[] Some(Tensor[] indices) => indices is null || Array.TrueForAll(indices, i => i is null)
            ? throw Null(nameof(indices))
            : indices;

        Tensor Number(Scalar value) => torch.full([], value, dtype, device);

        Tensor Put(Tensor value, TensorIndex[] indices, bool accumulate)
        {
            var (view, places) = Viewed(indices);
            using (view)
            {
                if (places != null) indexPutInplace.Into(view, places, Given(value), accumulate);
                else if (accumulate) view.add_(value);
                else view.copy_(value);
            }
            return this;
        }

        Tensor At(params ReadOnlySpan<long> indices)
        {
            var view = alias();
            foreach (var i in indices) view = Replaced(view, view.select(0, i));
            return view;
        }

        void SetAt(Tensor value, params ReadOnlySpan<long> indices)
        {
            using var view = At(indices);
            view.copy_(value);
        }

        static Tensor Replaced(Tensor old, Tensor fresh)
        {
            old.Dispose();
            return fresh;
        }

        /// <summary>
        /// The view that numbers, slices and new axes make, and what index tensors remain to be applied to it, by dimension.
        /// </summary>
        (Tensor View, Tensor[]? Places) Viewed(TensorIndex[] indices)
        {
            if (indices is null) throw Null(nameof(indices));
            var view = alias();
            try
            {
                List<Tensor>? places = null;
                var (dim, used) = (0, indices.Sum(Consumed));
                foreach (var index in indices)
                {
                    switch (index.Kind)
                    {
                        case Kinds.NewAxis: view = Replaced(view, view.unsqueeze(dim++)); break;
                        case Kinds.Ellipsis: dim += (int)Dimensions - used; break;
                        case Kinds.Single: view = Replaced(view, view.select(dim, index.Start!.Value)); break;
                        case Kinds.Slice:
                            if (index.Step == 0)
                                throw Uncaught.Failure(
                                    new System.Runtime.InteropServices.ExternalException("slice step cannot be zero"),
                                    "an index");
                            if (index.Start != null || index.Stop != null || index.Step != null)
                                view = Replaced(view, sliceTensorOp.Call(view, dim, index.Start, index.Stop, index.Step ?? 1));
                            dim++;
                            break;
                        case Kinds.Bool:
                            view = Replaced(view, view.unsqueeze(dim));
                            Place(ref places, dim++, tensor([index.Start == 1], device: device));
                            break;
                        default:
                            // libtorch counts a mask of several dimensions as one here: what follows it lands in the mask's own.
                            Place(ref places, dim++, index.Positions!);
                            break;
                    }
                }
                return (view, places?.ToArray());
            }
            catch
            {
                view.Dispose();
                throw;
            }
        }

        static void Place(ref List<Tensor>? places, int dim, Tensor positions)
        {
            places ??= [];
            while (places.Count < dim) places.Add(null!);
            places.Add(positions);
        }

        /// <summary>How many dimensions an index takes up.</summary>
        static int Consumed(TensorIndex index) => index.Kind switch
        {
            Kinds.Single or Kinds.Slice => 1,
            Kinds.Tensor => index.Positions!.dtype is ScalarType.Bool or ScalarType.Byte ? (int)index.Positions.Dimensions : 1,
            _ => 0,
        };
    }
}
