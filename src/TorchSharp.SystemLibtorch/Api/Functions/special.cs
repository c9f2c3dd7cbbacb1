using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    // Special functions.
    public static partial class special
    {
        static readonly Op specialAiryAiOp = new("special_airy_ai");
        static readonly Op specialAiryAiOutOp = new("special_airy_ai.out");
        public static Tensor airy_ai(Tensor input, Tensor? @out = null) =>
            @out is null ? specialAiryAiOp.Call(input) : specialAiryAiOutOp.Out(input, @out);
        static readonly Op specialBesselJ0Op = new("special_bessel_j0");
        static readonly Op specialBesselJ0OutOp = new("special_bessel_j0.out");
        public static Tensor bessel_j0(Tensor input, Tensor? @out = null) =>
            @out is null ? specialBesselJ0Op.Call(input) : specialBesselJ0OutOp.Out(input, @out);
        static readonly Op specialBesselJ1Op = new("special_bessel_j1");
        static readonly Op specialBesselJ1OutOp = new("special_bessel_j1.out");
        public static Tensor bessel_j1(Tensor input, Tensor? @out = null) =>
            @out is null ? specialBesselJ1Op.Call(input) : specialBesselJ1OutOp.Out(input, @out);
        static readonly Op specialBesselY0Op = new("special_bessel_y0");
        static readonly Op specialBesselY0OutOp = new("special_bessel_y0.out");
        public static Tensor bessel_y0(Tensor input, Tensor? @out = null) =>
            @out is null ? specialBesselY0Op.Call(input) : specialBesselY0OutOp.Out(input, @out);
        static readonly Op specialBesselY1Op = new("special_bessel_y1");
        static readonly Op specialBesselY1OutOp = new("special_bessel_y1.out");
        public static Tensor bessel_y1(Tensor input, Tensor? @out = null) =>
            @out is null ? specialBesselY1Op.Call(input) : specialBesselY1OutOp.Out(input, @out);
        static readonly Op specialChebyshevPolynomialTOp = new("special_chebyshev_polynomial_t");
        static readonly Op specialChebyshevPolynomialTOutOp = new("special_chebyshev_polynomial_t.out");
        public static Tensor chebyshev_polynomial_t(Tensor x, Tensor n, Tensor? @out = null) =>
            @out is null ? specialChebyshevPolynomialTOp.Call(x, n) : specialChebyshevPolynomialTOutOp.Out(x, n, @out);
        static readonly Op specialChebyshevPolynomialUOp = new("special_chebyshev_polynomial_u");
        static readonly Op specialChebyshevPolynomialUOutOp = new("special_chebyshev_polynomial_u.out");
        public static Tensor chebyshev_polynomial_u(Tensor x, Tensor n, Tensor? @out = null) =>
            @out is null ? specialChebyshevPolynomialUOp.Call(x, n) : specialChebyshevPolynomialUOutOp.Out(x, n, @out);
        static readonly Op specialChebyshevPolynomialVOp = new("special_chebyshev_polynomial_v");
        static readonly Op specialChebyshevPolynomialVOutOp = new("special_chebyshev_polynomial_v.out");
        public static Tensor chebyshev_polynomial_v(Tensor x, Tensor n, Tensor? @out = null) =>
            @out is null ? specialChebyshevPolynomialVOp.Call(x, n) : specialChebyshevPolynomialVOutOp.Out(x, n, @out);
        static readonly Op specialChebyshevPolynomialWOp = new("special_chebyshev_polynomial_w");
        static readonly Op specialChebyshevPolynomialWOutOp = new("special_chebyshev_polynomial_w.out");
        public static Tensor chebyshev_polynomial_w(Tensor x, Tensor n, Tensor? @out = null) =>
            @out is null ? specialChebyshevPolynomialWOp.Call(x, n) : specialChebyshevPolynomialWOutOp.Out(x, n, @out);
        static readonly Op specialDigammaOp = new("special_digamma");
        public static Tensor digamma(Tensor input) => specialDigammaOp.Call(input);
        static readonly Op specialEntrOp = new("special_entr");
        public static Tensor entr(Tensor input) => specialEntrOp.Call(input);
        static readonly Op specialErfOp = new("special_erf"); public static Tensor erf(Tensor input) => specialErfOp.Call(input);
        static readonly Op specialErfcOp = new("special_erfc");
        public static Tensor erfc(Tensor input) => specialErfcOp.Call(input);
        static readonly Op specialErfcxOp = new("special_erfcx");
        public static Tensor erfcx(Tensor input) => specialErfcxOp.Call(input);
        static readonly Op specialErfinvOp = new("special_erfinv");
        public static Tensor erfinv(Tensor input) => specialErfinvOp.Call(input);
        static readonly Op specialExp2Op = new("special_exp2");
        public static Tensor exp2(Tensor input) => specialExp2Op.Call(input);
        static readonly Op specialExpitOp = new("special_expit");
        public static Tensor expit(Tensor input) => specialExpitOp.Call(input);
        static readonly Op specialExpm1Op = new("special_expm1");
        public static Tensor expm1(Tensor input) => specialExpm1Op.Call(input);
        static readonly Op specialGammaincOp = new("special_gammainc");
        public static Tensor gammainc(Tensor input, Tensor other) => specialGammaincOp.Call(input, other);
        static readonly Op specialGammainccOp = new("special_gammaincc");
        public static Tensor gammaincc(Tensor input, Tensor other) => specialGammainccOp.Call(input, other);
        static readonly Op specialGammalnOp = new("special_gammaln");
        public static Tensor gammaln(Tensor input) => specialGammalnOp.Call(input);
        static readonly Op specialHermitePolynomialHOp = new("special_hermite_polynomial_h");
        static readonly Op specialHermitePolynomialHOutOp = new("special_hermite_polynomial_h.out");
        public static Tensor hermite_polynomial_h(Tensor x, Tensor n, Tensor? @out = null) =>
            @out is null ? specialHermitePolynomialHOp.Call(x, n) : specialHermitePolynomialHOutOp.Out(x, n, @out);
        static readonly Op specialHermitePolynomialHeOp = new("special_hermite_polynomial_he");
        static readonly Op specialHermitePolynomialHeOutOp = new("special_hermite_polynomial_he.out");
        public static Tensor hermite_polynomial_he(Tensor x, Tensor n, Tensor? @out = null) =>
            @out is null ? specialHermitePolynomialHeOp.Call(x, n) : specialHermitePolynomialHeOutOp.Out(x, n, @out);
        static readonly Op specialI0Op = new("special_i0"); public static Tensor i0(Tensor input) => specialI0Op.Call(input);
        static readonly Op specialI0eOp = new("special_i0e"); public static Tensor i0e(Tensor input) => specialI0eOp.Call(input);
        static readonly Op specialI1Op = new("special_i1"); public static Tensor i1(Tensor input) => specialI1Op.Call(input);
        static readonly Op specialI1eOp = new("special_i1e"); public static Tensor i1e(Tensor input) => specialI1eOp.Call(input);
        static readonly Op specialLaguerrePolynomialLOp = new("special_laguerre_polynomial_l");
        static readonly Op specialLaguerrePolynomialLOutOp = new("special_laguerre_polynomial_l.out");
        public static Tensor laguerre_polynomial_l(Tensor x, Tensor n, Tensor? @out = null) =>
            @out is null ? specialLaguerrePolynomialLOp.Call(x, n) : specialLaguerrePolynomialLOutOp.Out(x, n, @out);
        static readonly Op specialLegendrePolynomialPOp = new("special_legendre_polynomial_p");
        static readonly Op specialLegendrePolynomialPOutOp = new("special_legendre_polynomial_p.out");
        public static Tensor legendre_polynomial_p(Tensor x, Tensor n, Tensor? @out = null) =>
            @out is null ? specialLegendrePolynomialPOp.Call(x, n) : specialLegendrePolynomialPOutOp.Out(x, n, @out);
        static readonly Op specialLogSoftmaxOp = new("special_log_softmax");
        public static Tensor log_softmax(Tensor input, long dim, ScalarType? dtype = null) =>
            specialLogSoftmaxOp.Call(input, dim, dtype);
        static readonly Op specialLogitOp = new("special_logit");
        public static Tensor logit(Tensor input) => specialLogitOp.Call(input);
        static readonly Op specialModifiedBesselI0Op = new("special_modified_bessel_i0");
        static readonly Op specialModifiedBesselI0OutOp = new("special_modified_bessel_i0.out");
        public static Tensor modified_bessel_i0(Tensor input, Tensor? @out = null) =>
            @out is null ? specialModifiedBesselI0Op.Call(input) : specialModifiedBesselI0OutOp.Out(input, @out);
        static readonly Op specialModifiedBesselI1Op = new("special_modified_bessel_i1");
        static readonly Op specialModifiedBesselI1OutOp = new("special_modified_bessel_i1.out");
        public static Tensor modified_bessel_i1(Tensor input, Tensor? @out = null) =>
            @out is null ? specialModifiedBesselI1Op.Call(input) : specialModifiedBesselI1OutOp.Out(input, @out);
        static readonly Op specialModifiedBesselK0Op = new("special_modified_bessel_k0");
        static readonly Op specialModifiedBesselK0OutOp = new("special_modified_bessel_k0.out");
        public static Tensor modified_bessel_k0(Tensor input, Tensor? @out = null) =>
            @out is null ? specialModifiedBesselK0Op.Call(input) : specialModifiedBesselK0OutOp.Out(input, @out);
        static readonly Op specialModifiedBesselK1Op = new("special_modified_bessel_k1");
        static readonly Op specialModifiedBesselK1OutOp = new("special_modified_bessel_k1.out");
        public static Tensor modified_bessel_k1(Tensor input, Tensor? @out = null) =>
            @out is null ? specialModifiedBesselK1Op.Call(input) : specialModifiedBesselK1OutOp.Out(input, @out);
        static readonly Op specialMultigammalnOp = new("special_multigammaln");
        public static Tensor multigammaln(Tensor input, long p) => specialMultigammalnOp.Call(input, p);
        static readonly Op specialNdtrOp = new("special_ndtr");
        public static Tensor ndtr(Tensor input) => specialNdtrOp.Call(input);
        static readonly Op specialNdtriOp = new("special_ndtri");
        public static Tensor ndtri(Tensor input) => specialNdtriOp.Call(input);
        static readonly Op specialPolygammaOp = new("special_polygamma");
        public static Tensor polygamma(long n, Tensor input) => specialPolygammaOp.Call(n, input);
        static readonly Op specialPsiOp = new("special_psi"); public static Tensor psi(Tensor input) => specialPsiOp.Call(input);
        static readonly Op specialScaledModifiedBesselK0Op = new("special_scaled_modified_bessel_k0");
        static readonly Op specialScaledModifiedBesselK0OutOp = new("special_scaled_modified_bessel_k0.out");
        public static Tensor scaled_modified_bessel_k0(Tensor input, Tensor? @out = null) =>
            @out is null ? specialScaledModifiedBesselK0Op.Call(input) : specialScaledModifiedBesselK0OutOp.Out(input, @out);
        static readonly Op specialScaledModifiedBesselK1Op = new("special_scaled_modified_bessel_k1");
        static readonly Op specialScaledModifiedBesselK1OutOp = new("special_scaled_modified_bessel_k1.out");
        public static Tensor scaled_modified_bessel_k1(Tensor input, Tensor? @out = null) =>
            @out is null ? specialScaledModifiedBesselK1Op.Call(input) : specialScaledModifiedBesselK1OutOp.Out(input, @out);
        static readonly Op specialShiftedChebyshevPolynomialTOp = new("special_shifted_chebyshev_polynomial_t");
        static readonly Op specialShiftedChebyshevPolynomialTOutOp = new("special_shifted_chebyshev_polynomial_t.out");
        public static Tensor shifted_chebyshev_polynomial_t(Tensor x, Tensor n, Tensor? @out = null) =>
            @out is null ? specialShiftedChebyshevPolynomialTOp.Call(x, n)
                : specialShiftedChebyshevPolynomialTOutOp.Out(x, n, @out);
        static readonly Op specialShiftedChebyshevPolynomialUOp = new("special_shifted_chebyshev_polynomial_u");
        static readonly Op specialShiftedChebyshevPolynomialUOutOp = new("special_shifted_chebyshev_polynomial_u.out");
        public static Tensor shifted_chebyshev_polynomial_u(Tensor x, Tensor n, Tensor? @out = null) =>
            @out is null ? specialShiftedChebyshevPolynomialUOp.Call(x, n)
                : specialShiftedChebyshevPolynomialUOutOp.Out(x, n, @out);
        static readonly Op specialShiftedChebyshevPolynomialVOp = new("special_shifted_chebyshev_polynomial_v");
        static readonly Op specialShiftedChebyshevPolynomialVOutOp = new("special_shifted_chebyshev_polynomial_v.out");
        public static Tensor shifted_chebyshev_polynomial_v(Tensor x, Tensor n, Tensor? @out = null) =>
            @out is null ? specialShiftedChebyshevPolynomialVOp.Call(x, n)
                : specialShiftedChebyshevPolynomialVOutOp.Out(x, n, @out);
        static readonly Op specialShiftedChebyshevPolynomialWOp = new("special_shifted_chebyshev_polynomial_w");
        static readonly Op specialShiftedChebyshevPolynomialWOutOp = new("special_shifted_chebyshev_polynomial_w.out");
        public static Tensor shifted_chebyshev_polynomial_w(Tensor x, Tensor n, Tensor? @out = null) =>
            @out is null ? specialShiftedChebyshevPolynomialWOp.Call(x, n)
                : specialShiftedChebyshevPolynomialWOutOp.Out(x, n, @out);
        static readonly Op sigmoidOp = new("sigmoid"); public static Tensor sigmoid(Tensor input) => sigmoidOp.Call(input);
        static readonly Op sigmoidInplace = new("sigmoid_");
        public static Tensor sigmoid_(Tensor input) => sigmoidInplace.Into(input);
        static readonly Op specialSincOp = new("special_sinc");
        public static Tensor sinc(Tensor input) => specialSincOp.Call(input);
        static readonly Op specialSoftmaxOp = new("special_softmax");
        public static Tensor softmax(Tensor input, long dim, ScalarType? dtype = null) =>
            specialSoftmaxOp.Call(input, dim, dtype);
        static readonly Op specialSphericalBesselJ0Op = new("special_spherical_bessel_j0");
        static readonly Op specialSphericalBesselJ0OutOp = new("special_spherical_bessel_j0.out");
        public static Tensor spherical_bessel_j0(Tensor input, Tensor? @out = null) =>
            @out is null ? specialSphericalBesselJ0Op.Call(input) : specialSphericalBesselJ0OutOp.Out(input, @out);
        static readonly Op specialXlog1pyOp = new("special_xlog1py");
        public static Tensor xlog1py(Tensor input, Tensor other) => specialXlog1pyOp.Call(input, other);
        static readonly Op specialZetaOp = new("special_zeta");
        public static Tensor zeta(Tensor x, Tensor q) => specialZetaOp.Call(x, q);
    }
}
