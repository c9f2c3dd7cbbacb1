using TorchReg.ApiReference;

if (args is not [var folder])
{
    Console.Error.WriteLine("usage: dotnet run -c Release --project eng/ApiReference FOLDER");
    return 2;
}
Directory.CreateDirectory(folder);
var pages = new Reference(typeof(TorchReg.Penalties.Penalty).Assembly, typeof(TorchReg.Figures.Figure).Assembly).Pages();
foreach (var (name, text) in pages) File.WriteAllText(Path.Combine(folder, name), text);
Console.WriteLine($"{pages.Count} pages in {folder}: begin with README.md");
return 0;
