package lorica.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.MemorySegment;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/// Every fast loop against its scalar twin, at sizes around the lane count and the tile.
class KernelPropertyTest {
    private static final double EPSILON = Math.ulp(1.0);

    @Property(seed = "1")
    void dotEqualsItsScalarTwin(
            @ForAll @IntRange(max = 70) int n, @ForAll @IntRange(max = 9) int offset) {
        double[] x = random(n + offset, n);
        double[] y = random(n + offset, n + 1);
        assertThat(RowKernel.dot(x, offset, y, offset, n))
                .isCloseTo(RowKernel.dotScalar(x, offset, y, offset, n), within(4 * n * EPSILON));
    }

    @Property(seed = "1")
    void addScaledAddsEveryElement(
            @ForAll @IntRange(max = 70) int n, @ForAll @IntRange(max = 9) int offset) {
        double[] x = random(n + offset, n);
        double[] fast = random(n + offset + 3, n + 1);
        double[] scalar = fast.clone();
        RowKernel.addScaled(fast, offset, 0.3, x, offset, n);
        for (int i = 0; i < n; i++) {
            scalar[offset + i] = Math.fma(0.3, x[offset + i], scalar[offset + i]);
        }
        assertThat(fast).isEqualTo(scalar);
    }

    @Property(seed = "1")
    void theFirstNumberThatIsNotFiniteIsFound(
            @ForAll @IntRange(min = 1, max = 70) int n,
            @ForAll @IntRange(max = 69) int at,
            @ForAll boolean infinite) {
        float[] x = new float[n];
        x[n - 1] = Float.MAX_VALUE;
        x[0] = -Float.MAX_VALUE;
        assertThat(RowKernel.firstNonFinite(x, 0, n)).isEqualTo(-1);
        x[at % n] = infinite ? Float.NEGATIVE_INFINITY : Float.NaN;
        assertThat(RowKernel.firstNonFinite(x, 0, n))
                .isEqualTo(RowKernel.firstNonFiniteScalar(x, 0, n))
                .isEqualTo(at % n);
    }

