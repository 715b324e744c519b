package lorica.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import lorica.adapter.LoraAdapter;
import lorica.experiment.fewexamples.LearnedMixture;
import lorica.experiment.fewexamples.SingularDirections;
import lorica.mixture.Mixture;
import lorica.mixture.Source;
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
    ///
    /// @param directions coefficients in place of the weight, by module one a singular direction;
    ///     empty for none
    record Term(StudyTask source, double weight, SortedMap<String, List<Double>> directions) {
        /// The term as mixtures take it.
        Source of(LoraAdapter adapter) {
            return directions.isEmpty()
                    ? new Source(source.id(), weight, adapter)
                    : SingularDirections.scaled(source.id(), adapter, directions);
        }
    }

    /// The adapter that a row of a study gives a task.
    static Recipe of(StudyBank bank, StudyRow row, int task) {
        LearnedMixture learned = row.learned().get(task);
        if (learned != null && !learned.shared()) {
            return new Mixed(row.mixture().orElseThrow(), terms(bank, learned));
        }
        List<Term> terms = new ArrayList<>();
        double[] weights = row.weights()[task];
        for (int i = 0; i < weights.length; i++) {
            if (weights[i] != 0) {
                terms.add(new Term(bank.tasks().get(i), weights[i], new TreeMap<>()));
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

    private static List<Term> terms(StudyBank bank, LearnedMixture learned) {
        List<String> ids = bank.tasks().stream().map(StudyTask::id).toList();
        double[] means = learned.means();
        List<Term> terms = new ArrayList<>();
        for (int k = 0; k < means.length; k++) {
            StudyTask source = bank.tasks().get(ids.indexOf(learned.entries().get(k)));
            terms.add(new Term(source, means[k], learned.ofDirections(k)));
        }
        return terms;
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
                    term.directions()
                            .forEach(
                                    (module, coefficients) -> {
                                        parts.add(module);
                                        for (double coefficient : coefficients) {
                                            parts.add(Double.toHexString(coefficient));
                                        }
                                    });
                }
            }
        }
        return Checksum.ofStrings(parts.toArray(String[]::new));
    }
}
