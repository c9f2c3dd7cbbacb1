namespace TorchReg.Onnx;

/// <summary>What a tensor of ONNX holds; the numbers are the format's own (TensorProto.DataType).</summary>
enum OnnxElement
{
    Float = 1,
    Int64 = 7,
    Text = 8,
    Double = 11,
}
