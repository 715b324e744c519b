package lorica.cli;

import java.util.Map;

/// What the published protocol cost with one number of entries.
///
/// @param stages by name, in the order of the run
/// @param bytes of the adapters' files
/// @param operations of all mixtures, of which zeros that a block skips are left out
/// @param copied bytes of memory a second
/// @param product of matrices in libtorch
record ProtocolCosts(
        int entries,
        Map<String, Cost> stages,
        long bytes,
        double operations,
        double copied,
        Cost product) {
    Cost stage(String name) {
        Cost cost = stages.get(name);
        if (cost == null) {
            throw new IllegalArgumentException("expected a stage, found " + name);
        }
        return cost;
    }
}
