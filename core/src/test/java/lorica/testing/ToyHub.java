package lorica.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;

/// The toy world on a [TestHub], named as Lots-of-LoRAs names its repositories.
///
/// ```
/// Lots-of-LoRAs/toy-r4-task001 … task6     adapters, the number padded in every other name
/// Lots-of-LoRAs/task001_add-1 …            datasets: data/train.jsonl or what is given
/// toy/base-model                           the tokenizer
/// ```
public final class ToyHub {
    public static final String OWNER = "Lots-of-LoRAs";

    private ToyHub() {}

    /// Serves the world with its datasets as they are.
    public static TestHub start(ToyFiles files) throws IOException {
        return start(files, Map.of());
    }

    /// Serves the world.
    ///
    /// @param parquet training splits in place of the world's JSONL, by entry
    public static TestHub start(ToyFiles files, Map<String, byte[]> parquet) throws IOException {
        TestHub hub = TestHub.start();
        for (int i = 0; i < ToyFiles.IDS.size(); i++) {
            String id = ToyFiles.IDS.get(i);
            hub.with(
                    adapter(id),
                    HubFiles.of(files.adapters().resolve(id))
                            .with("README.md", "An adapter.\n")
                            .withLicence("mit"));
            HubFiles dataset = HubFiles.empty().with("README.md", "A dataset.\n");
            dataset =
                    parquet.containsKey(id)
                            ? dataset.with("data/train-00000-of-00001.parquet", parquet.get(id))
                            : dataset.with(
                                    "data/train.jsonl", Files.readAllBytes(files.dataset(id)));
            hub.with("datasets/" + dataset(id), dataset.withLicence("apache-2.0"));
        }
        hub.with(
                ToyFiles.BASE,
                HubFiles.empty()
                        .with("tokenizer.json", Files.readAllBytes(files.tokenizerFile()))
                        .with("config.json", "{\"vocab_size\": 300}")
                        .withLicence("apache-2.0"));
        return hub;
    }

    /// The repository of an entry's adapter.
    public static String adapter(String id) {
        int number = ToyFiles.IDS.indexOf(id) + 1;
        return OWNER
                + "/toy-r4-task"
                + (number % 2 == 1 ? "%03d".formatted(number) : String.valueOf(number));
    }

    /// The repository of an entry's dataset; what stands behind the owner names the entry.
    public static String dataset(String id) {
        return OWNER + "/" + entry(id);
    }

    public static String entry(String id) {
        return "task%03d_%s".formatted(ToyFiles.IDS.indexOf(id) + 1, id);
    }
}
