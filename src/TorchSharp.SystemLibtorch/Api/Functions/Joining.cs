using TorchSharp.Interop;

namespace TorchSharp;

// Several tensors into one.
public static partial class torch
{
    static readonly Op catOp = new("cat");
    public static Tensor cat(IList<Tensor> tensors, long dim = 0) => catOp.Call(Tensors(tensors), dim);
    static readonly Op concatOp = new("concat");
    public static Tensor concat(IList<Tensor> tensors, long dim = 0) => concatOp.Call(Tensors(tensors), dim);
    public static Tensor concatenate(IList<Tensor> tensors, long axis = 0) => cat(tensors, axis);
    static readonly Op stackOp = new("stack");
    public static Tensor stack(IEnumerable<Tensor> tensors, long dim = 0) => stackOp.Call(Tensors(tensors), dim);
    static readonly Op hstackOp = new("hstack");
    public static Tensor hstack(IEnumerable<Tensor> tensors) => hstackOp.Call(Tensors(tensors));
    public static Tensor hstack(IList<Tensor> tensors) => hstackOp.Call(Tensors(tensors));
    public static Tensor hstack(params Tensor[] tensors) => hstackOp.Call(tensors);
    static readonly Op vstackOp = new("vstack");
    public static Tensor vstack(IList<Tensor> tensors) => vstackOp.Call(Tensors(tensors));
    static readonly Op dstackOp = new("dstack");
    public static Tensor dstack(IEnumerable<Tensor> tensors) => dstackOp.Call(Tensors(tensors));
    public static Tensor dstack(IList<Tensor> tensors) => dstackOp.Call(Tensors(tensors));
    public static Tensor dstack(params Tensor[] tensors) => dstackOp.Call(tensors);
    static readonly Op columnStackOp = new("column_stack");
    public static Tensor column_stack(IList<Tensor> tensors) => columnStackOp.Call(Tensors(tensors));
    public static Tensor column_stack(params Tensor[] tensors) => columnStackOp.Call(tensors);
    static readonly Op rowStackOp = new("row_stack");
    public static Tensor row_stack(IList<Tensor> tensors) => rowStackOp.Call(Tensors(tensors));
    public static Tensor row_stack(params Tensor[] tensors) => rowStackOp.Call(tensors);
    static readonly Op cartesianProdOp = new("cartesian_prod");
    public static Tensor cartesian_prod(IList<Tensor> tensors) => cartesianProdOp.Call(Tensors(tensors));
    public static Tensor cartesian_prod(params Tensor[] tensors) => cartesianProdOp.Call(tensors);
    static readonly Op combinationsOp = new("combinations");
    public static Tensor combinations(Tensor input, int r = 2, bool with_replacement = false) =>
        combinationsOp.Call(input, r, with_replacement);
    static readonly Op meshgridIndexingOp = new("meshgrid.indexing");
    public static Tensor[] meshgrid(IEnumerable<Tensor> tensors, string indexing = "ij") =>
        meshgridIndexingOp.CallList(Tensors(tensors), indexing);
    static readonly Op broadcastTensorsOp = new("broadcast_tensors");
    public static IList<Tensor> broadcast_tensors(params Tensor[] tensors) => broadcastTensorsOp.CallList(tensors);
    static readonly Op blockDiagOp = new("block_diag");
    public static Tensor block_diag(params Tensor[] tensors) => blockDiagOp.Call(tensors);
}
