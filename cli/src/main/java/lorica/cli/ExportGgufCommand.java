package lorica.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import lorica.export.GgufExport;
import lorica.tensor.Dtype;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ObjectNode;

/// `lorica export gguf ADAPTER --base DIR -o DIR`.
@Command(
        name = "gguf",
        description = "Writes an adapter as GGUF for llama.cpp, with a Modelfile for Ollama.",
        footer = {
            "",
            "Example:",
            "  lorica export gguf my-adapter --base base-model -o new-gguf",
            "  lorica export gguf my-adapter --base base-model --dtype f32 --from mistral -o"
                    + " new-gguf"
        })
final class ExportGgufCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Mixin private CommonOptions common;

    @Parameters(paramLabel = "ADAPTER", description = "A PEFT adapter directory.")
    private Path adapter;

    @Option(
            names = "--base",
            required = true,
            paramLabel = "DIR",
            description = "The base model; its config.json alone is read.")
    private Path base;

    @Option(
            names = "--dtype",
            paramLabel = "TYPE",
            defaultValue = "f16",
            description = "Of the weights written: f16, f32. Default: f16.")
    private String dtype;

    @Option(
            names = "--from",
            paramLabel = "NAME",
            description =
                    "The base model in the Modelfile: its name in Ollama, or a path. Default: the"
                            + " folder given as --base.")
    private Optional<String> from = Optional.empty();

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "DIR",
            description = "Where the files go; must not be there yet.")
    private Path output;

    @Override
    public Integer call() throws IOException {
        GgufExport.Written written = export().write(adapter, base, output);
        if (common.json()) {
            ObjectNode document =
                    CommonOptions.document("lorica.export.gguf/1")
                            .put("file", written.file().toString())
                            .put("dtype", dtype.toLowerCase(Locale.ROOT))
                            .put("alpha", written.alpha())
                            .put("modules", written.modules());
            written.rescaled().forEach(document.putArray("rescaled")::add);
            common.print(document);
            return ExitCode.OK;
        }
        Screen screen = common.screen();
        screen.out().println("adapter: " + written.file());
        screen.out()
                .println(
                        String.format(
                                Locale.ROOT,
                                "%d modules, alpha %s; with llama.cpp: llama-cli -m BASE.gguf --lora %s",
                                written.modules(),
                                (float) written.alpha(),
                                written.file()));
        screen.out().println("with Ollama: ollama create NAME -f " + output.resolve("Modelfile"));
        if (!written.rescaled().isEmpty()) {
            screen.out()
                    .println(
                            "B of %d modules was multiplied: their scaling is not that of the one alpha, which is all that GGUF holds"
                                    .formatted(written.rescaled().size()));
        }
        return ExitCode.OK;
    }

    private GgufExport export() {
        Dtype stored =
                switch (dtype.toLowerCase(Locale.ROOT)) {
                    case "f16" -> Dtype.F16;
                    case "f32" -> Dtype.F32;
                    default ->
                            throw new ParameterException(
                                    spec.commandLine(),
                                    "--dtype: expected f16 or f32, found '%s'".formatted(dtype));
                };
        try {
            return new GgufExport(
                    stored, from.orElse(base.toAbsolutePath().normalize().toString()));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(
                    spec.commandLine(), "--" + String.valueOf(e.getMessage()), e);
        }
    }
}
