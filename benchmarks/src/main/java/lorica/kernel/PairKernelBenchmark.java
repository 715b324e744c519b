package lorica.kernel;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/// [PairKernel]; rows of histograms, of whose places one in four is above 0, as in those of
/// datasets.
public class PairKernelBenchmark extends KernelBenchmark {
    @Param({SHORT, LONG})
    public int n;

    private double[] p = {};
    private double[] q = {};
    private double[] lnP = {};
    private double[] lnQ = {};
    private double[] w = {};
    private double[] scratch = {};
    private float[] narrowP = {};
    private float[] narrowQ = {};
    private float[] narrowW = {};

    @Setup
    public void fill() {
        p = histogram(1);
        q = histogram(2);
        lnP = new double[n];
        lnQ = new double[n];
        LogarithmKernel.lnOrZeroScalar(p, 0, lnP, 0, n);
        LogarithmKernel.lnOrZeroScalar(q, 0, lnQ, 0, n);
        w = doubles(n, 3);
        scratch = new double[4 * n];
        narrowP = narrowed(p);
        narrowQ = narrowed(q);
        narrowW = narrowed(w);
    }

    private double[] histogram(long seed) {
        double[] values = doubles(n, seed);
        double[] chosen = doubles(n, seed + 10);
        for (int i = 0; i < n; i++) {
            values[i] = chosen[i] > 0 && chosen[i] < 0.6745 ? Math.abs(values[i]) / n : 0;
        }
        return values;
    }

    @Benchmark
    public double absoluteDifferencesKernel() {
        return PairKernel.absoluteDifferences(p, 0, q, 0, n);
    }

    @Benchmark
    public double absoluteDifferencesScalar() {
        return PairKernel.absoluteDifferencesScalar(p, 0, q, 0, n);
    }

    @Benchmark
    public float absoluteDifferencesPlain() {
        float sum = 0;
        for (int i = 0; i < n; i++) {
            sum += Math.abs(narrowP[i] - narrowQ[i]);
        }
        return sum;
    }

    @Benchmark
    public double squaredDifferencesKernel() {
        return PairKernel.squaredDifferences(p, 0, q, 0, n);
    }

    @Benchmark
    public double squaredDifferencesScalar() {
        return PairKernel.squaredDifferencesScalar(p, 0, q, 0, n);
    }

    @Benchmark
    public float squaredDifferencesPlain() {
        float sum = 0;
        for (int i = 0; i < n; i++) {
            float difference = narrowP[i] - narrowQ[i];
            sum += difference * difference;
        }
        return sum;
    }

    @Benchmark
    public double weightedDifferencesKernel() {
        return PairKernel.weightedDifferences(w, 0, p, 0, q, 0, n);
    }

    @Benchmark
    public double weightedDifferencesScalar() {
        return PairKernel.weightedDifferencesScalar(w, 0, p, 0, q, 0, n);
    }

    @Benchmark
    public float weightedDifferencesPlain() {
        float sum = 0;
        for (int i = 0; i < n; i++) {
            sum += narrowW[i] * (narrowP[i] - narrowQ[i]);
        }
        return sum;
    }

    @Benchmark
    public double productsOfDifferencesKernel() {
        return PairKernel.productsOfDifferences(p, 0, q, 0, lnP, 0, lnQ, 0, n);
    }

    @Benchmark
    public double productsOfDifferencesScalar() {
        return PairKernel.productsOfDifferencesScalar(p, 0, q, 0, lnP, 0, lnQ, 0, n);
    }

    @Benchmark
    public float productsOfDifferencesPlain() {
        float sum = 0;
        for (int i = 0; i < n; i++) {
            sum += (narrowP[i] - narrowQ[i]) * (narrowW[i] - narrowQ[i]);
        }
        return sum;
    }

    @Benchmark
    public double meanDivergenceKernel() {
        return PairKernel.meanDivergence(p, 0, lnP, 0, q, 0, lnQ, 0, n, scratch);
    }

    @Benchmark
    public double meanDivergenceScalar() {
        return PairKernel.meanDivergenceScalar(p, 0, lnP, 0, q, 0, lnQ, 0, n);
    }

    @Benchmark
    public float meanDivergencePlain() {
        float sum = 0;
        for (int i = 0; i < n; i++) {
            float mean = 0.5f * (narrowP[i] + narrowQ[i]);
            sum += narrowP[i] > 0 ? narrowP[i] * (float) Math.log(narrowP[i] / mean) : 0;
            sum += narrowQ[i] > 0 ? narrowQ[i] * (float) Math.log(narrowQ[i] / mean) : 0;
        }
        return sum;
    }
}
