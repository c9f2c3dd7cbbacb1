using System.Text;
using TorchReg.Wire;

namespace TorchReg.TensorBoard;

/// <summary>TensorBoard's messages, by the field numbers of its public schemas.</summary>
/// <remarks>
/// event.proto, summary.proto and tensor.proto in https://github.com/tensorflow/tensorboard/tree/master/tensorboard/compat/proto;
/// plugin_data.proto and api.proto in …/tensorboard/plugins/hparams.
/// </remarks>
static class EventMessages
{
    const string Version = "brain.Event:2";
    const int Rgb = 3, OfStrings = 7, Start = 1;

    internal const string SessionStartTag = "_hparams_/session_start_info", SessionEndTag = "_hparams_/session_end_info";

    internal static WireMessage Event(double time, long step) => new WireMessage().Add(1, time).Add(2, step);

    internal static WireMessage OfVersion(double time) => Event(time, 0).Add(3, Version);

    /// <summary>From here on what has a later step was of a run that was ended, and counts no more.</summary>
    internal static WireMessage Restart(double time, long step) => Event(time, step).Add(7, new WireMessage().Add(1, Start));

    internal static WireMessage OfSummary(double time, long step, WireMessage value) =>
        Event(time, step).Add(5, new WireMessage().Add(1, value));

    internal static WireMessage Scalar(string tag, double value) => new WireMessage().Add(1, tag).Add(2, (float)value);

    internal static WireMessage Histogram(string tag, ReadOnlySpan<double> numbers) =>
        new WireMessage().Add(1, tag).Add(5, WeightHistogram.Of(numbers));

    internal static WireMessage Picture(string tag, WeightPicture picture) => new WireMessage().Add(1, tag).Add(4,
        new WireMessage().Add(1, picture.Height).Add(2, picture.Width).Add(3, Rgb).Add(4, picture.ToPng()));

    internal static WireMessage Text(string tag, string text) => new WireMessage().Add(1, tag)
        .Add(9, Plugin("text", [])).Add(8,
            new WireMessage().Add(1, OfStrings)
                .Add(2, new WireMessage().Add(2, new WireMessage().Add(1, 1)))
                .Add(8, Encoding.UTF8.GetBytes(text)));

    /// <param name="values">Numbers, truth values and texts by their names.</param>
    /// <param name="group">What stands together in the table.</param>
    /// <param name="time">Seconds since 1970.</param>
    internal static WireMessage SessionStart(IReadOnlyDictionary<string, object> values, string group, double time) =>
        OfSession(SessionStartTag, 3, new WireMessage()
            .AddAll(1, values, pair => new WireMessage().Add(1, pair.Key).Add(2, Value(pair.Value)))
            .Add(4, group).Add(5, time));

    internal static WireMessage SessionEnd(bool succeeded, double time) =>
        OfSession(SessionEndTag, 4, new WireMessage().Add(1, succeeded ? 1 : 2).Add(2, time));

    static WireMessage OfSession(string tag, int field, WireMessage info) => new WireMessage().Add(1, tag)
        .Add(9, Plugin("hparams", new WireMessage().Add(field, info).ToBytes()));

    static WireMessage Plugin(string name, byte[] content) =>
        new WireMessage().Add(1, new WireMessage().Add(1, name).Add(2, content));

    // google.protobuf.Value.
    static WireMessage Value(object value) => value switch
    {
        bool truth => new WireMessage().Add(4, truth ? 1L : 0),
        string text => new WireMessage().Add(3, text),
        _ => new WireMessage().Add(2, Convert.ToDouble(value, System.Globalization.CultureInfo.InvariantCulture)),
    };
}
