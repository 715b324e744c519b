package lorica.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import lorica.storage.WholeDirectory;
import lorica.testing.HubFiles;
import lorica.testing.TestHub;
import lorica.testing.ToyFiles;
import lorica.testing.ToyHub;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// From repositories to an adapter, against a hub on this machine.
class HubCommandTest {
    private static final String WEIGHTS = "signature";

    @TempDir private Path folder;
    private ToyFiles files;
    private TestHub hub;
    private Path bank;
    private Path cache;

    @BeforeEach
    void start() throws IOException {
        files = ToyFiles.write(folder);
        hub = ToyHub.start(files);
        bank = folder.resolve("pulled");
        cache = folder.resolve("cache");
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    private Run pull(Object... more) {
        return hub("pull", bank, more, "--hub-cache", cache, "--bank", "hf:Lots-of-LoRAs");
    }

    private Run hub(String command, Object first, Object[] more, Object... others) {
        Object[] all = new Object[5 + more.length + others.length];
        Object[] begin = {"hub", command, first, "--hub", hub.address()};
        System.arraycopy(begin, 0, all, 0, 5);
        System.arraycopy(more, 0, all, 5, more.length);
        System.arraycopy(others, 0, all, 5 + more.length, others.length);
        return Run.of(all);
    }

    private Run generate(Path from, String out, Object... more) {
        Object[] begin = {
            "generate",
            files.newDataset(),
            "--bank",
            from,
            "-o",
            folder.resolve(out),
            "--top-k",
            "2",
            "--json",
            "--hub",
            hub.address()
        };
        Object[] all = Arrays.copyOf(begin, begin.length + more.length);
        System.arraycopy(more, 0, all, begin.length, more.length);
        return Run.of(all);
    }

    private static JsonNode json(Run run) {
        assertThat(run.exitCode()).as(run.err()).isZero();
        return JsonMapper.shared().readTree(run.out());
    }

    private long weightsBytes() throws IOException {
        return Files.size(files.adapters().resolve("add-1/adapter_model.safetensors"));
    }

    @Test
    void aPulledBankListsAllAndHoldsNoWeights() throws IOException {
        JsonNode pulled = json(pull("--json"));
        assertThat(pulled.path("entries").asInt()).isEqualTo(6);
        assertThat(pulled.path("now").path("files").asInt()).isEqualTo(14);
        assertThat(pulled.path("later").path("bytes").asLong()).isEqualTo(6 * weightsBytes());
        assertThat(pulled.path("licences").path("mit").asInt()).isEqualTo(6);
        JsonNode first = json(Run.of("bank", "list", bank, "--json")).path("entries").path(0);
        assertThat(first.path("id").asString()).isEqualTo("task001_add-1");
        assertThat(first.path("licence").asString()).isEqualTo("mit AND apache-2.0");
        assertThat(first.path("rank").asInt()).isEqualTo(4);
        assertThat(Run.ok("bank", "verify", bank).out())
                .contains("6 entries have their adapter on the hub only")
                .contains("all well");
        assertThat(hub.sent(WEIGHTS)).isEqualTo(6 * Math.min(1 << 16, weightsBytes()));
    }

    @Test
    void generateFetchesWhatReceivesWeightAndNoMore() throws IOException {
        json(pull("--json"));
        long before = hub.sent(WEIGHTS);
        assertThat(json(generate(bank, "none", "--dry-run")).path("fetched").path("bytes").asLong())
                .isEqualTo(2 * weightsBytes());
        assertThat(hub.sent(WEIGHTS)).isEqualTo(before);
        JsonNode made = json(generate(bank, "first"));
        assertThat(made.path("fetched").path("adapters").asInt()).isEqualTo(2);
        assertThat(made.path("fetched").path("bytes").asLong()).isEqualTo(2 * weightsBytes());
        assertThat(hub.sent(WEIGHTS) - before).isEqualTo(2 * weightsBytes());
        JsonNode again = json(generate(bank, "second"));
        assertThat(again.path("fetched").path("adapters").asInt()).isZero();
        assertThat(hub.sent(WEIGHTS) - before).isEqualTo(2 * weightsBytes());
        assertThat(folder.resolve("second/adapter_model.safetensors"))
                .hasSameBinaryContentAs(folder.resolve("first/adapter_model.safetensors"));
    }

    @Test
    void theAdapterIsThatOfABankOfTheSameFiles() throws IOException {
        json(pull("--json"));
        json(generate(bank, "pulled-adapter"));
        json(generate(Run.toyBank(files), "local-adapter"));
        assertThat(folder.resolve("pulled-adapter/adapter_model.safetensors"))
                .hasSameBinaryContentAs(folder.resolve("local-adapter/adapter_model.safetensors"));
    }

    @Test
    void aDryRunDownloadsAndWritesNothing() {
        Run run = pull("--dry-run");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("pairs      6, 0 left out")
                .contains("now        14 files")
                .contains("later      6 adapters")
                .contains("licences   apache-2.0 (7), mit (6)");
        assertThat(bank).doesNotExist();
        assertThat(cache).doesNotExist();
        assertThat(hub.sent(WEIGHTS)).isZero();
    }

    @Test
    void aSecondPullAddsWhatIsNew() throws IOException {
        Path list = folder.resolve("list.txt");
        Files.writeString(
                list,
                "# two of them%n%s %s%n%s\tdatasets/%s%n"
                        .formatted(
                                ToyHub.adapter("add-1"),
                                ToyHub.dataset("add-1"),
                                ToyHub.adapter("colour-1"),
                                ToyHub.dataset("colour-1")));
        Run first =
                hub("pull", bank, new Object[] {"--list", list, "--hub-cache", cache, "--json"});
        assertThat(json(first).path("entries").asInt()).isEqualTo(2);
        assertThat(json(pull("--json")).path("entries").asInt()).isEqualTo(6);
        Run third = pull();
        assertThat(third.exitCode()).isEqualTo(ExitCode.FAILURE);
        assertThat(third.err()).contains("in the bank already");
    }

    @Test
    void offlineWhatWasFetchedWorksAndTheRestIsExitCodeFour() throws IOException {
        json(pull("--json"));
        Run missing = generate(bank, "none", "--offline");
        assertThat(missing.exitCode()).isEqualTo(ExitCode.NOT_FOUND_OFFLINE);
        assertThat(missing.err()).contains("adapter_model.safetensors").contains("found neither");
        assertThat(folder.resolve("none")).doesNotExist();
        assertThat(pull("--offline").exitCode()).isEqualTo(ExitCode.NOT_FOUND_OFFLINE);
        JsonNode fetched = json(hub("fetch", bank, new Object[] {"--json"}));
        assertThat(fetched.path("adapters").asInt()).isEqualTo(6);
        assertThat(fetched.path("bytes").asLong()).isEqualTo(6 * weightsBytes());
        hub.close();
        json(generate(bank, "offline", "--offline"));
        assertThat(
                        json(hub("fetch", bank, new Object[] {"--json", "--offline"}))
                                .path("adapters")
                                .asInt())
                .isZero();
    }

    @Test
    void anExportedIndexRanksBeforeAnythingIsFetched() throws IOException {
        json(pull("--json"));
        Path index = folder.resolve("toy.lorica");
        Run export = Run.of("bank", "index", bank, "--export", index, "--json");
        assertThat(json(export).path("exportedBytes").asLong()).isEqualTo(Files.size(index));
        JsonNode made = json(generate(bank, "first"));
        WholeDirectory.delete(bank);
        WholeDirectory.delete(cache);
        long before = hub.requests().size();
        Run pulled =
                hub("pull", bank, new Object[] {"--index", index, "--hub-cache", cache, "--json"});
        assertThat(json(pulled).path("entries").asInt()).isEqualTo(6);
        assertThat(hub.requests()).hasSize((int) before);
        long sent = hub.sent("");
        JsonNode again = json(generate(bank, "second"));
        assertThat(again.path("sources")).isEqualTo(made.path("sources"));
        assertThat(again.path("read").path("datasetsRead").asInt()).isZero();
        assertThat(again.path("fetched").path("adapters").asInt()).isEqualTo(2);
        assertThat(hub.sent("") - sent).isLessThan(2 * weightsBytes() + 5_000);
        assertThat(folder.resolve("second/adapter_model.safetensors"))
                .hasSameBinaryContentAs(folder.resolve("first/adapter_model.safetensors"));
        assertThat(Run.ok("bank", "verify", bank).out()).contains("all well");
    }

    @Test
    void aBankByIndexFetchesItsDatasetsWhereTheirTextsAreNeeded() throws IOException {
        json(pull("--json"));
        Path index = folder.resolve("toy.lorica");
        Run.ok("bank", "index", bank, "--export", index);
        WholeDirectory.delete(bank);
        WholeDirectory.delete(cache);
        json(hub("pull", bank, new Object[] {"--index", index, "--hub-cache", cache, "--json"}));
        Run without = generate(bank, "none", "--on", "both");
        assertThat(without.exitCode()).isEqualTo(ExitCode.FAILURE);
        assertThat(without.err()).contains("lorica hub fetch %s --datasets".formatted(bank));
        json(hub("fetch", bank, new Object[] {"--datasets", "--json"}));
        json(generate(bank, "some", "--on", "both"));
    }

    @Test
    void anIndexOfABankThatOnlyThisMachineKnowsIsRefused() throws IOException {
        Path index = folder.resolve("toy.lorica");
        Run run = Run.of("bank", "index", Run.toyBank(files), "--export", index);
        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILURE);
        assertThat(run.err()).contains("add-1").contains("lorica hub pull");
        assertThat(index).doesNotExist();
    }

