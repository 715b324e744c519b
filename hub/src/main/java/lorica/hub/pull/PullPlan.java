package lorica.hub.pull;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import lorica.adapter.PeftDirectory;
import lorica.hub.pull.PairList.Pair;
import lorica.hub.repository.Downloads;
import lorica.hub.repository.HubClient;
import lorica.hub.repository.HubException;
import lorica.hub.repository.HubFile;
import lorica.hub.repository.PinnedFile;
import lorica.hub.repository.Repository;
import lorica.hub.repository.RepositoryInfo;
import lorica.storage.Parallel;
import lorica.storage.Progress;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// What a pull would do, from what the hub says of the repositories; nothing is downloaded.
///
/// @param base the base model's repository, where its tokenizer is to come from the hub
/// @param skipped repositories or pairs that are left out, with the reason
public record PullPlan(List<Entry> entries, Optional<Base> base, List<String> skipped) {
    private static final Pattern TRAIN =
            Pattern.compile("(.*/)?train([-._].*)?\\.(parquet|jsonl|ndjson|json|csv)");
    private static final String BASE_FIELD = "base_model_name_or_path";
    private static final int LARGEST_CONFIG = 1 << 20;
    private static final String UNKNOWN = "none stated";

    public PullPlan {
        entries = List.copyOf(entries);
        skipped = List.copyOf(skipped);
    }

    /// One pair and the files of it that count.
    public record Entry(
            Pair pair,
            RepositoryInfo adapter,
            RepositoryInfo dataset,
            PinnedFile config,
            PinnedFile weights,
            PinnedFile train) {}

    /// The files of a base model that a bank is made with.
    public record Base(RepositoryInfo info, List<PinnedFile> files) {
        static final String TOKENIZER = "tokenizer.json";
        private static final List<String> OPTIONAL =
                List.of("tokenizer_config.json", "config.json");

        static Base of(RepositoryInfo info) {
            List<PinnedFile> files = new ArrayList<>();
            files.add(
                    info.pinned(
                            info.file(TOKENIZER)
                                    .orElseThrow(
                                            () ->
                                                    new PullException(
                                                            info.repository().toString(),
                                                            "a tokenizer.json (or name a folder"
                                                                    + " that has one with --base)",
                                                            "none"))));
            for (String name : OPTIONAL) {
                info.file(name).map(info::pinned).ifPresent(files::add);
            }
            return new Base(info, files);
        }
    }

    /// Asks the hub about all repositories.
    ///
    /// @throws PullException if nothing is left
    public static PullPlan of(HubClient client, PairList list, int parallel, Progress progress)
            throws IOException {
        List<String> skipped = new ArrayList<>(list.unpaired());
        AtomicLong done = new AtomicLong();
        List<Looked> looked =
                Parallel.map(
                        list.pairs(),
                        parallel,
                        pair -> {
                            Looked one = look(client, pair);
                            progress.at("asking", done.incrementAndGet(), list.pairs().size());
                            return one;
                        });
        List<Entry> entries = new ArrayList<>();
        for (Looked one : looked) {
            one.entry().ifPresent(entries::add);
            one.reason().ifPresent(skipped::add);
        }
        if (entries.isEmpty()) {
            throw new PullException(
                    client.settings().endpoint().toString(),
                    "at least one adapter with its dataset",
                    skipped.isEmpty()
                            ? "none"
                            : "none; of %d left out the first is: %s"
                                    .formatted(skipped.size(), skipped.getFirst()));
        }
        return new PullPlan(entries, Optional.empty(), skipped);
    }

    /// With the base model's files, for a new bank.
    ///
    /// @param base its repository; by default the one that the first adapter names
    /// @throws PullException if that adapter names none, or the repository has no tokenizer
    public PullPlan withBase(HubClient client, Optional<Repository> base) throws IOException {
        Repository repository = base.isPresent() ? base.get() : named(client);
        return new PullPlan(entries, Optional.of(Base.of(client.info(repository))), skipped);
    }

