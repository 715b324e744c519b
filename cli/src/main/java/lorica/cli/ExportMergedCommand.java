package lorica.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import lorica.export.MergedExport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `lorica export merged ADAPTER --base DIR -o DIR`.
@Command(
        name = "merged",
        description = "Writes the base model with an adapter merged into its weights.",
        footer = {
            "",
            "Example:",
            "  lorica export merged my-adapter --base base-model -o new-model"
        })
final class ExportMergedCommand implements Callable<Integer> {
    @Mixin private CommonOptions common;

    @Parameters(paramLabel = "ADAPTER", description = "A PEFT adapter directory.")
    private Path adapter;

    @Option(
            names = "--base",
            required = true,
            paramLabel = "DIR",
            description = "The base model, in safetensors.")
    private Path base;

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "DIR",
            description = "Where the model goes; must not be there yet.")
    private Path output;

    @Mixin private ThreadsOption threads;

    @Override
    public Integer call() throws IOException {
        Screen screen = common.screen();
        MergedExport.Written written =
                new MergedExport(threads.count(), new ScreenProgress(screen))
                        .write(adapter, base, output);
        screen.progressEnds();
        if (common.json()) {
            common.print(
                    CommonOptions.document("lorica.export.merged/1")
                            .put("directory", written.directory().toString())
                            .put("changed", written.changed())
                            .put("shards", written.shards())
                            .put("bytes", written.bytes())
                            .put("untied", written.untied()));
            return ExitCode.OK;
        }
        screen.out().println("model: " + written.directory());
        screen.out()
                .println(
                        String.format(
                                Locale.ROOT,
                                "%d weights changed, %d file%s of %,d bytes%s",
                                written.changed(),
                                written.shards(),
                                written.shards() == 1 ? "" : "s",
                                written.bytes(),
                                written.untied() ? "; the head is a weight of its own now" : ""));
        return ExitCode.OK;
    }
}
