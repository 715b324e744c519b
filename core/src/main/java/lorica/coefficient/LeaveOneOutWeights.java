package lorica.coefficient;

import lorica.distance.DistanceMatrix;
import lorica.distance.DistanceRow;

/// The weights of every entry's mixture of all the others.
public final class LeaveOneOutWeights {
    private LeaveOneOutWeights() {}

    /// `[entry][other]`, 0 on the diagonal: each row weighed as if the bank did not hold its entry.
    public static double[][] of(
            DistanceMatrix distances, DistanceRule rule, Truncation truncation) {
        int n = distances.entries().size();
        double[][] weights = new double[n][n];
        for (int i = 0; i < n; i++) {
            DistanceRow row = distances.row(i).without(distances.entries().get(i));
            double[] kept = truncation.of(rule.weigh(row)).weights();
            System.arraycopy(kept, 0, weights[i], 0, i);
            System.arraycopy(kept, i, weights[i], i + 1, n - 1 - i);
        }
        return weights;
    }
}
