package lorica.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import lorica.bank.Bank;
import lorica.testing.HubFault;
import lorica.testing.HubFiles;
import lorica.testing.TestHub;
import lorica.testing.ToyFiles;
import lorica.testing.ToyHub;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// Everything that a hub can do wrong ends with the exit code and the message that docs/hub.md
/// states, and leaves nothing behind that counts.
///
/// After a change of messages, `-Dlorica.write=hub` writes the page's table anew, to be read before
/// it is committed.
class HubFaultTest {
    private static final Path PAGE = Path.of("../docs/hub.md");
    private static final String TABLE = "<!-- The table below is checked by HubFaultTest. -->";
    private static final String ENTRY = ToyHub.entry("add-1");
    private static final String FETCH = "hub fetch ./bank " + ENTRY;

    @TempDir private static Path folder;
    private static Path bank;
    private static Path snapshot;

    /// What a hub does, and when.
    private interface Fault {
        void plan(TestHub hub) throws IOException;
    }

    /// @param command what meets the fault: `hub fetch` brings one adapter
    private record Case(String name, String command, Fault fault) {}

    private static Case fetch(String name, String target, int times, HubFault fault) {
        return new Case(name, FETCH, hub -> hub.fault(target, times, fault));
    }

    private static Case pull(String name, Fault fault) {
        return new Case(name, "hub pull ./new-bank --list ./my-list.txt", fault);
    }

    private static List<Case> all() {
        int always = 99;
        List<Case> all = new ArrayList<>();
        all.add(pull("401 Unauthorized", hub -> hub.fault("api", 1, new HubFault.Status(401))));
        all.add(pull("403 Forbidden", hub -> hub.fault("api", 1, new HubFault.Status(403))));
        all.add(
                pull(
                        "404: no such repository",
                        hub -> hub.fault("api", 1, new HubFault.Status(404))));
        all.add(fetch("404: no such file", "resolve", 1, new HubFault.Status(404)));
        all.add(fetch("a connection cut once", "signature", 1, new HubFault.Cut(1000)));
        all.add(
                new Case(
                        "416 for the rest of a file",
                        FETCH,
                        hub ->
                                hub.fault("signature", 1, new HubFault.Cut(1000))
                                        .fault("signature", 1, new HubFault.Status(416))));
        all.add(fetch("429 once, Retry-After: 0", "resolve", 1, busy(429, "0")));
        all.add(fetch("429, Retry-After: 3600", "resolve", 1, busy(429, "3600")));
        all.add(fetch("500 once", "resolve", 1, busy(500, "0")));
        all.add(fetch("500 for ever", "resolve", always, busy(500, "0")));
        all.add(fetch("503 of the store, for ever", "signature", always, busy(503, "0")));
        all.add(fetch("a signature that is out of date, once", "signature", 1, busy(403, "0")));
        all.add(fetch("a signature that stays out of date", "signature", always, busy(403, "0")));
        all.add(
                fetch(
                        "a connection cut before the first byte, for ever",
                        "signature",
                        always,
                        new HubFault.Cut(0)));
        all.add(
                new Case(
                        "a connection that falls silent, once",
                        FETCH + " --timeout 2",
                        hub -> hub.fault("signature", 1, new HubFault.Stall(1000))));
        all.add(
                new Case(
                        "a connection that is silent from the beginning, for ever",
                        FETCH + " --timeout 0.5",
                        hub -> hub.fault("signature", always, new HubFault.Stall(0))));
        all.add(
                new Case(
                        "a range ignored: the whole file comes",
                        FETCH,
                        hub ->
                                hub.fault("signature", 1, new HubFault.Cut(1000))
                                        .fault("signature", 1, new HubFault.RangeIgnored())));
        all.add(
                new Case(
                        "another range than asked for",
                        FETCH,
                        hub ->
                                hub.fault("signature", 1, new HubFault.Cut(1000))
                                        .fault("signature", 1, new HubFault.WrongRange())));
        all.add(
                fetch(
                        "a body shorter than listed",
                        "signature",
                        always,
                        new HubFault.WrongLength(-1)));
        all.add(
                fetch(
                        "a body longer than listed",
                        "signature",
                        always,
                        new HubFault.WrongLength(1)));
        all.add(fetch("a wrong byte, once", "signature", 1, new HubFault.WrongBytes()));
        all.add(fetch("wrong bytes, always", "signature", always, new HubFault.WrongBytes()));
        all.add(fetch("another checksum than listed", "resolve", 1, new HubFault.WrongEtag()));
        all.add(
                fetch(
                        "redirects without an end",
                        "resolve",
                        always,
                        new HubFault.Redirect("/org/x/resolve/main/y")));
        all.add(
                fetch(
                        "a redirect to a file",
                        "resolve",
                        1,
                        new HubFault.Redirect("file:///etc/passwd")));
        all.add(
                pull(
                        "a list that is no JSON",
                        hub -> hub.fault("api", 1, new HubFault.Text("<html>"))));
        all.add(pull("a name that leads elsewhere", HubFaultTest::traversal));
        all.add(pull("a file without its size", HubFaultTest::sizeless));
        return all;
    }

