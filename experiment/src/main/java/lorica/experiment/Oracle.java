package lorica.experiment;

import java.util.Locale;
import lorica.gram.GramMatrix;
import lorica.gram.LeastSquares;
import lorica.gram.SimplexProgram;

/// The weights whose mixture comes nearest to the task's own adapter, which a method does not have:
/// a bound of what any weights can reconstruct, not of what they can answer.
enum Oracle {
    /// Over the simplex, as every rule's weights.
    SIMPLEX_QP,
    /// Any numbers, negative ones included.
    LEAST_SQUARES;

    /// As in names of rows.
    String label() {
        return switch (this) {
            case SIMPLEX_QP -> "simplex QP";
            case LEAST_SQUARES -> "least squares";
        };
    }

    /// As in files.
    String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// One weight an entry of the bank, zero for those that may not serve.
    double[] weights(GramMatrix gram, int[] admitted, int task) {
        double[][] g = new double[admitted.length][admitted.length];
        double[] products = new double[admitted.length];
        for (int i = 0; i < admitted.length; i++) {
            products[i] = gram.values()[admitted[i]][task];
            for (int j = 0; j < admitted.length; j++) {
                g[i][j] = gram.values()[admitted[i]][admitted[j]];
            }
        }
        double[] solved =
                switch (this) {
                    case SIMPLEX_QP -> SimplexProgram.solve(g, products).weights();
                    case LEAST_SQUARES -> LeastSquares.solve(g, products);
                };
        double[] weights = new double[gram.entries().size()];
        for (int i = 0; i < admitted.length; i++) {
            weights[admitted[i]] = solved[i];
        }
        return weights;
    }
}
