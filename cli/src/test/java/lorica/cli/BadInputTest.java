package lorica.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// Every bad input ends with the exit code and the message that docs/bad-input.md states for it,
/// leaves no output behind, and the page states no other.
///
/// After a change of messages, `-Dlorica.write=bad-input` writes the page anew, to be read before
/// it is committed.
class BadInputTest {
    private static final Path PAGE = Path.of("../docs/bad-input.md");
    private static final String TABLE = "<!-- The tables below are checked by BadInputTest. -->";
    private static final Pattern ROW =
            Pattern.compile("\\| (.+?) \\| `` (.+?) `` \\| (\\d+) \\| `` (.+?) `` \\|");

    @TempDir private static Path folder;

    private static List<BadInput> all() {
        return Stream.of(
                        BadDatasets.all(),
                        BadAdapters.all(),
                        BadWeights.all(),
                        BadBanks.all(),
                        BadModels.all(),
                        BadExports.all(),
                        BadReports.all(),
                        BadArguments.all(),
                        BadHub.all(),
                        BadProcesses.all(),
                        BadClients.all())
                .flatMap(List::stream)
                .toList();
    }

    @TestFactory
    Stream<DynamicTest> everyBadInputIsRefusedAsThePageSays() throws IOException {
        Map<String, String> rows = rows();
        return all().stream()
                .map(
                        bad ->
                                DynamicTest.dynamicTest(
                                        bad.name(),
                                        () ->
                                                assertThat(row(bad))
                                                        .isEqualTo(rows.get(bad.name()))));
    }

    @Test
    void thePageHasARowForEveryCaseAndNoOther() throws IOException {
        List<String> names = all().stream().map(BadInput::name).toList();
        assertThat(names).hasSizeGreaterThan(40).doesNotHaveDuplicates();
        assertThat(rows().keySet()).containsExactlyInAnyOrderElementsOf(names);
    }

    /// Runs a case, and writes what happened as a row of the page.
    private static String row(BadInput bad) throws IOException {
        Path root = Files.createTempDirectory(folder, "world");
        BadWorld world = BadWorld.write(root);
        bad.setup().spoil(world);
        Set<String> before = names(root);
        Run run =
                Run.of(
                        Arrays.stream(bad.command().split(" "))
                                .map(
                                        word ->
                                                word.startsWith("./")
                                                        ? world.path(word.substring(2))
                                                        : word)
                                .map(word -> word.equals("''") ? "" : word)
                                .toArray());
        assertThat(run.exitCode()).as(run.err()).isEqualTo(bad.exitCode());
        assertThat(names(root)).as("what is left behind").isEqualTo(before);
        List<String> said = run.err().lines().filter(line -> line.startsWith("lorica: ")).toList();
        assertThat(said).as(run.err()).hasSize(1);
        String message = stable(said.getFirst().substring("lorica: ".length()), root);
        assertThat(message).contains("expected").doesNotContain("internal error");
        return "| %s | `` lorica %s `` | %d | `` %s `` |"
                .formatted(bad.name(), bad.command(), run.exitCode(), message.replace("|", "\\|"));
    }

    /// Without what differs from run to run.
    private static String stable(String message, Path root) {
        return message.replace(root.toUri().toString(), "file:./")
                .replace(root + "/", "./")
                .replace(root.toString(), ".")
                .replaceAll("[0-9a-f]{64}", "…");
    }

    private static long size(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .size();
    }

    /// Files and folders of the world, without what a bank computed.
    private static Set<String> names(Path root) throws IOException {
        try (var files = Files.walk(root)) {
            Set<String> names = new HashSet<>();
            for (Path file : files.toList()) {
                String name = root.relativize(file).toString();
                if (!name.contains("blobs") && !name.endsWith("writer.lock")) {
                    names.add(name + (name.endsWith("bank.json") ? " " + size(file) : ""));
                }
            }
            return names;
        }
    }

    private static Map<String, String> rows() throws IOException {
        if ("bad-input".equals(System.getProperty("lorica.write"))) {
            write();
        }
        Map<String, String> rows = new HashMap<>();
        for (String line : Files.readAllLines(PAGE)) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                assertThat(rows.put(row.group(1), line)).isNull();
            }
        }
        return rows;
    }

    private static void write() throws IOException {
        String page = Files.readString(PAGE);
        List<String> lines = new ArrayList<>();
        String topic = "";
        for (BadInput bad : all()) {
            if (!bad.topic().equals(topic)) {
                topic = bad.topic();
                lines.addAll(List.of("", "## " + topic, ""));
                lines.addAll(List.of("| input | command | exit | message |", "|---|---|---|---|"));
            }
            try {
                lines.add(row(bad));
            } catch (AssertionError | RuntimeException e) {
                lines.add("FAILED " + bad.name() + ": " + e);
            }
        }
        Files.writeString(
                PAGE,
                page.substring(0, page.indexOf(TABLE) + TABLE.length())
                        + "\n"
                        + String.join("\n", lines)
                        + "\n");
    }
}
