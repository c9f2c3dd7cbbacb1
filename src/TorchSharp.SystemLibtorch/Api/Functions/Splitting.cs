namespace TorchSharp;

// One tensor into several.
public static partial class torch
{
    public static Tensor[] chunk(Tensor input, long chunks, long dim = 0) => Given(input).chunk(chunks, dim);
    public static Tensor[] split(Tensor tensor, long[] split_size_or_sections, long dim = 0) =>
        Given(tensor).split(split_size_or_sections, dim);
    public static Tensor[] tensor_split(Tensor input, Tensor indices_or_sections, long dim = 0) =>
        Given(input).tensor_split(indices_or_sections, dim);
    public static Tensor[] tensor_split(Tensor input, long indices_or_sections, long dim = 0) =>
        Given(input).tensor_split(indices_or_sections, dim);
    public static Tensor[] tensor_split(Tensor input, long[] indices_or_sections, long dim = 0) =>
        Given(input).tensor_split(indices_or_sections, dim);
    public static Tensor[] hsplit(Tensor input, (long, long) indices_or_sections) =>
        Given(input).hsplit(Items(indices_or_sections));
    public static Tensor[] hsplit(Tensor input, (long, long, long) indices_or_sections) =>
        Given(input).hsplit(Items(indices_or_sections));
    public static Tensor[] hsplit(Tensor input, (long, long, long, long) indices_or_sections) =>
        Given(input).hsplit(Items(indices_or_sections));
    public static Tensor[] hsplit(Tensor input, Tensor indices_or_sections) => Given(input).hsplit(indices_or_sections);
    public static Tensor[] hsplit(Tensor input, long indices_or_sections) => Given(input).hsplit(indices_or_sections);
    public static Tensor[] hsplit(Tensor input, long[] indices_or_sections) => Given(input).hsplit(indices_or_sections);
    public static Tensor[] vsplit(Tensor input, long[] indices_or_sections) => Given(input).vsplit(indices_or_sections);
    public static Tensor[] dsplit(Tensor input, (long, long) indices_or_sections) => Given(input).dsplit(indices_or_sections);
    public static Tensor[] dsplit(Tensor input, (long, long, long) indices_or_sections) =>
        Given(input).dsplit(indices_or_sections);
    public static Tensor[] dsplit(Tensor input, (long, long, long, long) indices_or_sections) =>
        Given(input).dsplit(indices_or_sections);
    public static Tensor[] dsplit(Tensor input, Tensor indices_or_sections) => Given(input).dsplit(indices_or_sections);
    public static Tensor[] dsplit(Tensor input, long size) => Given(input).dsplit(size);
    public static Tensor[] dsplit(Tensor input, long[] indices_or_sections) => Given(input).dsplit(indices_or_sections);
    public static Tensor[] unbind(Tensor input, long dim = 0) => Given(input).unbind(dim);
    public static Tensor[] unbind(Tensor tensor, int dim = 0) => Given(tensor).unbind(dim);
}
