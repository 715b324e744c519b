package lorica.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// An order in which the like stand together: the leaves of average-linkage clustering.
///
/// Two clusters become one where each is the other's nearest (the nearest-neighbour chain); of two
/// that join, the one that holds the smaller index stands first. Source: Müllner 2011.
final class ClusterOrder {
    private ClusterOrder() {}

    /// @param weights `[n][n]`, rows that are alike where they give alike weights
    static int[] ofRows(double[][] weights) {
        int n = weights.length;
        double[] norms = new double[n];
        for (int i = 0; i < n; i++) {
            norms[i] = Math.sqrt(dot(weights[i], weights[i]));
        }
        double[][] apart = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                double norm = norms[i] * norms[j];
                double cosine = norm > 0 ? dot(weights[i], weights[j]) / norm : 0;
                apart[i][j] = 1 - cosine;
                apart[j][i] = apart[i][j];
            }
        }
        return of(apart);
    }

    /// @param apart `[n][n]`, symmetric; is used up
    static int[] of(double[][] apart) {
        int n = apart.length;
        List<List<Integer>> clusters = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            clusters.add(new ArrayList<>(List.of(i)));
        }
        boolean[] gone = new boolean[n];
        int[] chain = new int[n + 1];
        int length = 0;
        for (int left = n; left > 1; ) {
            if (length == 0) {
                chain[length++] = first(gone);
            }
            int tip = chain[length - 1];
            int before = length > 1 ? chain[length - 2] : -1;
            int nearest = nearest(apart[tip], gone, tip, before);
            if (nearest != before) {
                chain[length++] = nearest;
                continue;
            }
            length -= 2;
            join(apart, clusters, gone, Math.min(tip, nearest), Math.max(tip, nearest));
            left--;
        }
        return n == 0
                ? new int[0]
                : clusters.get(first(gone)).stream().mapToInt(Integer::intValue).toArray();
    }

    private static void join(
            double[][] apart, List<List<Integer>> clusters, boolean[] gone, int kept, int other) {
        double a = clusters.get(kept).size();
        double b = clusters.get(other).size();
        for (int k = 0; k < apart.length; k++) {
            apart[kept][k] = (a * apart[kept][k] + b * apart[other][k]) / (a + b);
            apart[k][kept] = apart[kept][k];
        }
        gone[other] = true;
        clusters.get(kept).addAll(clusters.get(other));
    }

    private static int first(boolean[] gone) {
        int i = 0;
        while (gone[i]) {
            i++;
        }
        return i;
    }

    /// The nearest cluster; of equally near ones the one before in the chain, else the first.
    private static int nearest(double[] apart, boolean[] gone, int self, int before) {
        int nearest = before;
        for (int k = 0; k < apart.length; k++) {
            if (k != self && !gone[k] && (nearest < 0 || apart[k] < apart[nearest])) {
                nearest = k;
            }
        }
        return nearest;
    }

    private static double dot(double[] x, double[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += x[i] * y[i];
        }
        return sum;
    }

    /// The order of equal words together, as they first appear.
    static int[] byWord(List<String> words) {
        List<String> seen = words.stream().distinct().toList();
        Integer[] order = new Integer[words.size()];
        Arrays.setAll(order, i -> i);
        Arrays.sort(
                order,
                (i, j) -> Integer.compare(seen.indexOf(words.get(i)), seen.indexOf(words.get(j))));
        return Arrays.stream(order).mapToInt(Integer::intValue).toArray();
    }
}
