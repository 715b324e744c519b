package lorica.experiment;

import java.util.ArrayList;
import java.util.List;
import lorica.mixture.Mixture;
import lorica.storage.Checksum;

/// Which adapter a prompt is answered with.
sealed interface Recipe {
    /// The base model alone.
    record Base() implements Recipe {}

    /// One entry's adapter as it is.
    record Entry(StudyTask source) implements Recipe {}

    /// A mixture of entries' adapters.
    record Mixed(Mixture mixture, List<Term> terms) implements Recipe {
        public Mixed {
            terms = List.copyOf(terms);
        }
    }

    /// One term of a mixture.
    record Term(StudyTask source, double weight) {}

    /// The adapter that a row of a study gives a task.
    static Recipe of(StudyBank bank, StudyRow row, int task) {
        List<Term> terms = new ArrayList<>();
        double[] weights = row.weights()[task];
        for (int i = 0; i < weights.length; i++) {
            if (weights[i] != 0) {
                terms.add(new Term(bank.tasks().get(i), weights[i]));
            }
        }
        if (terms.isEmpty()) {
            return new Base();
        }
        if (terms.size() == 1 && terms.getFirst().weight() == 1) {
            return new Entry(terms.getFirst().source());
        }
        return new Mixed(row.mixture().orElseThrow(), terms);
    }

    /// Equal for recipes that give the same adapter by construction.
    default Checksum checksum() {
        List<String> parts = new ArrayList<>();
        switch (this) {
            case Base() -> parts.add("base");
            case Entry(StudyTask source) -> {
                parts.add("entry");
                parts.add(source.checksum().hex());
            }
            case Mixed(Mixture mixture, List<Term> terms) -> {
                parts.add(mixture.toString()); // records print their parameters
                for (Term term : terms) {
                    parts.add(term.source().checksum().hex());
                    parts.add(Double.toHexString(term.weight()));
                }
            }
        }
        return Checksum.ofStrings(parts.toArray(String[]::new));
    }
}
