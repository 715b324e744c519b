package lorica.experiment.refine;

import java.util.List;
import java.util.Set;
import lorica.evaluate.Bootstrap;
import lorica.experiment.fewexamples.SearchOptions;
import lorica.generate.GenerateOptions;

/// What a curve is made of.
///
/// @param entries the tasks; empty: every entry with a test split
/// @param curves what is trained from: some of generated, learned, zero, each once
/// @param steps ascending, from 0; each is a training of its own, with a schedule of that length
/// @param generation how the adapters are generated
/// @param rows the most test rows of a task
/// @param maxNewTokens of an answer
/// @param threads models at work at a time, one thread each
/// @param seed of the order of rows and of what is random in an update that starts at zero
public record RefinementOptions(
        List<String> entries,
        List<Start> curves,
        List<Integer> steps,
        GenerateOptions generation,
        RefinementTraining training,
        int rows,
        int maxNewTokens,
        int threads,
        long seed,
        Bootstrap bootstrap) {
    public RefinementOptions {
        entries = List.copyOf(entries);
        curves = List.copyOf(curves);
        steps = List.copyOf(steps);
        if (curves.isEmpty()
                || curves.contains(Start.OWN)
                || Set.copyOf(curves).size() < curves.size()) {
            throw new IllegalArgumentException(
                    "curves: expected some of generated, learned, zero, each once, found "
                            + curves);
        }
        boolean ascending = !steps.isEmpty() && steps.getFirst() == 0;
        for (int i = 1; i < steps.size(); i++) {
            ascending &= steps.get(i) > steps.get(i - 1);
        }
        if (!ascending) {
            throw new IllegalArgumentException(
                    "steps: expected ascending numbers from 0, found " + steps);
        }
        if (rows < 1 || maxNewTokens < 1 || threads < 1) {
            throw new IllegalArgumentException(
                    "refinement: expected at least 1 test row, new token and thread, found %d, %d and %d"
                            .formatted(rows, maxNewTokens, threads));
        }
    }

    /// What a start's adapter is a function of beside bank and task; empty where it is none.
    String mixtureOf(Start start) {
        return switch (start) {
            case ZERO, OWN -> "";
            case GENERATED -> generation.toString();
            case LEARNED -> generation + " " + SearchOptions.defaults();
        };
    }
}
