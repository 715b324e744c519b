package lorica.align;

import java.util.Arrays;
import java.util.stream.IntStream;

/// The half of the clients that agree best, and how well every client agrees with it:
///
/// ```
/// start   the h clients of the largest median cosine with the others,   h = ⌊K/2⌋ + 1
/// step    C = Σ_{half} Θⱼ/‖Θⱼ‖;  cₖ = cos(Θₖ, C without Θₖ);  half = the h largest cₖ;
///         until it stays
/// ```
///
/// The start keeps out colluders: they agree with each other, but are less than half. The mean of
/// the half agrees with a benign client far better than single clients do, whose estimation errors
/// are all different: of pairwise cosine ρ it has √(hρ) at small ρ. Works on inner products alone.
///
/// @param weights of the half, `1/h` each; 0 of the others
/// @param cosines `cₖ`
record Agreement(double[] weights, double[] cosines) {
    private static final int STEPS = 30;

    /// @param products of the clients' updates
    /// @param usable whether a client may be in the half
    static Agreement of(double[][] products, boolean[] usable) {
        int n = products.length;
        double[][] cosines = cosines(products);
        double[] now = new double[n];
        for (int k = 0; k < n; k++) {
            int own = k;
            now[k] =
                    RobustScale.median(
                            IntStream.range(0, n)
                                    .filter(j -> j != own)
                                    .mapToDouble(j -> cosines[own][j])
                                    .toArray());
        }
        boolean[] half = half(now, usable);
        now = withoutOwn(cosines, half);
        for (int step = 0; step < STEPS; step++) {
            boolean[] next = half(now, usable);
            if (Arrays.equals(next, half)) {
                break;
            }
            half = next;
            now = withoutOwn(cosines, half);
        }
        int count = n / 2 + 1;
        double[] weights = new double[n];
        for (int k = 0; k < n; k++) {
            weights[k] = half[k] ? 1.0 / count : 0;
        }
        return new Agreement(weights, now);
    }

    private static double[][] cosines(double[][] products) {
        int n = products.length;
        double[][] cosines = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                double length = Math.sqrt(products[i][i] * products[j][j]);
                cosines[i][j] = length == 0 ? 0 : products[i][j] / length;
            }
        }
        return cosines;
    }

    /// The usable clients of the largest values, more than half of all; unusable ones where there
    /// are not so many.
    private static boolean[] half(double[] values, boolean[] usable) {
        boolean[] half = new boolean[values.length];
        IntStream.range(0, values.length)
                .boxed()
                .sorted(
                        (i, j) ->
                                usable[i] == usable[j]
                                        ? Double.compare(values[j], values[i])
                                        : Boolean.compare(usable[j], usable[i]))
                .limit(values.length / 2 + 1)
                .forEach(k -> half[k] = true);
        return half;
    }

    private static double[] withoutOwn(double[][] cosines, boolean[] half) {
        int n = half.length;
        double[] sums = new double[n];
        double square = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                sums[i] += half[j] ? cosines[i][j] : 0;
            }
            square += half[i] ? sums[i] : 0;
        }
        double[] agreement = new double[n];
        for (int k = 0; k < n; k++) {
            double dot = half[k] ? sums[k] - cosines[k][k] : sums[k];
            double rest = half[k] ? square - 2 * sums[k] + cosines[k][k] : square;
            agreement[k] = rest <= 1e-14 * n * n ? 0 : dot / Math.sqrt(rest);
        }
        return agreement;
    }
}