    @Property(seed = "1")
    void scaledWidensEveryElement(
            @ForAll @IntRange(max = 70) int n, @ForAll @IntRange(max = 9) int offset) {
        float[] x = new float[n + offset];
        double[] values = random(x.length, n);
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) values[i];
        }
        double[] fast = new double[n + 2];
        double[] scalar = new double[n + 2];
        WidenKernel.scaled(0.7, x, offset, fast, 1, n);
        for (int i = 0; i < n; i++) {
            scalar[1 + i] = 0.7 * x[offset + i];
        }
        assertThat(fast).isEqualTo(scalar);
    }

    @Property(tries = 300, seed = "1")
    void innerProductsEqualTheirScalarTwin(
            @ForAll @IntRange(min = 1, max = 9) int ar,
            @ForAll @IntRange(min = 1, max = 9) int br,
            @ForAll @IntRange(max = 1100) int n,
            @ForAll @IntRange(max = 3) int gap) {
        int stride = n + gap;
        double[] a = random(gap + ar * stride, n);
        double[] b = random(gap + br * stride, n + 1);
        double[] fast = random(ar * (br + gap), 3);
        double[] scalar = fast.clone();
        ProductKernel.inner(fast, br + gap, a, gap, stride, ar, b, gap, stride, br, n);
        ProductKernel.innerScalar(scalar, br + gap, a, gap, stride, ar, b, gap, stride, br, n);
        assertClose(fast, scalar, n);
    }

    @Property(tries = 300, seed = "1")
    void combinationsEqualTheirScalarTwin(
            @ForAll @IntRange(min = 1, max = 9) int ar,
            @ForAll @IntRange(min = 1, max = 9) int yr,
            @ForAll @IntRange(max = 1100) int n,
            @ForAll @IntRange(max = 3) int gap) {
        int stride = n + gap;
        double[] a = random(gap + ar * stride, n);
        double[] w = random(ar * (yr + gap), n + 1);
        double[] fast = random(gap + yr * stride, 3);
        double[] scalar = fast.clone();
        ProductKernel.combine(fast, gap, stride, yr, w, yr + gap, a, gap, stride, ar, n);
        ProductKernel.combineScalar(scalar, gap, stride, yr, w, yr + gap, a, gap, stride, ar, n);
        assertClose(fast, scalar, ar);
    }

    @Property(seed = "1")
    void sumsOverPairsEqualTheirScalarTwins(
            @ForAll @IntRange(max = 70) int n, @ForAll @IntRange(max = 9) int offset) {
        double[] x = random(n + offset, n);
        double[] y = random(n + offset + 1, n + 1);
        double[] u = random(n + offset + 2, n + 2);
        double[] v = random(n, n + 3);
        int o = offset;
        assertThat(PairKernel.absoluteDifferences(x, o, y, o + 1, n))
                .isCloseTo(
                        PairKernel.absoluteDifferencesScalar(x, o, y, o + 1, n),
                        within(8 * n * EPSILON));
        assertThat(PairKernel.squaredDifferences(x, o, y, o + 1, n))
                .isCloseTo(
                        PairKernel.squaredDifferencesScalar(x, o, y, o + 1, n),
                        within(16 * n * EPSILON));
        assertThat(PairKernel.weightedDifferences(x, o, y, o + 1, v, 0, n))
                .isCloseTo(
                        PairKernel.weightedDifferencesScalar(x, o, y, o + 1, v, 0, n),
                        within(8 * n * EPSILON));
        assertThat(PairKernel.productsOfDifferences(x, o, y, o + 1, u, o + 2, v, 0, n))
                .isCloseTo(
                        PairKernel.productsOfDifferencesScalar(x, o, y, o + 1, u, o + 2, v, 0, n),
                        within(16 * n * EPSILON));
    }

    @Property(seed = "1")
    void theDivergenceFromTheMeanEqualsItsScalarTwin(
            @ForAll @IntRange(max = 70) int n,
            @ForAll @IntRange(max = 9) int offset,
            @ForAll @IntRange(max = 4) int rare) {
        double[] p = sparse(n + offset, n, rare);
        double[] q = sparse(n, n + 1, rare);
        double[] lnP = new double[p.length];
        double[] lnQ = new double[n];
        LogarithmKernel.lnOrZero(p, 0, lnP, 0, p.length);
        LogarithmKernel.lnOrZero(q, 0, lnQ, 0, n);
        assertThat(
                        PairKernel.meanDivergence(
                                p, offset, lnP, offset, q, 0, lnQ, 0, n, new double[4 * n]))
                .isCloseTo(
                        PairKernel.meanDivergenceScalar(p, offset, lnP, offset, q, 0, lnQ, 0, n),
                        within(16 * n * EPSILON));
        assertThat(PairKernel.meanDivergence(q, 0, lnQ, 0, q, 0, lnQ, 0, n, new double[4 * n]))
                .isZero();
    }

    @Property(seed = "1")
    void theLogarithmIsItsScalarTwinToTheBitAndTheTrueOneToAUnitInTheLastPlace(
            @ForAll @IntRange(min = 1, max = 70) int n,
            @ForAll @IntRange(max = 9) int offset,
            @ForAll @IntRange(min = -1000, max = 1000) int scale) {
        double[] x = random(n + offset, n);
        for (int i = 0; i < x.length; i++) {
            x[i] = Math.scalb(x[i] + 0.5, scale); // a quarter of them negative
        }
        double[] fast = new double[n];
        double[] scalar = new double[n];
        LogarithmKernel.lnOrZero(x, offset, fast, 0, n);
        LogarithmKernel.lnOrZeroScalar(x, offset, scalar, 0, n);
        assertThat(fast).isEqualTo(scalar);
        for (int i = 0; i < n; i++) {
            double expected = x[offset + i] > 0 ? Math.log(x[offset + i]) : 0;
            assertThat(fast[i]).isCloseTo(expected, within(2 * Math.ulp(expected)));
        }
        assertThat(LogarithmKernel.lnScalar(1)).isZero();
    }

    @Property(seed = "1")
    void panelsEqualTheirScalarTwinsToTheBit(
            @ForAll @IntRange(min = 1, max = 9) int sources,
            @ForAll @IntRange(max = 70) int n,
            @ForAll @IntRange(max = 3) int shift) {
        int width = PanelKernel.WIDTH;
        int stride = sources * width + shift;
        int at = (sources - 1) * width + shift;
        double[] fast = new double[(n / width + 1) * stride];
        double[] scalar = fast.clone();
        float[] row = new float[n];
        for (int t = 0; t < n; t++) {
            row[t] = (float) random(n, 5)[t];
        }
        PanelKernel.pack(row, n, fast, at, stride);
        for (int t = 0; t < n; t++) {
            scalar[at + t / width * stride + t % width] = row[t];
        }
        assertThat(fast).isEqualTo(scalar);
        double[] x = random(shift + sources * width, n);
        double[] w = random(sources * PanelKernel.HEIGHT, n + 1);
        int[] rows = {sources - 1, 0};
        float[][] y = new float[PanelKernel.HEIGHT][width + shift];
        float[][] expected = new float[PanelKernel.HEIGHT][width + shift];
        PanelKernel.combine(w, x, shift, rows, 2, y, shift);
        PanelKernel.combineScalar(w, x, shift, rows, 2, expected, shift);
        assertThat(y).isDeepEqualTo(expected);
    }

    @Property(seed = "1")
    void addingFourStoredRowsEqualsAddingOneAfterAnother(
            @ForAll @IntRange(max = 70) int n,
            @ForAll @IntRange(max = 9) int offset,
            @ForAll @IntRange(max = 9) int to) {
        MemorySegment[] rows = new MemorySegment[PanelKernel.ROWS];
        for (int i = 0; i < rows.length; i++) {
            byte[] bytes = new byte[offset + i + 4 * n];
            rows[i] = MemorySegment.ofArray(bytes).asSlice(offset + i);
            for (int t = 0; t < n; t++) {
                rows[i].set(WidenKernel.F32_LE, 4L * t, (float) random(n, i)[t]);
            }
        }
        double[] w = random(PanelKernel.ROWS, 5);
        double[] fast = random(n + to, 6);
        double[] scalar = fast.clone();
        PanelKernel.addScaled(w, rows, fast, to, n);
        PanelKernel.addScaledScalar(w, rows, scalar, to, n);
        assertThat(fast).isEqualTo(scalar);
    }

    @Property(tries = 20, seed = "1")
    void everyHalfAndBrainFloatIsWidenedExactlyAtAnyAlignment(
            @ForAll @IntRange(max = 1) int offset) {
        byte[] bytes = new byte[2 * 65_536 + 1];
        for (int i = 0; i < 65_536; i++) {
            bytes[offset + 2 * i] = (byte) i;
            bytes[offset + 2 * i + 1] = (byte) (i >> 8);
        }
        float[] halves = new float[65_536];
        float[] brains = new float[65_536];
        WidenKernel.f16(MemorySegment.ofArray(bytes), offset, halves, 0, 65_536);
        WidenKernel.bf16(MemorySegment.ofArray(bytes), offset, brains, 0, 65_536);
        assertThat(halves[0x3C00]).isEqualTo(1);
        assertThat(halves[0xFBFF]).isEqualTo(-65504);
        assertThat(halves[0x0001]).isEqualTo((float) Math.scalb(1.0, -24));
        assertThat(halves[0x7C00]).isEqualTo(Float.POSITIVE_INFINITY);
        for (int i = 0; i < 65_536; i++) {
            assertThat(Float.floatToRawIntBits(brains[i])).isEqualTo(i << 16);
        }
    }

    private static void assertClose(double[] found, double[] expected, int terms) {
        for (int i = 0; i < expected.length; i++) {
            assertThat(found[i]).isCloseTo(expected[i], within(4 * (terms + 1) * EPSILON));
        }
    }

    /// Of each 2^rare numbers about one is above 0.
    private static double[] sparse(int n, long seed, int rare) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] values = new double[n];
        for (int i = 0; i < n; i++) {
            values[i] = random.nextInt(1 << rare) == 0 ? random.nextDouble() : 0;
        }
        return values;
    }

    private static double[] random(int n, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] values = new double[n];
        for (int i = 0; i < n; i++) {
            values[i] = random.nextDouble(-1, 1);
        }
        return values;
    }
}
