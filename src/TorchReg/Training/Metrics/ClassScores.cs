namespace TorchReg.Training;

/// <summary>
/// F1 = 2TP/(2TP + FP + FN): of two classes that of the second, of more the mean over those that a row has or is taken for.
/// </summary>
/// <remarks>scikit-learn's f1_score, binary and macro.</remarks>
sealed class F1Score(int[] truth, int[] answers, int classes) : RowScore(Metric.F1)
{
    readonly double[] right = new double[classes], have = new double[classes], taken = new double[classes];

    internal override double Of(ReadOnlySpan<double> c)
    {
        Array.Clear(right);
        Array.Clear(have);
        Array.Clear(taken);
        for (var i = 0; i < c.Length; i++)
        {
            have[truth[i]] += c[i];
            taken[answers[i]] += c[i];
            if (truth[i] == answers[i]) right[truth[i]] += c[i];
        }
        if (classes == 2) return F1(1);
        var (sum, count) = (0.0, 0);
        for (var k = 0; k < classes; k++)
            if (have[k] + taken[k] > 0) (sum, count) = (sum + F1(k), count + 1);
        return sum / count;
    }

    double F1(int k) => 2 * right[k] / (have[k] + taken[k]);
}

/// <summary>
/// The area under the ROC curve: the share of pairs of a row of the class and another in which the first has the higher score,
/// equal ones counting half. Of more than two classes the mean of each against the others, over those that have both.
/// </summary>
/// <remarks>
/// J. Hanley, B. McNeil, The meaning and use of the area under a ROC curve, Radiology 143 (1982), p. 29; scikit-learn's
/// roc_auc_score, multi_class="ovr".
/// </remarks>
sealed class AreaUnderCurve(int[] truth, double[][] scores) : RowScore(Metric.AreaUnderCurve)
{
    // Of two classes the second's scores alone.
    readonly (int Class, int[] Order, double[] Scores)[] each =
        [.. scores.Select((own, k) => (scores.Length == 1 ? 1 : k, Ordered(own), own))];

    internal override double Cost => 2 * each.Length;

    static int[] Ordered(double[] scores)
    {
        var order = Enumerable.Range(0, scores.Length).ToArray();
        Array.Sort((double[])scores.Clone(), order);
        return order;
    }

    internal override double Of(ReadOnlySpan<double> c)
    {
        var (sum, count) = (0.0, 0);
        foreach (var (own, order, values) in each)
            if (Area(c, own, order, values) is var area && !double.IsNaN(area)) (sum, count) = (sum + area, count + 1);
        return count > 0 ? sum / count : double.NaN;
    }

    double Area(ReadOnlySpan<double> c, int own, int[] order, double[] values)
    {
        var (pairs, others, all) = (0.0, 0.0, 0.0);
        for (var i = 0; i < order.Length;)
        {
            var (equalOwn, equalOthers, value) = (0.0, 0.0, values[order[i]]);
            for (; i < order.Length && values[order[i]] == value; i++)
                if (truth[order[i]] == own) equalOwn += c[order[i]];
                else equalOthers += c[order[i]];
            pairs += equalOwn * (others + equalOthers / 2);
            (others, all) = (others + equalOthers, all + equalOwn);
        }
        return pairs / (others * all);
    }
}

/// <summary>
/// The expected calibration error: in ten equal bins of the probability of the class that a row is taken for, the difference of
/// their mean from the share of rows that are right, averaged over rows.
/// </summary>
/// <remarks>C. Guo et al., On calibration of modern neural networks, ICML 2017, equation 3.</remarks>
sealed class CalibrationError(double[] confidence, bool[] isRight) : RowScore(Metric.CalibrationError)
{
    const int Bins = 10;

    readonly double[] differences = new double[Bins];

    internal override double Of(ReadOnlySpan<double> c)
    {
        Array.Clear(differences);
        var weight = 0.0;
        for (var i = 0; i < c.Length; i++)
        {
            differences[Math.Clamp((int)(confidence[i] * Bins), 0, Bins - 1)] += c[i] * ((isRight[i] ? 1 : 0) - confidence[i]);
            weight += c[i];
        }
        return differences.Sum(Math.Abs) / weight;
    }
}

/// <summary>1 − log loss/log loss of the rows' own shares of classes: scikit-learn's d2_log_loss_score.</summary>
/// <param name="loss">−log p of each row's class.</param>
/// <param name="truth">Classes.</param>
/// <param name="classes">How many.</param>
sealed class ClassDeviance(double[] loss, int[] truth, int classes) : RowScore(Metric.ExplainedDeviance)
{
    readonly double[] have = new double[classes];

    internal override double Of(ReadOnlySpan<double> c)
    {
        Array.Clear(have);
        var (sum, weight) = (0.0, 0.0);
        for (var i = 0; i < c.Length; i++)
        {
            have[truth[i]] += c[i];
            (sum, weight) = (sum + c[i] * loss[i], weight + c[i]);
        }
        var entropy = have.Where(share => share > 0).Sum(share => -share * Math.Log(share / weight));
        return entropy > 0 ? 1 - sum / entropy : double.NaN;
    }
}
