package lorica.experiment.alignment;

import java.util.Map;
import lorica.align.Updates;

/// Clients whose tasks have something in common, and who learn each from its own data alone.
///
/// The first clients are those that [Contaminated] replaces.
sealed interface LearningClients extends AutoCloseable
        permits CopyingClients, NetworkClients, RegressionClients {
    /// What every client sends that works honestly.
    Updates honest();

    /// What the contaminated ones send that learn from noise; the others honest.
    Updates noisy(Updates honest);

    /// How well a client's own task is done under an update, module by module; on data that nobody
    /// has learned from.
    double score(int client, Map<String, double[]> update);

    @Override
    void close();
}
