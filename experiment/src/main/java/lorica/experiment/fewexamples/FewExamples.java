package lorica.experiment.fewexamples;

import static java.util.Locale.ROOT;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lorica.bank.Bank;
import lorica.dataset.Example;
import lorica.dataset.PromptTemplate;
import lorica.distance.DistanceRow;
import lorica.distance.JensenShannon;
import lorica.generate.Materials;
import lorica.generate.Recipe;
import lorica.generate.Refinement;
import lorica.generate.TemplateDecision;
import lorica.mixture.Source;
import lorica.model.CausalLanguageModel;
import lorica.storage.Progress;
import lorica.token.Tokenizer;
import lorica.train.TextPolicy;
import lorica.train.TimeLimit;
import lorica.train.TokenizedExample;
import lorica.train.TrainingData;

/// A mixture's coefficients by a base model's loss on a few of the dataset's own examples, in place
/// of those that distances give.
///
/// @param base the model's directory
/// @param budget the longest that is searched and learned; empty for no limit
public record FewExamples(
        Path base, SearchOptions options, Optional<Duration> budget, Progress progress)
        implements Refinement {

    @Override
    public Refined refine(Materials materials) throws IOException {
        TimeLimit limit = budget.map(TimeLimit::in).orElseGet(TimeLimit::none);
        Bank bank = materials.recipe().bank();
        try (Tokenizer tokenizer = Tokenizer.open(bank.checkedTokenizer());
                CausalLanguageModel model = CausalLanguageModel.open(base, Optional.empty())) {
            List<TokenizedExample> examples =
                    TrainingData.tokenized(
                            materials.recipe().dataset().file(),
                            sample(materials.recipe()),
                            tokenizer,
                            model.config(),
                            TextPolicy.of(bank.header().text(), bank.header().beginning())
                                    .withOverlong(TextPolicy.Overlong.DROP));
            Map<Stage, LearnedMixture> found =
                    new FewExampleSearch(model, materials::adapter, options, limit, progress)
                            .run(
                                    examples,
                                    rows(materials),
                                    Optional.of(materials.recipe().coefficients()));
            LearnedMixture last = Optional.ofNullable(found.get(options.last())).orElseThrow();
            return refined(materials, last, examples.size(), limit.passed());
        }
    }

    /// In the form in which the dataset was compared with the bank's.
    private List<Example> sample(Recipe recipe) throws IOException {
        List<Example> sample =
                ExampleSample.of(recipe.dataset(), options.examples(), options.seed());
        if (recipe.template().treatment() != TemplateDecision.Treatment.WRAPPED) {
            return sample;
        }
        PromptTemplate template = recipe.template().template().orElseThrow();
        return sample.stream()
                .map(one -> new Example(template.wrap(one.input()), one.outputs()))
                .toList();
    }

    /// The recipe's own distances first.
    private static List<DistanceRow> rows(Materials materials) throws IOException {
        List<DistanceRow> rows = new ArrayList<>(List.of(materials.recipe().distances()));
        for (DistanceRow row :
                materials.distances(new JensenShannon(), SearchOptions.representations())) {
            if (!row.distance().equals(rows.getFirst().distance())) {
                rows.add(row);
            }
        }
        return rows;
    }

    private Refined refined(
            Materials materials, LearnedMixture learned, int examples, boolean cutShort)
            throws IOException {
        List<Source> mixed = new ArrayList<>();
        Map<String, Double> weights = new HashMap<>();
        materials.recipe().coefficients().entries().forEach(entry -> weights.put(entry, 0.0));
        double[] means = learned.means();
        for (int k = 0; k < means.length; k++) {
            String entry = learned.entries().get(k);
            if (learned.shared()) {
                mixed.add(new Source(entry, means[k], materials.adapter(entry)));
            } else {
                mixed.add(
                        SingularDirections.scaled(
                                entry, materials.adapter(entry), learned.ofDirections(k)));
            }
            weights.put(entry, means[k]);
        }
        return new Refined(mixed, weights, notes(learned, examples, cutShort), arguments());
    }

    private List<String> notes(LearnedMixture learned, int examples, boolean cutShort) {
        List<String> notes = new ArrayList<>();
        notes.add(
                String.format(
                        ROOT,
                        "coefficients by the base model's loss on %d of the dataset's examples, stage %s: %d mixtures tried, %d gradient steps, loss of the last stage %.4f -> %.4f (%s)",
                        examples,
                        options.last().label(),
                        learned.passes(),
                        learned.steps(),
                        learned.before(),
                        learned.after(),
                        learned.origin()));
        if (!learned.shared()) {
            notes.add("weights shown are means over modules and singular directions");
        }
        if (cutShort) {
            notes.add(
                    "the time budget ended before the work did: another machine may stop elsewhere");
        }
        return notes;
    }

    /// Steps that differ between the stages are the defaults.
    private List<String> arguments() {
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "--base",
                                base.toString(),
                                "--learn",
                                options.last().label(),
                                "--fit-examples",
                                String.valueOf(options.examples()),
                                "--fit-passes",
                                String.valueOf(options.passes())));
        if (options.coefficients().steps() == options.directions().steps()) {
            arguments.addAll(List.of("--fit-steps", String.valueOf(options.directions().steps())));
        }
        return arguments;
    }
}
