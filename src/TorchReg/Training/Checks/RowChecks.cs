using System.Runtime.InteropServices;
using TorchReg.Data;
using TorchReg.Layers;
using TorchReg.Objectives;
using static TorchSharp.torch;

namespace TorchReg.Training;

/// <summary>
/// Whether rows fit the model and the loss, asked once before training, whatever computes the gradient: finite numbers, the width
/// and type that the model takes, targets that the loss takes. Messages name the row and the column, counted from 0.
/// </summary>
static class RowChecks
{
    /// <exception cref="InvalidDataException">A number is not finite.</exception>
    /// <exception cref="ArgumentException">Rows do not fit the model, or targets the loss.</exception>
    internal static void Check(nn.Module<Tensor, Tensor> model, Loss loss, Dataset data, string rows)
    {
        CheckFinite(data, rows);
        using var modes = new RememberedModes(model);
        modes.Set(_ => false);
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        // Two rows show the shapes; of one, a model that squeezes would drop the rows.
        var count = Math.Min(2, data.Rows);
        var prediction = Predicted(model, data, count, rows);
        try
        {
            loss.Check(prediction, data.Targets.narrow(0, 0, count));
            // The same predictions for all rows, without their memory: labels and ranges are then checked, on whichever device.
            if (prediction.shape[0] == count)
            {
                loss.Check(prediction.narrow(0, 0, 1).cpu().expand([data.Rows, .. prediction.shape[1..]]), data.Targets.cpu());
                loss.CheckAll?.Invoke(data.Targets);
            }
        }
        catch (ArgumentException wrong)
        {
            throw new ArgumentException($"The {rows} rows: {ArgumentText.Of(wrong)}", nameof(data), wrong);
        }
    }

    /// <summary>The model's predictions of rows that nobody has checked.</summary>
    /// <exception cref="ArgumentException">libtorch can't take them; the message names their shape and type.</exception>
    internal static Tensor Predict(nn.Module<Tensor, Tensor> model, Dataset data, long start, long count)
    {
        try { return Predictions.Of(model, data, start, count); }
        catch (ExternalException wrong) { throw Unfit(model, data, "The rows", wrong); }
    }

    internal static void CheckFinite(Dataset data, string rows)
    {
        try { data.Checked(); }
        catch (InvalidDataException wrong) { throw new InvalidDataException($"The {rows} rows: {wrong.Message}", wrong); }
    }

    static Tensor Predicted(nn.Module<Tensor, Tensor> model, Dataset data, long count, string rows)
    {
        try { return Predictions.Of(model, data, 0, count); }
        catch (Exception wrong) when (wrong is ExternalException or ArgumentException or InvalidOperationException)
        {
            throw Unfit(model, data, $"The {rows} rows", wrong);
        }
    }

    static ArgumentException Unfit(nn.Module model, Dataset data, string rows, Exception wrong) => new(
        $"{rows} do not fit the model: the features are {Described(data)}{Taken(model)}. " +
        wrong.Message.Split('\n')[0].TrimEnd(), "data", wrong);

    static string Described(Dataset data) => data.Stored is { } rows ? $"{rows.Type} {rows}"
        : $"{data.Features.dtype} [{string.Join("×", data.Features.shape)}]";

    // The first matrix is nearly always what the features meet first.
    static string Taken(nn.Module model) => model.named_parameters().FirstOrDefault() is ({ } name, { Dimensions: 2 } first)
        ? $", and {name} takes {first.shape[1]} columns of {first.dtype}" : "";
}
