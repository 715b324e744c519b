package lorica.experiment;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import lorica.choice.AutomaticChoice;
import lorica.choice.Candidate;
import lorica.distance.Distance;
import lorica.distribution.Representation;
import lorica.experiment.Adjustment.Norms;
import lorica.gram.GramMatrix;

/// What `generate` does by default, with one idea changed at a time.
final class Ablation {
    private Ablation() {}

    /// One idea.
    ///
    /// @param idea as in the table
    record Step(String idea, Candidate candidate, Adjustment adjustment) {
        /// As [Weighting#label].
        String label() {
            return Weighting.label(
                    candidate.on().name(candidate.distance().name()),
                    candidate.rule().name(),
                    candidate.temperature(),
                    adjustment);
        }
    }

    /// The start first.
    static List<Step> steps() {
        Candidate start = AutomaticChoice.defaults();
        Distance distance = start.distance();
        Representation on = start.on();
        double temperature = start.temperature();
        List<Step> steps = new ArrayList<>();
        steps.add(step("the defaults", start));
        for (String other : List.of("wd", "kl", "js", "mmd", "hellinger")) {
            if (!other.equals(distance.name())) {
                steps.add(
                        step(
                                "distance " + other,
                                candidate(Distance.parse(other), on, temperature)));
            }
        }
        for (Representation other : Candidate.representations()) {
            if (!other.equals(on)) {
                steps.add(step("on " + other.label(), candidate(distance, other, temperature)));
            }
        }
        for (double other : new double[] {0.05, 0.1, 0.15, 0.2, 0.3, 0.5, 1}) {
            if (other != temperature) {
                steps.add(step("τ = " + Weighting.trimmed(other), candidate(distance, on, other)));
            }
        }
        for (int k : new int[] {2, 4, 8, 16}) {
            steps.add(new Step("the %d largest weights".formatted(k), start, Adjustment.top(k)));
        }
        for (double scale : new double[] {0.7, 1.5, 2}) {
            steps.add(
                    new Step(
                            "λ = " + Weighting.trimmed(scale),
                            start,
                            Adjustment.none().scaled(scale)));
        }
        steps.add(
                new Step(
                        "equal norms", start, new Adjustment(OptionalInt.empty(), 1, Norms.EQUAL)));
        return steps;
    }

    private static Step step(String idea, Candidate candidate) {
        return new Step(idea, candidate, Adjustment.none());
    }

    private static Candidate candidate(Distance distance, Representation on, double temperature) {
        return new Candidate(distance, on, temperature, OptionalInt.empty());
    }

    /// The weights of every step, leave-one-out.
    static List<Weighting> weightings(StudyBank bank, int threads) throws IOException {
        List<Weighting> weightings = new ArrayList<>();
        for (Step step : steps()) {
            Candidate candidate = step.candidate();
            weightings.add(
                    Weighting.of(
                            bank,
                            Weighting.measure(bank, candidate.distance(), candidate.on(), threads),
                            new Weighting.TemperedRule(candidate.rule(), candidate.temperature()),
                            step.adjustment(),
                            Scope.LEAVE_ONE_OUT));
        }
        return weightings;
    }

    /// What `generate --auto` would choose for each task, chosen without the task's adapter.
    ///
    /// @param gram over the bank's tasks
    static Weighting automatic(StudyBank bank, GramMatrix gram, String suffix, int threads)
            throws IOException {
        List<AutomaticChoice.Measured> measured =
                AutomaticChoice.measure(
                        (distance, on) -> Weighting.measure(bank, distance, on, threads));
        List<Candidate> chosen = AutomaticChoice.withoutEach(gram, measured, threads);
        double[][] weights = new double[chosen.size()][];
        for (int task = 0; task < weights.length; task++) {
            Candidate candidate = chosen.get(task);
            weights[task] =
                    Weighting.weigh(
                            bank,
                            measured.stream()
                                    .filter(one -> one.distance().equals(candidate.distance()))
                                    .filter(one -> one.on().equals(candidate.on()))
                                    .findFirst()
                                    .orElseThrow()
                                    .matrix(),
                            candidate.rule(),
                            new Adjustment(candidate.topK(), 1, Norms.AS_THEY_ARE),
                            Scope.LEAVE_ONE_OUT,
                            task);
        }
        return new Weighting(
                "auto" + suffix,
                "nested",
                1,
                Adjustment.none(),
                false,
                Scope.LEAVE_ONE_OUT,
                weights);
    }
}
