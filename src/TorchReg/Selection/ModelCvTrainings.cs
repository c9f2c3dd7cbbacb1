using System.Globalization;
using TorchReg.Data;
using TorchReg.Objectives;
using TorchReg.Penalties;
using TorchReg.Storage;
using TorchReg.Training;
using static TorchSharp.torch;

namespace TorchReg.Selection;

/// <summary>A fold's trainings over λ, which share their start.</summary>
sealed class ModelCvTrainings(
    Func<ulong, nn.Module<Tensor, Tensor>> make, Func<nn.Module<Tensor, Tensor>, double, Regularization?> penalize, Loss loss,
    TrainingOptions options, Func<Tensor, Tensor, Tensor>? rowError)
{
    internal bool Together { get; init; }

    ulong SeedOf(int fold) => (ulong)options.Seed + (ulong)fold;

    // What a factory or a layer without a seed draws is then the same too, and after a resume.
    nn.Module<Tensor, Tensor> Made(int fold)
    {
        manual_seed((long)SeedOf(fold));
        return make(SeedOf(fold));
    }

    /// <summary>What kept errors belong to.</summary>
    internal Provenance Provenance(Dataset data, IReadOnlyList<RowFold> folds, double[] lambdas)
    {
        using var scope = NewDisposeScope();
        using var model = Made(0);
        using var rules = penalize(model, lambdas[0]);
        return new(new Dictionary<string, string>(TrainingProvenance.Of(model, loss, rules, options, data, null).Values)
        {
            ["optimizer"] = Optimizer(model),
            ["folds"] = ChoiceProvenance.Of(folds),
            ["lambdas"] = string.Join(", ", lambdas.Select(lambda => lambda.ToString("R", CultureInfo.InvariantCulture))),
            ["start"] = DatasetDigest.Sha256([.. model.state_dict().Values.Select(tensor => tensor.cpu())]),
            ["error"] = rowError is null ? "loss" : "a function",
            ["together"] = Together.ToString(),
        });
    }

    string Optimizer(nn.Module<Tensor, Tensor> model)
    {
        using var optimizer = OptimizerChoice.Make(model, [.. model.parameters().Where(p => p.requires_grad)], options);
        return string.Join("; ", OptimizerProvenance.Of(optimizer).Select(pair => $"{pair.Key} {pair.Value}"));
    }

    /// <summary>What each held-out row counts, λ × rows.</summary>
    internal double[][] Of(
        int fold, RowFold rows, Dataset data, double[] lambdas, KeptWork? kept, Action<int> done, CancellationToken cancellation)
    {
        string NameOf(int l) => string.Create(CultureInfo.InvariantCulture, $"fold-{fold + 1:D5}-lambda-{l + 1:D5}");
        var errors = Array.ConvertAll(lambdas, lambda => (double[]?)null);
        for (var l = 0; l < lambdas.Length; l++)
        {
            using var part = kept?.Read(NameOf(l));
            errors[l] = part?.Numbers();
        }
        if (errors.All(each => each is not null)) return Told(errors);
        var (train, test) = data.Split(rows);
        using (train)
        using (test)
        {
            // All of them: a model's last bits depend on its neighbours in the stack.
            if (CanStack(fold, lambdas)) errors = Stacked(fold, train, test, lambdas, cancellation);
            using var start = new SharedStart();
            for (var l = 0; l < lambdas.Length; l++)
            {
                errors[l] ??= Alone(fold, start, train, test, lambdas[l], cancellation);
                kept?.Write(NameOf(l), writer => writer.Write(errors[l]!));
                done(l + 1);
            }
        }
        return errors!;

        double[][] Told(double[]?[] all)
        {
            done(lambdas.Length);
            return all!;
        }
    }

    double[] Alone(int fold, SharedStart start, Dataset train, Dataset test, double lambda, CancellationToken cancellation)
    {
        using var scope = NewDisposeScope();
        using var model = Made(fold);
        start.Share(model);
        using var rules = penalize(model, lambda);
        try
        {
            new Trainer(model, loss, rules, options).Fit(train, cancellation: cancellation);
        }
        catch (DivergenceException) { return Diverged(test); }
        return Errors(model, test);
    }

    bool CanStack(int fold, double[] lambdas)
    {
        if (!Together || lambdas.Length < 2 || options.Autograd || options.InputPenalty is not null
            || options.AccumulateBatches != 1 || options.ValidationFraction != 0) return false;
        using var scope = NewDisposeScope();
        using var model = Made(fold);
        if (LinearPart.Of(model) is null) return false;
        return lambdas.All(lambda =>
        {
            using var rules = penalize(model, lambda);
            return rules is not { ActsInLoss: true };
        });
    }

    double[]?[] Stacked(int fold, Dataset train, Dataset test, double[] lambdas, CancellationToken cancellation)
    {
        using var scope = NewDisposeScope();
        using var start = new SharedStart();
        var models = lambdas.Select(_ => Made(fold)).ToArray();
        foreach (var model in models) start.Share(model);
        using var stack = new ModelStack(models);
        // The stack made the parameters anew: penalties are placed on those.
        var members = models.Select((model, l) => new StackMember(penalize(model, lambdas[l]), options)).ToArray();
        try
        {
            var ended = new StackTrainer(stack, loss, members).Fit(train, cancellation: cancellation);
            return [.. ended.Select((one, l) => one.History is null ? Diverged(test) : Errors(models[l], test))];
        }
        finally
        {
            foreach (var member in members) member.Regularization?.Dispose();
            foreach (var model in models) model.Dispose();
        }
    }

    // A λ that diverges is a bad λ, not the end of the others.
    static double[] Diverged(Dataset test)
    {
        var errors = new double[test.Rows];
        Array.Fill(errors, double.PositiveInfinity);
        return errors;
    }

    double[] Errors(nn.Module<Tensor, Tensor> model, Dataset test)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var predictions = Evaluation.Predict(model, test).to(ScalarType.Float64);
        var targets = test.Targets.is_floating_point() ? test.Targets.to(ScalarType.Float64) : test.Targets;
        var each = (rowError?.Invoke(predictions, targets) ?? OfLoss(predictions, targets)).to(ScalarType.Float64).flatten();
        return each.NumberOfElements == test.Rows ? Kernels.HostMemory.Numbers(each)
            : throw new ArgumentException(
                $"rowError must give one number for each of {test.Rows} rows; it gave {each.NumberOfElements}.",
                nameof(rowError));
    }

    Tensor OfLoss(Tensor predictions, Tensor targets)
    {
        var losses = loss.Each(predictions, targets);
        if (loss.DivisorOfEach(targets) is not { } divisors) return losses;
        // A class of weight 0 counts nothing, whatever its loss.
        return losses / divisors.to(losses.dtype).clamp_min(Scalars.Of(double.Epsilon));
    }
}
