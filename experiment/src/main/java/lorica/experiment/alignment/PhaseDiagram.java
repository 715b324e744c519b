package lorica.experiment.alignment;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import lorica.align.Alignment;
import lorica.align.AlignmentException;
import lorica.align.Blocks;
import lorica.align.Decomposition;
import lorica.align.OutlierPursuit;
import lorica.align.PlantedUpdates;
import lorica.align.PlantedUpdates.Contamination;
import lorica.align.PlantedUpdates.Draw;
import lorica.align.SharedSubspace;
import lorica.align.SharedSubspace.Scaling;
import lorica.align.Updates;

/// Where the shared subspace and the contaminated set are exact without noise, over rank and
/// contamination, beside Outlier Pursuit's condition:
///
/// ```
/// γ/(1 − γ) ≤ 9/(121·μ·r),   μ = max_j ‖Vᵀeⱼ‖²·n/r   over the n benign columns, L = UΣVᵀ
/// ```
///
/// Regressions of [RegressionClients] without noise, so that estimates are right to rounding;
/// contaminated ones are random, with the norm of what they replace. Recovered: the sine of the
/// largest angle below 1e-8, and nobody flagged or missed wrongly.
///
/// @param draws a cell
/// @param cells by rank, then by contamination
public record PhaseDiagram(int clients, int draws, List<Cell> cells) {
    private static final int FEATURES = 24;
    private static final int OUTPUTS = 4;
    private static final int SAMPLES = 2 * FEATURES;
    private static final double EXACT = 1e-8;
    private static final double CONSTANT = 9.0 / 121;

    /// One rank and contamination; shares are of the draws that were recovered.
    ///
    /// @param incoherence μ, the median over the draws
    /// @param programme Outlier Pursuit by blocks alone, its λ from the data
    /// @param alignment all of it
    /// @param columns Outlier Pursuit by columns, told the number of contaminated ones; a client is
    ///     held for contaminated where most of its columns are
    public record Cell(
            int rank,
            int contaminated,
            double incoherence,
            double programme,
            double alignment,
            double columns) {
        /// γ at which the condition ends, by columns.
        public double condition() {
            double ratio = CONSTANT / (incoherence * rank);
            return ratio / (1 + ratio);
        }

        /// The same with μ = 1, the least there is.
        public double widestCondition() {
            double ratio = CONSTANT / rank;
            return ratio / (1 + ratio);
        }
    }

    public PhaseDiagram {
        cells = List.copyOf(cells);
    }

    /// Draws and solves.
    ///
    /// @param ranks of the shared part
    /// @param contaminated numbers of clients
    public static PhaseDiagram of(
            int clients, List<Integer> ranks, List<Integer> contaminated, int draws, long seed)
            throws IOException {
        List<Cell> cells = new ArrayList<>();
        for (int rank : ranks) {
            for (int bad : contaminated) {
                cells.add(cell(clients, rank, bad, draws, seed));
            }
        }
        return new PhaseDiagram(clients, draws, cells);
    }

    private static Cell cell(int clients, int rank, int bad, int draws, long seed)
            throws IOException {
        PlantedUpdates planted =
                PlantedUpdates.exact(FEATURES, OUTPUTS, clients, rank, bad, Contamination.RANDOM);
        double[] incoherence = new double[draws];
        int programme = 0;
        int alignment = 0;
        int columns = 0;
        for (int i = 0; i < draws; i++) {
            SplittableRandom random =
                    new SplittableRandom(((seed * 1000 + rank) * 1000 + bad) * 1000 + i);
            Draw draw = planted.draw(random);
            List<double[]> estimates = new ArrayList<>();
            for (double[] coefficients : draw.updates().blocks()) {
                estimates.add(
                        LeastSquares.estimate(coefficients, FEATURES, SAMPLES, 0, random.split()));
            }
            Blocks sent = new Blocks(FEATURES, estimates);
            incoherence[i] = incoherence(draw);
            SharedSubspace found = SharedSubspace.of(sent, Scaling.UNIT);
            programme += isRecovered(draw, found.decomposition()) ? 1 : 0;
            alignment += isAligned(draw, sent) ? 1 : 0;
            columns += isRecovered(draw, byColumns(sent, bad)) ? 1 : 0;
        }
        Arrays.sort(incoherence);
        return new Cell(
                rank,
                bad,
                incoherence[draws / 2],
                (double) programme / draws,
                (double) alignment / draws,
                (double) columns / draws);
    }

    private static boolean isAligned(Draw draw, Blocks sent) throws IOException {
        List<String> names = new ArrayList<>();
        for (int k = 0; k < sent.count(); k++) {
            names.add("client-" + k);
        }
        try {
            Alignment alignment =
                    Alignment.of(
                            Updates.of(names, RegressionClients.MODULE, sent),
                            Alignment.Centre.NONE,
                            1);
            List<Boolean> flags = new ArrayList<>();
            alignment.scores().forEach(score -> flags.add(score.contaminated()));
            return flags.equals(draw.contaminated())
                    && alignment.subspace(RegressionClients.MODULE).distance(draw.subspace())
                            < EXACT;
        } catch (AlignmentException e) {
            return false; // a refusal recovers nothing
        }
    }

    /// Of blocks; of columns as well, where most of a client's count.
    private static boolean isRecovered(Draw draw, Decomposition found) {
        int width = found.contamination().length / draw.contaminated().size();
        for (int k = 0; k < draw.contaminated().size(); k++) {
            int flagged = 0;
            for (int c = 0; c < width; c++) {
                flagged += found.contamination()[k * width + c] > 0 ? 1 : 0;
            }
            if (2 * flagged > width != draw.contaminated().get(k)) {
                return false;
            }
        }
        return found.shared().distance(draw.subspace()) < EXACT;
    }

    private static Decomposition byColumns(Blocks sent, int bad) {
        Blocks columns = sent.byColumn();
        int contaminated = Math.max(1, bad * OUTPUTS);
        return OutlierPursuit.byColumns(contaminated).of(columns.normed());
    }

    /// μ of the benign columns, each at norm 1 as [Scaling#UNIT] leaves blocks.
    private static double incoherence(Draw draw) {
        int rank = draw.subspace().rank();
        List<double[]> coordinates = new ArrayList<>();
        Blocks normed = draw.truth().normed();
        for (int k = 0; k < draw.contaminated().size(); k++) {
            if (!draw.contaminated().get(k)) {
                double[] block = normed.blocks().get(k);
                for (int c = 0; c < OUTPUTS; c++) {
                    double[] column = new double[rank];
                    for (int i = 0; i < rank; i++) {
                        for (int t = 0; t < FEATURES; t++) {
                            column[i] +=
                                    draw.subspace().basis()[i * FEATURES + t]
                                            * block[c * FEATURES + t];
                        }
                    }
                    coordinates.add(column);
                }
            }
        }
        double[] gram = new double[rank * rank];
        for (double[] column : coordinates) {
            for (int i = 0; i < rank; i++) {
                for (int j = 0; j <= i; j++) {
                    gram[i * rank + j] += column[i] * column[j];
                }
            }
        }
        double[] factor = LeastSquares.cholesky(gram, rank);
        double largest = 0;
        for (double[] column : coordinates) {
            double[] solved = column.clone();
            LeastSquares.solve(factor, rank, solved, 0);
            double leverage = 0;
            for (int i = 0; i < rank; i++) {
                leverage += column[i] * solved[i];
            }
            largest = Math.max(largest, leverage);
        }
        return largest * coordinates.size() / rank;
    }
}
