using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace TorchReg.Cli.Settings;

/// <summary>What a setting means: its documentation in the source, from the XML file beside the program.</summary>
static class SettingTexts
{
    static readonly Lazy<Dictionary<string, string>> texts = new(Read);

    internal static string? Of(PropertyInfo property) =>
        texts.Value.GetValueOrDefault($"P:{property.DeclaringType!.FullName}.{property.Name}");

    static Dictionary<string, string> Read()
    {
        var file = Path.Combine(AppContext.BaseDirectory, $"{typeof(SettingTexts).Assembly.GetName().Name}.xml");
        if (!File.Exists(file)) return [];
        return XDocument
            .Load(file)
            .Descendants("member")
            .Where(member => member.Element("summary") != null)
            .ToDictionary(
                member => (string)member.Attribute("name")!,
                member => Regex.Replace(member.Element("summary")!.Value.Trim(), @"\s+", " "));
    }
}
