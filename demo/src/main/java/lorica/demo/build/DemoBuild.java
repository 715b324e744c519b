package lorica.demo.build;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;
import lorica.demo.EmbeddedDemo;
import lorica.demo.task.DemoTask;
import lorica.demo.task.TaskList;
import lorica.demo.word.Lexicon;

/// Builds the demo's data, stage by stage, under one folder. Start here.
///
/// The stages BASE and BANK are trained through [StageTrainer]; this room writes what they read
/// and packs what they wrote.
public final class DemoBuild {
    /// The bank while it grows; `bank` once it is whole.
    private static final String GROWING = "bank.growing";

    private final Path home;
    private final DemoPlan plan;
    private final List<DemoTask> tasks;

    /// A build of the embedded task list under `home`.
    public DemoBuild(Path home, DemoPlan plan) {
        this.home = home;
        this.plan = plan;
        this.tasks = embedded();
    }

    /// The frozen task list.
    public static List<DemoTask> embedded() {
        return TaskList.all(lexicon());
    }

    /// The words that the demo ships, as [lorica.demo.word.WordNetWords] chose them.
    public static Lexicon lexicon() {
        try (InputStream in = DemoBuild.class.getResourceAsStream("/lorica/demo/lexicon.tsv")) {
            return Lexicon.parse(
                    new String(
                            Objects.requireNonNull(in, "resource /lorica/demo/lexicon.tsv")
                                    .readAllBytes(),
                            UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException("resource /lorica/demo/lexicon.tsv cannot be read", e);
        }
    }

    public Path folder(Stage stage) {
        return stage.folder(home);
    }

    public List<DemoTask> tasks() {
        return tasks;
    }

    /// Whether a stage's folder stands.
    public boolean done(Stage stage) {
        return Files.isDirectory(folder(stage));
    }

    /// Runs a stage. Refused: a stage that was done before, and one whose sources are missing.
    public void run(Stage stage, StageTrainer trainer) throws IOException {
        if (done(stage)) {
            throw new FileAlreadyExistsException(
                    folder(stage).toString(),
                    null,
                    "expected no such folder, found stage %s done; delete it to run it again"
                            .formatted(stage.label()));
        }
        for (Stage source : stage.sources()) {
            require(stage, source);
        }
        switch (stage) {
            case TASKS -> TaskStage.write(tasks, plan, folder(stage));
            case TOKENIZER -> TokenizerStage.write(tasks, plan, folder(stage));
            case CORPUS -> CorpusStage.write(tasks, plan, folder(stage));
            case BASE -> trainer.base(folder(Stage.TOKENIZER), folder(Stage.CORPUS), folder(stage));
            case BANK -> {
                Path growing = home.resolve(GROWING);
                Path sources = folder(Stage.TASKS);
                trainer.bank(
                        folder(Stage.BASE),
                        sources.resolve(TaskStage.DATASETS),
                        sources.resolve(TaskStage.ENTRIES),
                        growing);
                Files.move(growing, folder(stage), StandardCopyOption.ATOMIC_MOVE);
            }
            case PACK ->
                    new Pack(Pack.LARGEST)
                            .write(
                                    List.of(
                                            new Pack.Tree(EmbeddedDemo.BASE, folder(Stage.BASE)),
                                            new Pack.Tree(EmbeddedDemo.BANK, folder(Stage.BANK)),
                                            new Pack.Tree(
                                                    EmbeddedDemo.OUTSIDE,
                                                    folder(Stage.TASKS)
                                                            .resolve(TaskStage.OUTSIDE))),
                                    folder(stage));
        }
    }

    private void require(Stage stage, Stage source) {
        if (!done(source)) {
            throw new IllegalStateException(
                    "stage %s: expected the folder %s of stage %s, found none; run that stage first"
                            .formatted(stage.label(), folder(source), source.label()));
        }
    }
}