    private static HubFault busy(int status, String retryAfter) {
        return new HubFault.Status(status, Optional.of(retryAfter));
    }

    private static void traversal(TestHub hub) throws IOException {
        hub.with(ToyHub.adapter("add-1"), HubFiles.empty().with("../../../../.bashrc", "rm -rf"));
    }

    private static void sizeless(TestHub hub) {
        hub.fault(
                "api",
                1,
                new HubFault.Text(
                        "{\"sha\": \"%s\", \"siblings\": [{\"rfilename\": \"a\"}]}"
                                .formatted("a".repeat(40))));
    }

    @BeforeAll
    static void pullOnce() throws IOException {
        ToyFiles files = ToyFiles.write(folder);
        Files.writeString(
                folder.resolve("my-list.txt"),
                ToyHub.adapter("add-1") + " " + ToyHub.dataset("add-1") + "\n");
        bank = folder.resolve("bank");
        try (TestHub hub = ToyHub.start(files)) {
            run(hub, "hub pull ./bank --list ./my-list.txt");
        }
        snapshot = Bank.open(bank).entry(ENTRY).adapter().directory();
    }

    @TestFactory
    Stream<DynamicTest> everyFaultEndsAsThePageSays() throws IOException {
        List<String> rows = rows();
        return all().stream()
                .map(
                        one ->
                                DynamicTest.dynamicTest(
                                        one.name(), () -> assertThat(rows).contains(row(one))));
    }

    @Test
    void thePageHasNoOtherRows() throws IOException {
        assertThat(rows()).hasSameSizeAs(all());
    }

    /// Takes the adapter's weights out of the cache, and what is begun of them.
    private static void forget() throws IOException {
        Files.deleteIfExists(snapshot.resolve("adapter_model.safetensors"));
        String etag = Bank.open(bank).entry(ENTRY).adapter().weights().checksum().hex();
        try (var blobs = Files.list(snapshot.resolve("../../blobs"))) {
            for (Path blob : blobs.toList()) {
                if (blob.getFileName().toString().startsWith(etag)) {
                    Files.delete(blob);
                }
            }
        }
    }

    /// Runs a case on a fresh cache entry, and writes what happened as a row of the page.
    private static String row(Case one) throws IOException {
        forget();
        Path made = folder.resolve("new-bank");
        try (TestHub hub = ToyHub.start(new ToyFiles(folder))) {
            one.fault().plan(hub);
            Run run = run(hub, one.command());
            Path fetched = snapshot.resolve("adapter_model.safetensors");
            if (run.exitCode() == 0) {
                assertThat(fetched)
                        .hasSameBinaryContentAs(
                                folder.resolve("adapters/add-1/adapter_model.safetensors"));
            } else {
                assertThat(fetched).doesNotExist();
                assertThat(made).doesNotExist();
            }
            String said =
                    run.exitCode() == 0
                            ? "done"
                            : "`` %s ``".formatted(message(run, hub).replace("|", "\\|"));
            return "| %s | `lorica %s` | %d | %s |"
                    .formatted(one.name(), one.command(), run.exitCode(), said);
        }
    }

    private static String message(Run run, TestHub hub) {
        List<String> said = run.err().lines().toList();
        assertThat(said).hasSize(1);
        assertThat(said.getFirst()).contains("expected").doesNotContain("internal error");
        return said.getFirst()
                .substring("lorica: ".length())
                .replace(hub.storeAddress(), "http://store")
                .replace(hub.address(), "http://hub")
                .replaceAll("that broke \\([^)]*\\)", "that broke (…)") // the JDK's words
                .replaceAll("[0-9a-f]{40,64}", "…");
    }

    private static Run run(TestHub hub, String command) {
        List<Object> words = new ArrayList<>();
        for (String word : command.split(" ")) {
            words.add(word.startsWith("./") ? folder.resolve(word.substring(2)) : word);
        }
        words.addAll(List.of("--hub", hub.address(), "--retries", "1"));
        if (command.startsWith("hub pull")) {
            words.addAll(List.of("--hub-cache", folder.resolve("cache")));
        }
        return Run.of(words.toArray());
    }

    private static List<String> rows() throws IOException {
        if ("hub".equals(System.getProperty("lorica.write"))) {
            write();
        }
        return Files.readAllLines(PAGE).stream()
                .dropWhile(line -> !line.equals(TABLE))
                .filter(line -> line.matches("\\| .* \\| `lorica .*"))
                .toList();
    }

    private static void write() throws IOException {
        String page = Files.readString(PAGE);
        List<String> lines =
                new ArrayList<>(
                        List.of(
                                page.substring(0, page.indexOf(TABLE) + TABLE.length()),
                                "",
                                "| the hub | command | exit | message |",
                                "|---|---|---|---|"));
        for (Case one : all()) {
            lines.add(row(one));
        }
        Files.writeString(PAGE, String.join("\n", lines) + "\n");
    }
}
