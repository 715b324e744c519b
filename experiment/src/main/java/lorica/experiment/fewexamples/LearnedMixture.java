package lorica.experiment.fewexamples;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;

/// Coefficients that a search ends with, and what it took.
///
/// @param entries whose adapters are mixed
/// @param coefficients by module as adapters name it, any numbers: one an entry, or entry by entry
///     one a singular direction of its adapter, as many of each
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
            if (ofModule.length == 0 || ofModule.length % entries.size() != 0) {
                throw new IllegalArgumentException(
                        "learned mixture: expected coefficients for each of %d entries, as many of each, found %d"
                                .formatted(entries.size(), ofModule.length));
            }
        }
    }

    /// Coefficients of an entry in a module.
    private int each() {
        return coefficients.firstEntry().getValue().length / entries.size();
    }

    /// The mean over modules and directions, one an entry: the coefficients themselves where whole
    /// adapters have one.
    public double[] means() {
        if (shared()) {
            return coefficients.firstEntry().getValue().clone();
        }
        double[] means = new double[entries.size()];
        for (double[] ofModule : coefficients.values()) {
            for (int i = 0; i < ofModule.length; i++) {
                means[i / each()] += ofModule[i] / (coefficients.size() * each());
            }
        }
        return means;
    }

    /// Whether an entry has one coefficient, the same in every module.
    public boolean shared() {
        double[] first = coefficients.firstEntry().getValue();
        return each() == 1
                && coefficients.values().stream().allMatch(one -> Arrays.equals(one, first));
    }

    /// The coefficients of the directions of an entry's adapter, by module.
    public SortedMap<String, List<Double>> ofDirections(int entry) {
        SortedMap<String, List<Double>> ofDirections = new TreeMap<>();
        coefficients.forEach(
                (module, values) ->
                        ofDirections.put(
                                module,
                                Arrays.stream(values, entry * each(), (entry + 1) * each())
                                        .boxed()
                                        .toList()));
        return ofDirections;
    }
}
