package lorica.choice;

import lorica.coefficient.LeaveOneOutWeights;
import lorica.distance.DistanceMatrix;
import lorica.gram.GramMatrix;

/// How near a candidate's mixtures come to the adapters of a bank, each made from the others:
///
/// ```
/// aᵢ = wᵀgᵢ / Gᵢᵢ,   bᵢ = wᵀGw / Gᵢᵢ,   ‖λ·Σwⱼθⱼ − θᵢ‖² / ‖θᵢ‖² = 1 − 2λ·aᵢ + λ²·bᵢ
/// ```
///
/// The loss is the mean over the adapters at the best λ for all of them, `1 − mean(a)²/mean(b)`: it
/// asks for the right direction and leaves the length to λ.
///
/// @param products `[i][j]`: `⟨θⱼ, Σ wθ⟩` for the weights of entry i
record LeaveOneOut(GramMatrix gram, double[][] weights, double[][] products) {

    static LeaveOneOut of(GramMatrix gram, DistanceMatrix distances, Candidate candidate) {
        int n = gram.entries().size();
        double[][] weights =
                LeaveOneOutWeights.of(distances, candidate.rule(), candidate.truncation());
        double[][] products = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                if (weights[i][j] > 0) {
                    for (int k = 0; k < n; k++) {
                        products[i][k] =
                                Math.fma(weights[i][j], gram.values()[j][k], products[i][k]);
                    }
                }
            }
        }
        return new LeaveOneOut(gram, weights, products);
    }

    /// The loss over all adapters, and its λ.
    Loss loss() {
        return loss(-1);
    }

    /// The loss without one adapter, neither as target nor as source: the weights of the others are
    /// divided by what is left. Of its dataset the distances remain in the rule's mean and
    /// deviation.
    ///
    /// @param left the adapter's place, or −1 for none
    Loss loss(int left) {
        double sumOfA = 0;
        double sumOfB = 0;
        int count = 0;
        for (int i = 0; i < weights.length; i++) {
            double square = gram.values()[i][i];
            if (i == left || !(square > 0)) {
                continue;
            }
            double a = products[i][i];
            double b = 0;
            for (int j = 0; j < weights.length; j++) {
                b += weights[i][j] * products[i][j];
            }
            double lost = left < 0 ? 0 : weights[i][left];
            if (lost > 0) {
                double rest = 0;
                for (int j = 0; j < weights.length; j++) {
                    rest += j == left ? 0 : weights[i][j];
                }
                if (!(rest > 0)) {
                    continue; // nobody else had weight
                }
                if (lost > 0.5) {
                    // The difference would keep little but rounding of what is left.
                    a = product(i, i, left);
                    b = 0;
                    for (int j = 0; j < weights.length; j++) {
                        if (j != left && weights[i][j] > 0) {
                            b += weights[i][j] * product(i, j, left);
                        }
                    }
                } else {
                    a -= lost * gram.values()[left][i];
                    b += lost * lost * gram.values()[left][left] - 2 * lost * products[i][left];
                }
                a /= rest;
                b /= rest * rest;
            }
            sumOfA += a / square;
            sumOfB += b / square;
            count++;
        }
        if (count == 0) {
            return new Loss(1, 0, 1);
        }
        double a = sumOfA / count;
        double b = sumOfB / count;
        double scale = b > 0 && a > 0 ? a / b : 0;
        return new Loss(1 - scale * a, scale, 1 - 2 * a + b);
    }

    /// ⟨θⱼ, Σ wθ⟩ over all but one for the weights of entry i.
    private double product(int i, int j, int left) {
        double sum = 0;
        for (int k = 0; k < weights.length; k++) {
            if (k != left) {
                sum = Math.fma(weights[i][k], gram.values()[k][j], sum);
            }
        }
        return sum;
    }

    /// [#loss(int)] at its best scale, of each adapter left out.
    double[] lossesWithoutEach() {
        double[] losses = new double[weights.length];
        for (int left = 0; left < losses.length; left++) {
            losses[left] = loss(left).best();
        }
        return losses;
    }

    /// @param best at the best scale
    /// @param scale λ
    /// @param plain at λ = 1
    record Loss(double best, double scale, double plain) {}
}
