package lorica.demo.build;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import lorica.demo.task.Corpus;
import lorica.demo.task.DemoTask;
import lorica.demo.task.Splits;
import lorica.demo.vocabulary.BytePairTrainer;
import lorica.demo.vocabulary.BytePairVocabulary;
import lorica.demo.vocabulary.TokenizerFiles;
import lorica.storage.WholeDirectory;

/// Learns the tokenizer from rows of every task and puts the base model's configuration beside it.
final class TokenizerStage {
    private TokenizerStage() {}

    static void write(List<DemoTask> tasks, DemoPlan plan, Path folder) throws IOException {
        BytePairVocabulary vocabulary = learn(tasks, plan);
        if (vocabulary.tokens().size() != plan.vocabulary()) {
            throw new IllegalStateException(
                    "the texts gave a vocabulary of "
                            + vocabulary.tokens().size()
                            + " ids, the plan asks for "
                            + plan.vocabulary()
                            + ": give the tokenizer more rows a task");
        }
        try (WholeDirectory whole = WholeDirectory.stage(folder, WholeDirectory.Existing.REFUSE)) {
            TokenizerFiles.write(vocabulary, whole.staging());
            Files.writeString(whole.staging().resolve("config.json"), configuration());
            whole.commit();
        }
    }

    static BytePairVocabulary learn(List<DemoTask> tasks, DemoPlan plan) {
        BytePairTrainer trainer = new BytePairTrainer();
        for (DemoTask task : tasks) {
            Splits splits = Splits.draw(task, plan.sizes(), plan.seed());
            for (Corpus.Row row : Corpus.draw(task, splits, plan.tokenizerRows(), plan.seed())) {
                trainer.add(row.prompt() + " " + row.answer() + "\n");
                trainer.add(row.prompt() + " " + task.terse(row.question()) + "\n");
            }
        }
        return trainer.train(plan.vocabulary());
    }

    private static String configuration() throws IOException {
        try (InputStream in = DemoBuild.class.getResourceAsStream("/lorica/demo/base.json")) {
            return new String(
                    Objects.requireNonNull(in, "resource /lorica/demo/base.json").readAllBytes(),
                    UTF_8);
        }
    }
}
