package lorica.experiment;

import static java.util.Locale.ROOT;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import lorica.adapter.LoraAdapter;
import lorica.adapter.LoraFactors;
import lorica.bank.Bank;
import lorica.dataset.Dataset;
import lorica.dataset.Example;
import lorica.dataset.ExampleReader;
import lorica.generate.Refinement;
import lorica.mixture.Source;
import lorica.model.CausalLanguageModel;
import lorica.token.Tokenizer;
import lorica.train.CoefficientFit;
import lorica.train.TextPolicy;
import lorica.train.TokenizedExample;
import lorica.train.TrainingData;

/// Learns a mixture's coefficients from the first examples of the dataset itself, by the base
/// model's loss: one an adapter and module, the adapters frozen.
///
/// @param base the model's directory
/// @param examples the most that are read
public record FewExamples(Path base, int examples, CoefficientFit.Options options)
        implements Refinement {
    public FewExamples {
        if (examples < 1) {
            throw new IllegalArgumentException(
                    "few examples: expected at least 1, found " + examples);
        }
    }

    @Override
    public Refined refine(lorica.generate.Recipe recipe, List<Source> sources) throws IOException {
        Bank bank = recipe.bank();
        Path tokenizerFile = bank.checkedTokenizer();
        try (Tokenizer tokenizer = Tokenizer.open(tokenizerFile);
                CausalLanguageModel model = CausalLanguageModel.open(base, Optional.empty())) {
            List<TokenizedExample> rows =
                    TrainingData.tokenized(
                            recipe.dataset().file(),
                            first(recipe.dataset()),
                            tokenizer,
                            model.config(),
                            TextPolicy.of(bank.header().text(), bank.header().beginning())
                                    .withOverlong(TextPolicy.Overlong.DROP));
            double[] start = sources.stream().mapToDouble(Source::weight).toArray();
            List<LoraAdapter> adapters = sources.stream().map(Source::adapter).toList();
            try (CoefficientFit fit = new CoefficientFit(model, adapters, start, options)) {
                return refined(sources, fit.fit(rows));
            }
        }
    }

    private List<Example> first(Dataset dataset) throws IOException {
        List<Example> first = new ArrayList<>();
        try (ExampleReader reader = ExampleReader.open(dataset)) {
            for (Optional<Example> next = reader.next();
                    next.isPresent() && first.size() < examples;
                    next = reader.next()) {
                first.add(next.get());
            }
        }
        return first;
    }

    private Refined refined(List<Source> sources, CoefficientFit.Result result) {
        List<Source> mixed = new ArrayList<>();
        Map<String, Double> weights = new HashMap<>();
        for (int k = 0; k < sources.size(); k++) {
            Source source = sources.get(k);
            mixed.add(new Source(source.entry(), 1, scaled(source.adapter(), result, k)));
            double total = 0;
            for (double[] ofModule : result.coefficients().values()) {
                total += ofModule[k];
            }
            weights.put(source.entry(), total / result.coefficients().size());
        }
        return new Refined(
                mixed,
                weights,
                List.of(
                        String.format(
                                ROOT,
                                "coefficients learned with the base model: %d numbers from %d examples, loss on %s %.4f -> %.4f (step %d of %d); weights shown are means over modules",
                                result.coefficients().size() * sources.size(),
                                result.learnedFrom(),
                                result.heldOut() > 0 ? result.heldOut() + " held out" : "the same",
                                result.before(),
                                result.after(),
                                result.kept(),
                                result.steps())),
                List.of(
                        "--base",
                        base.toString(),
                        "--fit-examples",
                        String.valueOf(examples),
                        "--fit-steps",
                        String.valueOf(result.steps())));
    }

    /// The adapter with each module's coefficient in its scaling.
    private static LoraAdapter scaled(LoraAdapter adapter, CoefficientFit.Result result, int k) {
        TreeMap<String, LoraFactors> modules = new TreeMap<>();
        for (LoraFactors factors : adapter.modules().values()) {
            double[] ofModule =
                    Optional.ofNullable(result.coefficients().get(factors.module())).orElseThrow();
            modules.put(
                    factors.module(),
                    new LoraFactors(
                            factors.module(),
                            factors.a(),
                            factors.b(),
                            factors.scaling() * ofModule[k]));
        }
        return new LoraAdapter(adapter.directory(), adapter.config(), modules);
    }
}
