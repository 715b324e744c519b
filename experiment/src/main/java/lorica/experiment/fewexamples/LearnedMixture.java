package lorica.experiment.fewexamples;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// Coefficients that a search ends with, and what it took.
///
/// @param entries whose adapters are mixed
/// @param coefficients by module as adapters name it, one an entry, any numbers
/// @param before loss at the start of its stage, on the examples that judge it
/// @param after the same of these coefficients
/// @param passes candidates tried so far
/// @param steps gradient steps made so far
/// @param origin how they came about, for a reader
public record LearnedMixture(
        List<String> entries,
        SequencedMap<String, double[]> coefficients,
        double before,
        double after,
        int passes,
        int steps,
        String origin) {
    public LearnedMixture {
        entries = List.copyOf(entries);
        coefficients = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(coefficients));
        for (double[] ofModule : coefficients.values()) {
            if (ofModule.length != entries.size()) {
                throw new IllegalArgumentException(
                        "learned mixture: expected a coefficient for each of %d entries, found %d"
                                .formatted(entries.size(), ofModule.length));
            }
        }
    }

    /// The mean over the modules, one an entry: the coefficients themselves where all modules share
    /// them.
    public double[] means() {
        double[] means = new double[entries.size()];
        for (double[] ofModule : coefficients.values()) {
            for (int k = 0; k < means.length; k++) {
                means[k] += ofModule[k] / coefficients.size();
            }
        }
        return shared() ? coefficients.firstEntry().getValue().clone() : means;
    }

    /// Whether every module has the same coefficients.
    public boolean shared() {
        double[] first = coefficients.firstEntry().getValue();
        return coefficients.values().stream().allMatch(one -> Arrays.equals(one, first));
    }
}
