namespace TorchReg.Articles;

/// <summary>The list of switches, in the reader's language: those of one program, and the line of each.</summary>
static class Usage
{
    static readonly (Uses Uses, string Name, string English, string Chinese)[] all =
    [
        (Uses.Variant, "--variant WHICH", "written, fixed or both: which part runs; default both",
            "written（原文）、fixed（修正）或 both（两者）；默认 both"),
        (Uses.Digits, "--data DIR", "digits from MNIST-format files (or TORCHREG_DATA=DIR); else drawn in memory",
            "MNIST 格式文件所在的目录（或 TORCHREG_DATA=DIR）；默认在内存中绘制数字"),
        (Uses.Digits, "--rows N", "training digits, instead of the program's own number", "训练用的数字个数，代替程序自己的数目"),
        (Uses.Device, "--device NAME", "cpu, cuda or cuda:N: where models are trained; default cpu",
            "cpu、cuda 或 cuda:N：在哪里训练模型；默认 cpu"),
        (Uses.Plot, "--plot FILE.svg", "writes the picture", "写出图片"),
        (Uses.None, "--lang en|zh", "the language of all words; default zh where LANG begins so, else en",
            "语言；LANG 以 zh 开头时默认 zh，否则 en"),
        (Uses.None, "--small", "few rows and steps, for a first look", "少量数据和步数，先看一眼"),
    ];

    /// <summary>A program's switches, a line each.</summary>
    internal static string Of(Uses uses, Language language) => string.Join(
        '\n',
        all.Where(s => uses.HasFlag(s.Uses)).Select(s => $"  {s.Name,-17}{language.Of(s.English, s.Chinese)}"));

    /// <summary>Which use a switch belongs to; null where no program has such a switch.</summary>
    internal static Uses? Find(string name) =>
        all.Where(s => s.Name.Split(' ')[0] == name).Select(s => (Uses?)s.Uses).FirstOrDefault();
}
