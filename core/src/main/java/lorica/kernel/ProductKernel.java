package lorica.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/// The two products of matrices whose rows are long: all inner products of two sets of rows, and
/// all combinations of a set of rows.
///
/// Row `i` of a matrix starts at `offset + i·stride`. Sums run in `double` with fused multiply-add,
/// in tiles of the row length that stay in the cache; their order depends on the machine's vector
/// width, and on nothing else. Callers check shapes; kernels do not.
public final class ProductKernel {
    private static final VectorSpecies<Double> F64 = DoubleVector.SPECIES_PREFERRED;

    /// Elements of a row handled at a time: 8 KiB, so that 32 rows fill a quarter of a mebibyte.
    private static final int TILE = 1024;

    private ProductKernel() {}

    /// Reference of [#inner].
    static void innerScalar(
            double[] c,
            int cStride,
            double[] a,
            int ao,
            int as,
            int ar,
            double[] b,
            int bo,
            int bs,
            int br,
            int n) {
        for (int i = 0; i < ar; i++) {
            for (int k = 0; k < br; k++) {
                c[i * cStride + k] += RowKernel.dotScalar(a, ao + i * as, b, bo + k * bs, n);
            }
        }
    }

    /// `c[i, k] += Σₜ a[i, t]·b[k, t]`, `0 ≤ i < ar`, `0 ≤ k < br`, `0 ≤ t < n`.
    public static void inner(
            double[] c,
            int cStride,
            double[] a,
            int ao,
            int as,
            int ar,
            double[] b,
            int bo,
            int bs,
            int br,
            int n) {
        for (int t = 0; t < n; t += TILE) {
            int length = Math.min(TILE, n - t);
            int i = 0;
            for (; i + 2 <= ar; i += 2) {
                int k = 0;
                for (; k + 4 <= br; k += 4) {
                    inner2x4(
                            c,
                            i * cStride + k,
                            cStride,
                            a,
                            ao + i * as + t,
                            as,
                            b,
                            bo + k * bs + t,
                            bs,
                            length);
                }
                for (; k < br; k++) {
                    int bk = bo + k * bs + t;
                    c[i * cStride + k] += RowKernel.dot(a, ao + i * as + t, b, bk, length);
                    c[(i + 1) * cStride + k] +=
                            RowKernel.dot(a, ao + (i + 1) * as + t, b, bk, length);
                }
            }
            for (; i < ar; i++) {
                for (int k = 0; k < br; k++) {
                    c[i * cStride + k] +=
                            RowKernel.dot(a, ao + i * as + t, b, bo + k * bs + t, length);
                }
            }
        }
    }

    private static void inner2x4(
            double[] c,
            int co,
            int cs,
            double[] a,
            int ao,
            int as,
            double[] b,
            int bo,
            int bs,
            int n) {
        DoubleVector c00 = DoubleVector.zero(F64);
        DoubleVector c01 = c00;
        DoubleVector c02 = c00;
        DoubleVector c03 = c00;
        DoubleVector c10 = c00;
        DoubleVector c11 = c00;
        DoubleVector c12 = c00;
        DoubleVector c13 = c00;
        int t = 0;
        for (int bound = F64.loopBound(n); t < bound; t += F64.length()) {
            DoubleVector a0 = load(a, ao + t);
            DoubleVector a1 = load(a, ao + as + t);
            DoubleVector b0 = load(b, bo + t);
            DoubleVector b1 = load(b, bo + bs + t);
            DoubleVector b2 = load(b, bo + 2 * bs + t);
            DoubleVector b3 = load(b, bo + 3 * bs + t);
            c00 = a0.fma(b0, c00);
            c01 = a0.fma(b1, c01);
            c02 = a0.fma(b2, c02);
            c03 = a0.fma(b3, c03);
            c10 = a1.fma(b0, c10);
            c11 = a1.fma(b1, c11);
            c12 = a1.fma(b2, c12);
            c13 = a1.fma(b3, c13);
        }
        c[co] += RowKernel.total(c00);
        c[co + 1] += RowKernel.total(c01);
        c[co + 2] += RowKernel.total(c02);
        c[co + 3] += RowKernel.total(c03);
        c[co + cs] += RowKernel.total(c10);
        c[co + cs + 1] += RowKernel.total(c11);
        c[co + cs + 2] += RowKernel.total(c12);
        c[co + cs + 3] += RowKernel.total(c13);
        for (int i = 0; i < 2; i++) {
            for (int k = 0; k < 4; k++) {
                c[co + i * cs + k] +=
                        RowKernel.dotScalar(a, ao + i * as + t, b, bo + k * bs + t, n - t);
            }
        }
    }

