package lorica.experiment.refine;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import lorica.adapter.LoraAdapter;
import lorica.adapter.PeftDirectory;
import lorica.bank.Bank;
import lorica.dataset.Dataset;
import lorica.dataset.Example;
import lorica.dataset.ExampleReader;
import lorica.generate.Materials;
import lorica.generate.Recipe;
import lorica.generate.Refinement;
import lorica.generate.TemplateDecision;
import lorica.gram.BankGram;
import lorica.model.CausalLanguageModel;
import lorica.storage.WholeDirectory;
import lorica.storage.WholeDirectory.Existing;
import lorica.token.Tokenizer;
import lorica.torch.Precision;
import lorica.train.Export;
import lorica.train.TextPolicy;
import lorica.train.Trainer;
import lorica.train.TrainingData;
import lorica.train.TrainingListener;
import lorica.train.TrainingResult;
import lorica.train.TrainingTask;
import lorica.train.TrainingTask.Resumption;

/// Goes on from a generated adapter by a few steps of fine-tuning on the dataset it was made for.
///
/// Rows are put into the bank's prompt template where the comparison did so; overlong ones are
/// left out.
///
/// @param base the model's directory
/// @param steps at least 1
/// @param coefficients what chooses the terms of the mixture before
public record FineTuning(
        Path base,
        int steps,
        RefinementTraining training,
        Refinement coefficients,
        TrainingListener listener)
        implements Refinement {
    private static final String BASE = "--base";
    private static final String FOLDER = "refined";
    private static final List<String> FILES =
            List.of(PeftDirectory.CONFIG, PeftDirectory.WEIGHTS, "training.json");

    public FineTuning {
        if (steps < 1) {
            throw new IllegalArgumentException("refine: expected at least 1 step, found " + steps);
        }
    }

    @Override
    public Refined refine(Materials materials) throws IOException {
        Refined refined = coefficients.refine(materials);
        if (refined.arguments().contains(BASE)) {
            return refined;
        }
        List<String> arguments = new ArrayList<>(refined.arguments());
        arguments.addAll(List.of(BASE, base.toString()));
        return new Refined(refined.sources(), refined.weights(), refined.notes(), arguments);
    }

    @Override
    public Finished finish(Recipe recipe, Path adapter) throws IOException {
        Path refined = adapter.resolve(FOLDER);
        TrainingResult result = train(recipe, adapter, refined);
        for (String file : FILES) {
            Files.move(
                    refined.resolve(file),
                    adapter.resolve(file),
                    StandardCopyOption.REPLACE_EXISTING);
        }
        WholeDirectory.delete(refined);
        return new Finished(
                OptionalDouble.of(norm(adapter)),
                List.of(
                        String.format(
                                Locale.ROOT,
                                "the mixture was fine-tuned on the dataset with the base model: %d steps of %d rows, training loss %.4f -> %.4f",
                                result.steps(),
                                training.batch(),
                                result.losses().getFirst(),
                                result.losses().getLast())),
                List.of("--refine", String.valueOf(steps)));
    }

    private TrainingResult train(Recipe recipe, Path adapter, Path refined) throws IOException {
        Bank bank = recipe.bank();
        try (Arena arena = Arena.ofShared();
                Tokenizer tokenizer = Tokenizer.open(bank.checkedTokenizer());
                CausalLanguageModel model =
                        CausalLanguageModel.open(base, Optional.of(Precision.F32))) {
            LoraAdapter start = PeftDirectory.read(adapter, arena);
            return Trainer.train(
                    new TrainingTask(
                            model,
                            data(recipe, tokenizer, model),
                            start.config().baseModel(),
                            tokenizer.file(),
                            refined,
                            Existing.REFUSE,
                            Resumption.RESTART,
                            Optional.of(adapter),
                            new Export.Exact()),
                    training.options(start, steps, 0),
                    listener);
        }
    }

    private TrainingData data(Recipe recipe, Tokenizer tokenizer, CausalLanguageModel model)
            throws IOException {
        Bank bank = recipe.bank();
        return TrainingData.of(
                recipe.dataset(),
                examples(recipe.dataset(), recipe.template()),
                tokenizer,
                model.config(),
                TextPolicy.of(bank.header().text(), bank.header().beginning())
                        .withOverlong(TextPolicy.Overlong.DROP));
    }

    /// The rows in the form in which they were compared with the bank's.
    static List<Example> examples(Dataset dataset, TemplateDecision template) throws IOException {
        List<Example> examples = ExampleReader.readAll(dataset);
        if (template.treatment() != TemplateDecision.Treatment.WRAPPED) {
            return examples;
        }
        List<Example> wrapped = new ArrayList<>();
        for (Example example : examples) {
            wrapped.add(
                    new Example(
                            template.template().orElseThrow().wrap(example.input()),
                            example.outputs()));
        }
        return wrapped;
    }

    private static double norm(Path adapter) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            return BankGram.of(List.of(FOLDER), List.of(PeftDirectory.read(adapter, arena)), 1)
                    .updates()
                    .norm(0);
        }
    }
}
