package lorica.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import lorica.testing.TinyModel;
import lorica.testing.ToyFiles;
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
                    "my-template.txt",
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
        List<String> arguments = new ArrayList<>();
        for (String word : example.replaceAll(" >.*", "").strip().split(" +")) {
            arguments.add(placed(word, folder));
        }
        assertThat(arguments.removeFirst()).isEqualTo(Lorica.NAME);
        Run run = Run.of(arguments.toArray());
        assertThat(run.err().lines()).allMatch(line -> line.startsWith("dataset: "));
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).isNotBlank();
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
