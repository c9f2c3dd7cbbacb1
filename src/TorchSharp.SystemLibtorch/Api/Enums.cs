namespace TorchSharp;

public enum compute_mode { use_mm_for_euclid_dist_if_necessary, use_mm_for_euclid_dist, donot_use_mm_for_euclid_dist }

public static partial class torch
{
    public enum RoundingMode { None, trunc, floor }
}