    private Repository named(HubClient client) throws IOException {
        PinnedFile config = entries.getFirst().config();
        byte[] json = client.beginning(config, LARGEST_CONFIG);
        String name;
        try {
            name = JsonMapper.shared().readTree(json).path(BASE_FIELD).asString("");
        } catch (JacksonException e) {
            throw new PullException(config.toString(), "JSON", "something else");
        }
        try {
            return Repository.model(name);
        } catch (IllegalArgumentException e) {
            throw new PullException(
                    config.toString(),
                    "the base model's repository in %s (or name it, or its folder, with --base)"
                            .formatted(BASE_FIELD),
                    "'%s'".formatted(name));
        }
    }

    private record Looked(Optional<Entry> entry, Optional<String> reason) {
        static Looked without(Pair pair, String reason) {
            return new Looked(Optional.empty(), Optional.of(pair.id() + ": " + reason));
        }
    }

    /// A pair that is not there, or not of this kind, does not end a pull of hundreds.
    private static Looked look(HubClient client, Pair pair) throws IOException {
        RepositoryInfo adapter;
        RepositoryInfo dataset;
        try {
            adapter = client.info(pair.adapter());
            dataset = client.info(pair.dataset());
        } catch (HubException e) {
            if (e.kind() == HubException.Kind.MISSING) {
                return Looked.without(pair, String.valueOf(e.getMessage()));
            }
            throw e;
        }
        Optional<HubFile> config = adapter.file(PeftDirectory.CONFIG);
        Optional<HubFile> weights = adapter.file(PeftDirectory.WEIGHTS);
        if (config.isEmpty() || weights.isEmpty()) {
            return Looked.without(
                    pair,
                    "%s holds no %s"
                            .formatted(
                                    pair.adapter(),
                                    config.isEmpty()
                                            ? PeftDirectory.CONFIG
                                            : PeftDirectory.WEIGHTS));
        }
        Optional<HubFile> train = train(dataset);
        if (train.isEmpty()) {
            return Looked.without(
                    pair, pair.dataset() + " holds no training split of exactly one file");
        }
        return new Looked(
                Optional.of(
                        new Entry(
                                pair,
                                adapter,
                                dataset,
                                adapter.pinned(config.get()),
                                adapter.pinned(weights.get()),
                                dataset.pinned(train.get()))),
                Optional.empty());
    }

    /// The one file of a dataset's training split, where there is exactly one.
    static Optional<HubFile> train(RepositoryInfo dataset) {
        List<HubFile> train =
                dataset.files().stream()
                        .filter(file -> TRAIN.matcher(file.path()).matches())
                        .toList();
        return train.size() == 1 ? Optional.of(train.getFirst()) : Optional.empty();
    }

    /// What is needed to rank the entries for a dataset: everything but the adapters' weights;
    /// those, too, where the hub states no SHA-256 of them, because a bank does.
    public List<PinnedFile> first() {
        List<PinnedFile> files = new ArrayList<>();
        base.ifPresent(model -> files.addAll(model.files()));
        for (Entry entry : entries) {
            files.add(entry.config());
            files.add(entry.train());
            if (!entry.weights().file().sha256()) {
                files.add(entry.weights());
            }
        }
        return files;
    }

    /// The adapters' other weights: each is fetched when it first receives weight.
    public List<PinnedFile> later() {
        return entries.stream()
                .map(Entry::weights)
                .filter(weights -> weights.file().sha256())
                .toList();
    }

    /// How many repositories state which licence, adapters and datasets together.
    public Map<String, Long> licences() {
        Map<String, Long> count = new TreeMap<>();
        for (Entry entry : entries) {
            count.merge(entry.adapter().licence().orElse(UNKNOWN), 1L, Long::sum);
            count.merge(entry.dataset().licence().orElse(UNKNOWN), 1L, Long::sum);
        }
        base.ifPresent(model -> count.merge(model.info().licence().orElse(UNKNOWN), 1L, Long::sum));
        return count;
    }

    /// What of [#first] and [#later] the cache lacks.
    ///
    /// @param now is fetched by the pull
    /// @param later is fetched when it receives weight
    public record Amounts(Downloads.Amount now, Downloads.Amount later) {}

    public Amounts amounts(Downloads downloads) throws IOException {
        return new Amounts(
                Downloads.amount(downloads.missing(first())),
                Downloads.amount(downloads.missing(later())));
    }
}
