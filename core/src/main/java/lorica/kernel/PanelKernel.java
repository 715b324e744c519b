package lorica.kernel;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/// Many combinations of the same rows, `y[k, t] = Σᵢ w[k, i]·x[i, t]`, in panels that stay in the
/// cache:
///
/// ```
/// columns of x in panels of WIDTH:   panel[i·WIDTH + t]
/// rows of w in blocks of HEIGHT:     block[i·HEIGHT + k]
/// ```
///
/// Every element is one chain of fused multiply-adds in `double` in the order of `i`, whatever the
/// panels, blocks and vectors: the same bits everywhere. Callers check shapes; kernels do not.
public final class PanelKernel {
    private static final VectorSpecies<Double> F64 = DoubleVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Float> F32 =
            VectorSpecies.of(float.class, VectorShape.forBitSize(F64.vectorBitSize() / 2));
    private static final int LANES = F64.length();

    /// Columns of a panel.
    public static final int WIDTH = 2 * LANES;

    /// Rows of a block of weights.
    public static final int HEIGHT = 6;

    /// Rows that [#addScaled] adds at once.
    public static final int ROWS = 4;

    private PanelKernel() {}

    /// Reference of [#combine].
    static void combineScalar(
            double[] w, double[] x, int xo, int[] rows, int n, float[][] y, int at) {
        for (int k = 0; k < HEIGHT; k++) {
            for (int t = 0; t < WIDTH; t++) {
                double sum = 0;
                for (int r = 0; r < n; r++) {
                    sum = Math.fma(w[rows[r] * HEIGHT + k], x[xo + rows[r] * WIDTH + t], sum);
                }
                y[k][at + t] = (float) sum;
            }
        }
    }

    /// One block of weights with one panel, over the `n` rows `iᵣ = rows[r]`, rounded to F32:
    ///
    /// ```
    /// y[k][at + t] = Σᵣ block[iᵣ, k]·panel[iᵣ, t],   0 ≤ k < HEIGHT, 0 ≤ t < WIDTH
    /// ```
    public static void combine(
            double[] w, double[] x, int xo, int[] rows, int n, float[][] y, int at) {
        DoubleVector y00 = DoubleVector.zero(F64);
        DoubleVector y01 = y00;
        DoubleVector y10 = y00;
        DoubleVector y11 = y00;
        DoubleVector y20 = y00;
        DoubleVector y21 = y00;
        DoubleVector y30 = y00;
        DoubleVector y31 = y00;
        DoubleVector y40 = y00;
        DoubleVector y41 = y00;
        DoubleVector y50 = y00;
        DoubleVector y51 = y00;
        for (int r = 0; r < n; r++) {
            int row = xo + rows[r] * WIDTH;
            int weights = rows[r] * HEIGHT;
            DoubleVector x0 = DoubleVector.fromArray(F64, x, row);
            DoubleVector x1 = DoubleVector.fromArray(F64, x, row + LANES);
            DoubleVector weight = DoubleVector.broadcast(F64, w[weights]);
            y00 = weight.fma(x0, y00);
            y01 = weight.fma(x1, y01);
            weight = DoubleVector.broadcast(F64, w[weights + 1]);
            y10 = weight.fma(x0, y10);
            y11 = weight.fma(x1, y11);
            weight = DoubleVector.broadcast(F64, w[weights + 2]);
            y20 = weight.fma(x0, y20);
            y21 = weight.fma(x1, y21);
            weight = DoubleVector.broadcast(F64, w[weights + 3]);
            y30 = weight.fma(x0, y30);
            y31 = weight.fma(x1, y31);
            weight = DoubleVector.broadcast(F64, w[weights + 4]);
            y40 = weight.fma(x0, y40);
            y41 = weight.fma(x1, y41);
            weight = DoubleVector.broadcast(F64, w[weights + 5]);
            y50 = weight.fma(x0, y50);
            y51 = weight.fma(x1, y51);
        }
        narrow(y00, y01, y[0], at);
        narrow(y10, y11, y[1], at);
        narrow(y20, y21, y[2], at);
        narrow(y30, y31, y[3], at);
        narrow(y40, y41, y[4], at);
        narrow(y50, y51, y[5], at);
    }

    private static void narrow(DoubleVector first, DoubleVector second, float[] y, int at) {
        ((FloatVector) first.convertShape(VectorOperators.D2F, F32, 0)).intoArray(y, at);
        ((FloatVector) second.convertShape(VectorOperators.D2F, F32, 0)).intoArray(y, at + LANES);
    }

    /// Row `at / WIDTH` of every panel from `row`, widened: element `t` goes to `x[at + t/WIDTH ·
    /// stride + t mod WIDTH]`. No vector form by hand: the compiler's is as quick.
    public static void pack(float[] row, int n, double[] x, int at, int stride) {
        for (int t = 0; t < n; t++) {
            x[at + t / WIDTH * stride + t % WIDTH] = row[t];
        }
    }

    /// Reference of [#addScaled].
    static void addScaledScalar(double[] w, MemorySegment[] rows, double[] y, int yo, int n) {
        for (int i = 0; i < ROWS; i++) {
            for (int t = 0; t < n; t++) {
                y[yo + t] = Math.fma(w[i], rows[i].get(WidenKernel.F32_LE, 4L * t), y[yo + t]);
            }
        }
    }

    /// `y[t] += Σᵢ w[i]·xᵢ[t]` over [#ROWS] rows of F32 in memory, in their order: for few targets,
    /// where panels would be packed for nothing. `y` passes through the registers once for all
    /// rows, and as many rows are on their way from memory.
    public static void addScaled(double[] w, MemorySegment[] rows, double[] y, int yo, int n) {
        DoubleVector w0 = DoubleVector.broadcast(F64, w[0]);
        DoubleVector w1 = DoubleVector.broadcast(F64, w[1]);
        DoubleVector w2 = DoubleVector.broadcast(F64, w[2]);
        DoubleVector w3 = DoubleVector.broadcast(F64, w[3]);
        MemorySegment x0 = rows[0];
        MemorySegment x1 = rows[1];
        MemorySegment x2 = rows[2];
        MemorySegment x3 = rows[3];
        int t = 0;
        for (int bound = F64.loopBound(n); t < bound; t += LANES) {
            DoubleVector sum = DoubleVector.fromArray(F64, y, yo + t);
            sum = stored(x0, t).fma(w0, sum);
            sum = stored(x1, t).fma(w1, sum);
            sum = stored(x2, t).fma(w2, sum);
            sum = stored(x3, t).fma(w3, sum);
            sum.intoArray(y, yo + t);
        }
        for (; t < n; t++) {
            for (int i = 0; i < ROWS; i++) {
                y[yo + t] = Math.fma(w[i], rows[i].get(WidenKernel.F32_LE, 4L * t), y[yo + t]);
            }
        }
    }

    private static DoubleVector stored(MemorySegment row, int t) {
        return (DoubleVector)
                FloatVector.fromMemorySegment(F32, row, 4L * t, ByteOrder.LITTLE_ENDIAN)
                        .convertShape(VectorOperators.F2D, F64, 0);
    }
}
