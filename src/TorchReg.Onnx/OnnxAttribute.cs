using TorchReg.Wire;

namespace TorchReg.Onnx;

/// <summary>A named setting of a node.</summary>
/// <param name="Name">As the operator has it.</param>
/// <param name="Value">A whole number, a number, a text, or a list of whole numbers or texts.</param>
readonly record struct OnnxAttribute(string Name, object Value)
{
    // Numbers of fields and types: AttributeProto.
    const int NameField = 1, NumberField = 2, WholeField = 3, TextField = 4, WholesField = 8, TextsField = 9, TypeField = 20;
    const int Number = 1, Whole = 2, Text = 3, Wholes = 7, Texts = 8;

    internal WireMessage ToMessage()
    {
        var message = new WireMessage().Add(NameField, Name);
        switch (Value)
        {
            case long whole: return message.Add(WholeField, whole).Add(TypeField, Whole);
            case double number: return message.Add(NumberField, (float)number).Add(TypeField, Number);
            case string text: return message.Add(TextField, text).Add(TypeField, Text);
            case long[] wholes:
                foreach (var whole in wholes) message.Add(WholesField, whole);
                return message.Add(TypeField, Wholes);
            case string[] texts:
                foreach (var text in texts) message.Add(TextsField, text);
                return message.Add(TypeField, Texts);
            default: throw new ArgumentOutOfRangeException(nameof(Value), Value, "no attribute of ONNX");
        }
    }
}
