package lorica.experiment;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import lorica.choice.TransferChoice;
import lorica.coefficient.TransferMatrix;
import lorica.distance.DistanceMatrix;
import lorica.distance.JensenShannon;
import lorica.distribution.Representation;

/// What `generate --auto` does on a bank that keeps how its adapters serve its datasets.
final class TransferRows {
    private TransferRows() {}

    /// The choice of each task among the others, as if the bank held neither its dataset nor its
    /// adapter.
    static Weighting automatic(StudyBank bank, TransferMatrix losses, int threads)
            throws IOException {
        List<Representation> representations = TransferChoice.representations();
        List<DistanceMatrix> matrices = new ArrayList<>();
        for (Representation on : representations) {
            matrices.add(Weighting.measure(bank, new JensenShannon(), on, threads));
        }
        List<String> ids = bank.tasks().stream().map(StudyTask::id).toList();
        double[][] weights = new double[ids.size()][];
        for (int task = 0; task < weights.length; task++) {
            List<String> others = new ArrayList<>(ids);
            others.remove(task);
            TransferChoice.Way way =
                    TransferChoice.of(
                                    losses.among(others),
                                    matrices.stream().map(matrix -> matrix.among(others)).toList(),
                                    threads)
                            .way();
            weights[task] =
                    Weighting.weigh(
                            bank,
                            matrices.get(representations.indexOf(way.on())),
                            way.rule(losses),
                            Adjustment.none(),
                            Scope.LEAVE_ONE_OUT,
                            task);
        }
        return new Weighting(
                "auto-transfer",
                "nested",
                1,
                Adjustment.none(),
                false,
                Scope.LEAVE_ONE_OUT,
                weights);
    }
}
