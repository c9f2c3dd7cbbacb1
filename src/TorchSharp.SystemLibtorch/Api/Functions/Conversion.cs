using TorchSharp.Interop;

namespace TorchSharp;

// Types.
public static partial class torch
{
    public static long numel(Tensor input) => Given(input).numel();
    public static bool is_tensor(object obj) => obj is Tensor;
    public static bool is_floating_point(Tensor input) => Given(input).is_floating_point();
    public static bool is_complex(Tensor input) => Given(input).is_complex();
    public static bool is_integral(Tensor t) => Given(t).is_integral();
    static readonly Op canCastOp = new("can_cast");
    public static bool can_cast(ScalarType from, ScalarType to) => canCastOp.CallBool(from, to);
    static readonly Op promoteTypesOp = new("promote_types");
    public static ScalarType promote_types(ScalarType type1, ScalarType type2) =>
        (ScalarType)promoteTypesOp.CallValue(type1, type2).Integer;
    static readonly Op resultTypeTensorOp = new("result_type.Tensor");
    public static ScalarType result_type(Tensor tensor1, Tensor tensor2) =>
        (ScalarType)resultTypeTensorOp.CallValue(tensor1, tensor2).Integer;
    public static Tensor BoolTensor(Tensor t) => Given(t).to(ScalarType.Bool);
    public static Tensor ByteTensor(Tensor t) => Given(t).to(ScalarType.Byte);
    public static Tensor DoubleTensor(Tensor t) => Given(t).to(ScalarType.Float64);
    public static Tensor FloatTensor(Tensor t) => Given(t).to(ScalarType.Float32);
    public static Tensor IntTensor(Tensor t) => Given(t).to(ScalarType.Int32);
    public static Tensor LongTensor(Tensor t) => Given(t).to(ScalarType.Int64);
    public static Tensor ShortTensor(Tensor t) => Given(t).to(ScalarType.Int16);
}
