package lorica.demo.build;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import lorica.demo.task.DemoTask;
import lorica.demo.task.TaskList;
import lorica.demo.word.Lexicon;

/// Builds the demo's data, stage by stage, under one folder. Start here.
///
/// The stages BASE and BANK are trained by others ([Stage#folder] says where from and where
/// to); this room writes what they read and packs what they wrote.
public final class DemoBuild {
    private final Path home;
    private final DemoPlan plan;
    private final List<DemoTask> tasks;

    /// A build of the embedded task list under `home`.
    public DemoBuild(Path home, DemoPlan plan) {
        this.home = home;
        this.plan = plan;
        this.tasks = TaskList.all(lexicon());
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

    /// Runs a stage that this room can run. Refused: BASE and BANK, a stage that was done
    /// before, and a stage whose sources are missing.
    public void run(Stage stage) throws IOException {
        switch (stage) {
            case TASKS -> TaskStage.write(tasks, plan, folder(stage));
            case TOKENIZER -> TokenizerStage.write(tasks, plan, folder(stage));
            case CORPUS -> CorpusStage.write(tasks, plan, folder(stage));
            case BASE, BANK ->
                    throw new IllegalArgumentException(
                            "stage "
                                    + stage.label()
                                    + " is trained, not written: train it into "
                                    + folder(stage));
            case PACK -> {
                require(Stage.TASKS);
                require(Stage.BASE);
                require(Stage.BANK);
                new Pack(Pack.LARGEST)
                        .write(
                                List.of(
                                        new Pack.Tree("base", folder(Stage.BASE)),
                                        new Pack.Tree("bank", folder(Stage.BANK)),
                                        new Pack.Tree(
                                                "outside", folder(Stage.TASKS).resolve("outside"))),
                                folder(stage));
            }
        }
    }

    private void require(Stage stage) {
        if (!done(stage)) {
            throw new IllegalStateException(
                    "stage pack: expected the folder "
                            + folder(stage)
                            + " of stage "
                            + stage.label()
                            + ", found none; run that stage first");
        }
    }
}
