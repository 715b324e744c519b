package lorica.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import lorica.demo.build.DemoBuild;
import lorica.demo.build.DemoPlan;
import lorica.demo.build.Stage;
import lorica.torch.Libtorch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `lorica demo build`: makes what the program carries, again.
@Command(
        name = "build",
        description = {
            "Builds the demo's tasks, base model and bank again, in stages, in about half an hour.",
            "Killed and run again, it goes on where it was."
        },
        footer = {"", "Example:", "  lorica demo build -o new-demo --until tokenizer"})
final class DemoBuildCommand implements Callable<Integer> {
    @Mixin private CommonOptions common;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIR",
            defaultValue = "demo-build",
            description = "Where the stages go (default: ${DEFAULT-VALUE}).")
    private Path output;

    @Option(
            names = "--until",
            paramLabel = "STAGE",
            defaultValue = "pack",
            description =
                    "The last stage: tasks, tokenizer, corpus, base, bank or pack (default: pack).")
    private String until;

    @Override
    public Integer call() throws IOException {
        Stage last = Stage.named(until);
        // One thread: the result of a training depends on their number, and the model is too small
        // to gain from more.
        Libtorch.setThreads(1);
        Screen screen = common.screen();
        DemoBuild build = new DemoBuild(output, DemoPlan.defaults());
        ObjectNode document = CommonOptions.document("lorica.demo.build/1");
        ArrayNode stages = document.putArray("stages");
        for (Stage stage : Stage.values()) {
            if (stage.compareTo(last) > 0) {
                break;
            }
            boolean stood = build.done(stage);
            if (!stood) {
                screen.progress("stage " + stage.label());
                build.run(stage, new DemoTraining(screen, !common.json()));
                screen.progressEnds();
            }
            stages.addObject()
                    .put("stage", stage.label())
                    .put("folder", build.folder(stage).toString())
                    .put("stood", stood);
            if (!common.json()) {
                screen.out()
                        .printf(
                                "%-10s %s%s%n",
                                stage.label(), build.folder(stage), stood ? " (stood)" : "");
            }
        }
        if (common.json()) {
            common.print(document);
        }
        return ExitCode.OK;
    }
}