    /// Reference of [#combine].
    static void combineScalar(
            double[] y,
            int yo,
            int ys,
            int yr,
            double[] w,
            int ws,
            double[] a,
            int ao,
            int as,
            int ar,
            int n) {
        for (int k = 0; k < yr; k++) {
            for (int i = 0; i < ar; i++) {
                RowKernel.addScaled(y, yo + k * ys, w[i * ws + k], a, ao + i * as, n);
            }
        }
    }

    /// `y[k, t] += Σᵢ w[i, k]·a[i, t]`, `0 ≤ k < yr`, `0 ≤ i < ar`, `0 ≤ t < n`.
    public static void combine(
            double[] y,
            int yo,
            int ys,
            int yr,
            double[] w,
            int ws,
            double[] a,
            int ao,
            int as,
            int ar,
            int n) {
        for (int t = 0; t < n; t += TILE) {
            int length = Math.min(TILE, n - t);
            int k = 0;
            for (; k + 2 <= yr; k += 2) {
                int i = 0;
                for (; i + 4 <= ar; i += 4) {
                    combine2x4(
                            y,
                            yo + k * ys + t,
                            ys,
                            w,
                            i * ws + k,
                            ws,
                            a,
                            ao + i * as + t,
                            as,
                            length);
                }
                for (; i < ar; i++) {
                    int ai = ao + i * as + t;
                    RowKernel.addScaled(y, yo + k * ys + t, w[i * ws + k], a, ai, length);
                    RowKernel.addScaled(y, yo + (k + 1) * ys + t, w[i * ws + k + 1], a, ai, length);
                }
            }
            for (; k < yr; k++) {
                for (int i = 0; i < ar; i++) {
                    RowKernel.addScaled(
                            y, yo + k * ys + t, w[i * ws + k], a, ao + i * as + t, length);
                }
            }
        }
    }

    private static void combine2x4(
            double[] y,
            int yo,
            int ys,
            double[] w,
            int wo,
            int ws,
            double[] a,
            int ao,
            int as,
            int n) {
        DoubleVector w00 = DoubleVector.broadcast(F64, w[wo]);
        DoubleVector w10 = DoubleVector.broadcast(F64, w[wo + ws]);
        DoubleVector w20 = DoubleVector.broadcast(F64, w[wo + 2 * ws]);
        DoubleVector w30 = DoubleVector.broadcast(F64, w[wo + 3 * ws]);
        DoubleVector w01 = DoubleVector.broadcast(F64, w[wo + 1]);
        DoubleVector w11 = DoubleVector.broadcast(F64, w[wo + ws + 1]);
        DoubleVector w21 = DoubleVector.broadcast(F64, w[wo + 2 * ws + 1]);
        DoubleVector w31 = DoubleVector.broadcast(F64, w[wo + 3 * ws + 1]);
        int t = 0;
        for (int bound = F64.loopBound(n); t < bound; t += F64.length()) {
            DoubleVector a0 = load(a, ao + t);
            DoubleVector a1 = load(a, ao + as + t);
            DoubleVector a2 = load(a, ao + 2 * as + t);
            DoubleVector a3 = load(a, ao + 3 * as + t);
            DoubleVector y0 = load(y, yo + t);
            DoubleVector y1 = load(y, yo + ys + t);
            y0 = a3.fma(w30, a2.fma(w20, a1.fma(w10, a0.fma(w00, y0))));
            y1 = a3.fma(w31, a2.fma(w21, a1.fma(w11, a0.fma(w01, y1))));
            y0.intoArray(y, yo + t);
            y1.intoArray(y, yo + ys + t);
        }
        for (int k = 0; k < 2; k++) {
            for (int i = 0; i < 4; i++) {
                RowKernel.addScaled(
                        y, yo + k * ys + t, w[wo + i * ws + k], a, ao + i * as + t, n - t);
            }
        }
    }

    private static DoubleVector load(double[] x, int at) {
        return DoubleVector.fromArray(F64, x, at);
    }
}
