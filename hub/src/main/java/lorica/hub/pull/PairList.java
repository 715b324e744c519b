package lorica.hub.pull;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lorica.bank.BankEntry;
import lorica.hub.repository.Repository;
import lorica.storage.SmallFile;

/// Adapters and the datasets that they were trained on, by their repositories.
///
/// A list file has one pair a line: the adapter's repository, white space, the dataset's. Lines
/// that begin with `#` are for people. An entry is named as its dataset's repository is.
///
/// @param unpaired repositories that no partner was found for, with the reason
public record PairList(List<Pair> pairs, List<String> unpaired) {
    private static final String PAPER = "lots-of-loras-502.txt";
    private static final Pattern ADAPTER = Pattern.compile(".*task0*([0-9]{1,9})");
    private static final Pattern DATASET = Pattern.compile("task0*([0-9]{1,9})_.+");

    public PairList {
        pairs = List.copyOf(pairs);
        unpaired = List.copyOf(unpaired);
    }

    /// One entry of a bank to be.
    public record Pair(String id, Repository adapter, Repository dataset) {
        public Pair {
            BankEntry.checkId(id);
        }

        static Pair of(Repository adapter, Repository dataset) {
            return new Pair(dataset.shortName(), adapter, dataset);
        }
    }

    /// The 502 pairs of the paper.
    public static PairList paper() throws IOException {
        try (InputStream in = PairList.class.getResourceAsStream(PAPER)) {
            if (in == null) {
                throw new IllegalStateException(PAPER + ": not among the program's resources");
            }
            return parse(Path.of(PAPER), new String(in.readAllBytes(), UTF_8));
        }
    }

    /// Reads a list file.
    ///
    /// @throws PullException if a line is no pair, or a dataset stands there twice
    public static PairList read(Path file) throws IOException {
        return parse(file, new String(SmallFile.read(file), UTF_8));
    }

    private static PairList parse(Path file, String text) {
        List<Pair> pairs = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            String content = line.strip();
            if (content.isEmpty() || content.startsWith("#")) {
                continue;
            }
            Pair pair = pair(file + ":" + number, content);
            if (!ids.add(pair.id())) {
                throw new PullException(
                        file + ":" + number,
                        "each dataset once: it names the entry",
                        pair.id() + " a second time");
            }
            pairs.add(pair);
        }
        if (pairs.isEmpty()) {
            throw new PullException(file.toString(), "lines `owner/adapter owner/dataset`", "none");
        }
        return new PairList(pairs, List.of());
    }

    private static Pair pair(String place, String content) {
        String[] names = content.split("\\s+");
        if (names.length != 2) {
            throw new PullException(
                    place,
                    "two repositories, the adapter's and the dataset's",
                    "'%.100s'".formatted(content));
        }
        try {
            return Pair.of(
                    Repository.model(names[0]),
                    Repository.dataset(names[1].replaceFirst("^datasets/", "")));
        } catch (IllegalArgumentException e) {
            throw new PullException(place, "two repositories", String.valueOf(e.getMessage()));
        }
    }

    /// Pairs what an owner has by the number of the task, padded with zeros or not: the adapter
    /// `…task022` or `…task22` and the dataset `task022_…`. Where two have the same number, none
    /// is guessed at.
    public static PairList match(List<Repository> adapters, List<Repository> datasets) {
        List<String> unpaired = new ArrayList<>();
        Map<Integer, Repository> byNumber = numbered(adapters, ADAPTER, unpaired);
        Map<Integer, Repository> ofDatasets = numbered(datasets, DATASET, unpaired);
        List<Pair> pairs = new ArrayList<>();
        ofDatasets.forEach(
                (number, dataset) -> {
                    Repository adapter = byNumber.remove(number);
                    if (adapter == null) {
                        unpaired.add(dataset + ": no adapter of task " + number);
                    } else {
                        pairs.add(Pair.of(adapter, dataset));
                    }
                });
        byNumber.forEach(
                (number, adapter) -> unpaired.add(adapter + ": no dataset of task " + number));
        return new PairList(pairs, unpaired);
    }

    private static Map<Integer, Repository> numbered(
            List<Repository> repositories, Pattern pattern, List<String> unpaired) {
        Map<Integer, Repository> byNumber = new TreeMap<>();
        Set<Integer> twice = new HashSet<>();
        for (Repository repository : repositories) {
            Matcher matcher = pattern.matcher(repository.shortName());
            if (!matcher.matches()) {
                unpaired.add(repository + ": no number of a task in its name");
                continue;
            }
            int number = Integer.parseInt(matcher.group(1));
            Repository other = byNumber.putIfAbsent(number, repository);
            if (other != null) {
                twice.add(number);
                unpaired.add(
                        "%s: another of task %d: %s; name the pair in a --list"
                                .formatted(repository, number, other));
            }
        }
        twice.forEach(byNumber::remove);
        return byNumber;
    }
}