    @Test
    void datasetsOnTheHubAreParquet() throws Exception {
        Map<String, byte[]> parquet = new HashMap<>();
        for (String id : ToyFiles.IDS) {
            parquet.put(id, parquet(id));
        }
        hub.close();
        hub = ToyHub.start(files, parquet);
        json(pull("--json"));
        json(generate(bank, "pulled-adapter"));
        json(generate(Run.toyBank(files), "local-adapter"));
        assertThat(folder.resolve("pulled-adapter/adapter_model.safetensors"))
                .hasSameBinaryContentAs(folder.resolve("local-adapter/adapter_model.safetensors"));
        Path index = folder.resolve("toy.lorica");
        Run.ok("bank", "index", bank, "--export", index);
        WholeDirectory.delete(bank);
        json(hub("pull", bank, new Object[] {"--index", index, "--hub-cache", cache, "--json"}));
        assertThat(bank.resolve("datasets")).doesNotExist();
        json(hub("fetch", bank, new Object[] {"--datasets", "--json"}));
        assertThat(bank.resolve("datasets/task001_add-1/train.jsonl")).exists();
    }

    private byte[] parquet(String id) throws Exception {
        Path file = folder.resolve(id + ".parquet");
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "COPY (SELECT * FROM read_json('%s')) TO '%s' (FORMAT parquet)"
                            .formatted(files.dataset(id), file));
        }
        return Files.readAllBytes(file);
    }

    @Test
    void whatCannotBeAnEntryIsLeftOutAndSaid() throws IOException {
        hub.with("Lots-of-LoRAs/toy-r4-task7", HubFiles.empty().with("README.md", "x"));
        hub.with("Lots-of-LoRAs/other", HubFiles.empty());
        hub.with("datasets/Lots-of-LoRAs/task007_seven", HubFiles.empty());
        hub.with("datasets/Lots-of-LoRAs/task008_eight", HubFiles.empty());
        hub.with("Lots-of-LoRAs/toy-r4-task01", HubFiles.empty());
        JsonNode pulled = json(pull("--json"));
        assertThat(pulled.path("entries").asInt()).isEqualTo(5);
        assertThat(pulled.path("leftOut").toString())
                .contains("other: no number of a task")
                .contains("task007_seven: Lots-of-LoRAs/toy-r4-task7 holds no adapter_config.json")
                .contains("task008_eight: no adapter of task 8")
                .contains("another of task 1")
                .contains("task001_add-1: no adapter of task 1");
    }

    @Test
    void anAdapterThatIsNoneIsNamedByItsRepository() throws IOException {
        hub.with(
                ToyHub.adapter("add-1"),
                HubFiles.of(files.adapters().resolve("add-1"))
                        .with("adapter_model.safetensors", "no tensors at all"));
        Run run = pull();
        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILURE);
        assertThat(run.err()).contains(ToyHub.adapter("add-1")).doesNotContain("lorica-adapter");
    }
}
