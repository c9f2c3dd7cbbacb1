namespace TorchReg.Data;

/// <summary>
/// Short product reviews, written by rule: many words that say nothing of the verdict and one to three that do; "not" before such
/// a word turns it round. So it is known which words a classifier should pick.
/// </summary>
public static class Reviews
{
    static readonly string[] praise =
    [
        "great",
        "lovely",
        "sturdy",
        "reliable",
        "delightful",
        "excellent",
        "comfortable",
        "perfect"
    ];
    static readonly string[] blame = ["awful", "flimsy", "broken", "noisy", "useless", "disappointing", "faulty", "cheap"];

    static readonly string[] plain =
    [
        .. (
            "the this that a my our it is was has had with for from and then after before when in on at of to we they i bought " +
            "ordered received used opened kept gave sent box table lamp chair kettle phone camera bag bottle watch jacket " +
            "shoes book keyboard morning evening week month winter summer kitchen office garden travel birthday friend brother " +
            "mother neighbour shop store delivery package colour size price button cable screen handle cover side top blue red " +
            "green small large new second first still really quite also just already every often sometimes today " +
            "yesterday color").Split(' '),
    ];

    /// <summary>The words that praise or blame: what decides.</summary>
    public static IReadOnlySet<string> DecidingWords { get; } = praise.Concat(blame).ToHashSet();

    /// <summary>Makes reviews up; half of them praise.</summary>
    /// <param name="count">1 or more.</param>
    /// <param name="seed">Equal seeds give equal reviews.</param>
    /// <returns>The texts, and for each 1 where it praises, else 0; one in twenty is labelled wrongly, as people do.</returns>
    public static (string[] Texts, long[] Labels) Generate(int count, ulong seed)
    {
        Require.AtLeast(1, count);
        var written = Enumerable.Range(0, count).Select(i => One(SplitMix64.Substream(seed, (ulong)i))).ToArray();
        return ([.. written.Select(w => w.Text)], [.. written.Select(w => w.Label)]);
    }

    static (string Text, long Label) One(SplitMix64 random)
    {
        var isPraise = random.Below(2) == 1;
        var words = Enumerable.Range(0, 15 + random.Below(25)).Select(_ => plain[random.Below(plain.Length)]).ToList();
        for (var left = 1 + random.Below(3); left > 0; left--)
        {
            var isTurned = random.Below(8) == 0;
            var side = isPraise ^ isTurned ? praise : blame;
            words.Insert(random.Below(words.Count), (isTurned ? "not " : "") + side[random.Below(side.Length)]);
        }
        return (string.Join(' ', words), isPraise ^ random.Below(20) == 0 ? 1 : 0);
    }
}
