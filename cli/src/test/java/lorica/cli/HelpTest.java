package lorica.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import lorica.testing.TestHub;
import lorica.testing.TinyModel;
import lorica.testing.ToyFiles;
import lorica.testing.ToyHub;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import picocli.CommandLine;

/// Every command's help shows an example that runs.
///
/// Examples name files of a toy world by the table [#PLACES]: names with `my-` and the folders of
/// a user's material are there, names with `new-` are not yet.
class HelpTest {
    private static final List<String> PLACES =
            List.of(
                    "my-data.jsonl",
                    "my-bank",
                    "my-adapter",
                    "my-table.csv",
                    "my-series.csv",
                    "my-template.txt",
                    "my-list.txt",
                    "my-index.lorica",
                    "pulled-bank",
                    "base-model",
                    "adapters",
                    "datasets");

    @TestFactory
    Stream<DynamicTest> everyExampleRuns() {
        return commands(Lorica.commandLine()).stream()
                .flatMap(
                        command ->
                                examples(command).stream()
                                        .map(
                                                example ->
                                                        DynamicTest.dynamicTest(
                                                                example, () -> runs(example))));
    }

    @TestFactory
    Stream<DynamicTest> everyCommandHasAnExampleAndTheCommonOptions() {
        return commands(Lorica.commandLine()).stream()
                .map(
                        command ->
                                DynamicTest.dynamicTest(
                                        command.getCommandSpec().qualifiedName(),
                                        () -> followsTheConventions(command)));
    }

    private static void followsTheConventions(CommandLine command) {
        assertThat(examples(command)).isNotEmpty();
        assertThat(command.getCommandSpec().optionsMap()).containsKeys("--help", "-h");
        if (command.getCommandSpec().subcommands().isEmpty()) {
            assertThat(command.getCommandSpec().optionsMap()).containsKeys("--json", "--debug");
        }
        command.getCommandSpec()
                .options()
                .forEach(
                        option ->
                                assertThat(option.description())
                                        .as(option.longestName())
                                        .isNotEmpty());
        command.getCommandSpec()
                .positionalParameters()
                .forEach(one -> assertThat(one.description()).as(one.paramLabel()).isNotEmpty());
    }

    private static void runs(String example) throws IOException {
        Path folder = Files.createTempDirectory("lorica-example");
        ToyFiles files = ToyFiles.write(folder);
        if (example.contains("base-model")) {
            TinyModel.writeWeights(files.baseModel(), TinyModel.toyWorld());
        }
        Path bank = Run.toyBank(files);
        Run.ok("generate", files.newDataset(), "--bank", bank, "-o", folder.resolve("my-adapter"));
        Files.writeString(folder.resolve("my-template.txt"), "Question: {input}\nAnswer:\n");
        Files.writeString(
                folder.resolve("my-table.csv"), "question,reply\r\n1 plus 2,3\r\n4 plus 5,9\r\n");
        Files.writeString(folder.resolve("my-series.csv"), series());
        List<String> arguments = new ArrayList<>();
        for (String word : example.replaceAll(" >.*", "").strip().split(" +")) {
            arguments.add(placed(word, folder));
        }
        assertThat(arguments.removeFirst()).isEqualTo(Lorica.NAME);
        Run run =
                example.contains("pull") ? withHub(files, arguments) : Run.of(arguments.toArray());
        assertThat(run.err().lines())
                .allMatch(
                        line ->
                                line.startsWith("dataset: ")
                                        || line.startsWith("warning: No entry is near"));
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).isNotBlank();
    }

    /// Sixty days of a number that goes up and down.
    private static String series() {
        StringBuilder series = new StringBuilder("day,price\n");
        for (int day = 1; day <= 60; day++) {
            series.append("%d,%s\n".formatted(day, 10 + Math.sin(day) + (day * 37 % 11) / 10.0));
        }
        return series.toString();
    }

    /// Against a hub of the toy world, with a bank that was pulled from it and its index.
    private static Run withHub(ToyFiles files, List<String> arguments) throws IOException {
        try (TestHub hub = ToyHub.start(files)) {
            List<String> ofHub =
                    List.of(
                            "--hub",
                            hub.address(),
                            "--hub-cache",
                            files.root().resolve("cache").toString());
            Path list = files.root().resolve("my-list.txt");
            Files.writeString(list, ToyHub.adapter("add-1") + " " + ToyHub.dataset("add-1") + "\n");
            Path pulled = files.root().resolve("pulled-bank");
            List<String> pull = new ArrayList<>(List.of("hub", "pull", pulled.toString()));
            pull.addAll(List.of("--list", list.toString()));
            pull.addAll(ofHub);
            Run.ok(pull.toArray());
            Run.ok("bank", "index", pulled, "--export", files.root().resolve("my-index.lorica"));
            List<String> all = new ArrayList<>(arguments);
            if (arguments.contains("pull")) {
                all.addAll(ofHub);
            }
            return Run.of(all.toArray());
        }
    }

    private static String placed(String word, Path folder) {
        String name = word.split("/")[0];
        return PLACES.contains(name) || name.startsWith("new-")
                ? folder.resolve(word).toString()
                : word;
    }

    private static List<CommandLine> commands(CommandLine command) {
        List<CommandLine> commands = new ArrayList<>(List.of(command));
        command.getSubcommands().values().forEach(child -> commands.addAll(commands(child)));
        return commands;
    }

    /// The indented lines of the footer that begin with `lorica`.
    private static List<String> examples(CommandLine command) {
        return Stream.of(command.getCommandSpec().usageMessage().footer())
                .filter(line -> line.startsWith("  lorica "))
                .map(String::strip)
                .toList();
    }
}
