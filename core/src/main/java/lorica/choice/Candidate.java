package lorica.choice;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import lorica.coefficient.DistanceRule;
import lorica.coefficient.Normalized;
import lorica.coefficient.Truncation;
import lorica.distance.Distance;
import lorica.distribution.Representation;

/// One way to weigh a bank's entries.
///
/// @param topK the most entries that keep weight; empty for all
public record Candidate(
        Distance distance, Representation on, double temperature, OptionalInt topK) {
    private static final List<String> REPRESENTATIONS =
            List.of("both", "input", "output", "input=1,output=1", "input=1,output=3");
    private static final double[] TEMPERATURES = {0.05, 0.1, 0.15, 0.2, 0.3, 0.5, 0.7, 1};
    private static final int[] KEPT = {1, 2, 4, 8, 16};

    /// The rule: normalized, whose temperature means the same for every distance.
    public DistanceRule rule() {
        return new Normalized(temperature);
    }

    public Truncation truncation() {
        return new Truncation(topK, OptionalDouble.empty());
    }

    /// What is compared by the distances of a grid: every distance on every representation.
    public static List<Representation> representations() {
        return REPRESENTATIONS.stream().map(Representation::parse).toList();
    }

    /// The candidates that share a distance and a representation.
    static List<Candidate> of(Distance distance, Representation on) {
        List<Candidate> candidates = new java.util.ArrayList<>();
        for (double temperature : TEMPERATURES) {
            candidates.add(new Candidate(distance, on, temperature, OptionalInt.empty()));
            for (int kept : KEPT) {
                // One entry keeps all weight whatever the temperature: it stands there once.
                if (kept > 1 || temperature == 1) {
                    candidates.add(new Candidate(distance, on, temperature, OptionalInt.of(kept)));
                }
            }
        }
        return candidates;
    }

    /// As on the command line.
    public String label() {
        return String.format(
                Locale.ROOT,
                "--distance %s --on %s --rule %s --temperature %s%s",
                distance.name(),
                on.label(),
                rule().name(),
                temperature,
                topK.isPresent() ? " --top-k " + topK.getAsInt() : "");
    }
}
