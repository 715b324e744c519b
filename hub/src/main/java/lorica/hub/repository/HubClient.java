package lorica.hub.repository;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpHeaders;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lorica.hub.repository.HubException.Kind;
import lorica.hub.repository.HubTransport.Answer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Asks a hub for repositories and their files.
///
/// What passes (no connection, one that breaks or falls silent, HTTP 408, 429 and 5xx) is tried
/// again after a wait that doubles, or that the server asks for. What came of a file is kept and
/// gone on from, also by another process another day. A file counts only when its length and its
/// checksum are those that the hub stated; one that is not is fetched once more from the beginning.
public final class HubClient implements AutoCloseable {
    private static final String MAIN = "main";
    private static final int A_PAGE = 1000;
    private static final int MOST_PAGES = 1000;
    private static final int LARGEST_DOCUMENT = 1 << 26;
    private static final Pattern NEXT = Pattern.compile("<([^>]+)>\\s*;\\s*rel=\"?next\"?.*");
    private static final Pattern QUOTED = Pattern.compile("(?:W/)?\"?([^\"]*)\"?");

    private final HubTransport transport;
    private final HubCache cache;

    private HubClient(HubSettings settings) {
        transport = new HubTransport(settings);
        cache = new HubCache(settings.cache());
    }

    public static HubClient open(HubSettings settings) {
        return new HubClient(settings);
    }

    public HubSettings settings() {
        return transport.settings();
    }

    /// All repositories of an owner that one may see, in the hub's order.
    ///
    /// @throws HubException if the hub does not say
    public List<Repository> list(Repository.Kind kind, String owner) throws IOException {
        URI page =
                address(
                        "%s?author=%s&limit=%d"
                                .formatted(
                                        Repository.listPath(kind),
                                        URLEncoder.encode(owner, UTF_8),
                                        A_PAGE));
        List<Repository> all = new ArrayList<>();
        for (int pages = 0; pages < MOST_PAGES; pages++) {
            URI asked = page;
            Answer answer = patiently(() -> document(asked));
            JsonNode list = json(asked, answer.body());
            for (JsonNode one : list) {
                all.add(stated(asked, () -> new Repository(kind, one.path("id").asString(""))));
            }
            Optional<URI> next = next(asked, answer.last());
            if (next.isEmpty()) {
                return all;
            }
            page = next.get();
        }
        throw new HubException(
                Kind.LYING,
                HubTransport.shown(page),
                "at most %d pages".formatted(MOST_PAGES),
                "one more");
    }

    /// Pages of a list are the hub's own.
    private Optional<URI> next(URI asked, HttpHeaders headers) {
        for (String link : headers.allValues("Link")) {
            Matcher matcher = NEXT.matcher(link);
            if (matcher.matches()) {
                URI next = stated(asked, () -> asked.resolve(matcher.group(1)));
                if (!String.valueOf(next.getAuthority()).equals(asked.getAuthority())) {
                    throw new HubException(
                            Kind.LYING,
                            HubTransport.shown(asked),
                            "the next page on the same host",
                            HubTransport.shown(next));
                }
                return Optional.of(next);
            }
        }
        return Optional.empty();
    }

    /// What a repository holds now.
    ///
    /// @throws HubException if there is none, or one may not see it
    public RepositoryInfo info(Repository repository) throws IOException {
        return info(repository, MAIN);
    }

    /// What a repository held at a commit.
    ///
    /// @throws HubException if there is none, or one may not see it
    public RepositoryInfo info(Repository repository, String revision) throws IOException {
        URI address =
                address("%s/revision/%s?blobs=true".formatted(repository.apiPath(), revision));
        Answer answer = patiently(() -> document(address));
        JsonNode json = json(address, answer.body());
        return stated(address, () -> RepositoryInfo.of(repository, json));
    }

    /// The first bytes of a file, which is not kept.
    public byte[] beginning(PinnedFile wanted, int bytes) throws IOException {
        int most = (int) Math.min(bytes, wanted.file().bytes());
        if (most == 0) {
            return new byte[0];
        }
        Optional<String> range = Optional.of("bytes=0-" + (most - 1));
        Answer answer =
                patiently(
                        () ->
                                transport.ask(
                                        address(wanted),
                                        range,
                                        new MemorySink(wanted.toString(), most)));
        requireSame(wanted, answer.first());
        if (answer.body().length != most) {
            throw new HubException(
                    Kind.LYING,
                    wanted.toString(),
                    "the first %,d bytes, as asked for".formatted(most),
                    "HTTP %d with %,d bytes".formatted(answer.status(), answer.body().length));
        }
        return answer.body();
    }

    /// Whether the cache holds a file.
    public boolean has(PinnedFile wanted) throws IOException {
        return cache.has(wanted);
    }

    /// Where a commit's files lie once they are downloaded.
    public Path snapshot(Repository repository, String commit) {
        return cache.snapshot(repository, commit);
    }

    /// Where a file lies once it is downloaded.
    public Path pathOf(PinnedFile wanted) {
        return cache.pointer(wanted);
    }

    /// Remembers that a repository's main branch was at this commit, as Python's tools do.
    public void keepRef(RepositoryInfo info) throws IOException {
        cache.keepRef(info.repository(), MAIN, info.commit());
    }

    /// Downloads a file into the cache, unless it is there.
    ///
    /// @param told of how many bytes more are there, those of earlier tries included; fewer, where
    ///     some had to be thrown away
    /// @return where it is
    public Path download(PinnedFile wanted, LongConsumer told) throws IOException {
        if (HubCache.isWhole(cache.pointer(wanted), wanted)) {
            told.accept(wanted.file().bytes());
            return cache.pointer(wanted);
        }
        cache.prepare(wanted);
        try (CacheLock _ = CacheLock.take(cache.lock(wanted))) {
            if (HubCache.isWhole(cache.blob(wanted), wanted)) {
                cache.link(wanted);
                told.accept(wanted.file().bytes());
                return cache.pointer(wanted);
            }
            Path incomplete = cache.incomplete(wanted);
            if (Files.exists(incomplete)) {
                told.accept(Files.size(incomplete));
            }
            fetch(wanted, incomplete, told);
            cache.keep(wanted);
        }
        return cache.pointer(wanted);
    }

    /// What an earlier try left may be of another file, or damaged: then once more from nothing.
    private void fetch(PinnedFile wanted, Path incomplete, LongConsumer told) throws IOException {
        for (boolean again = false; ; again = true) {
            complete(wanted, incomplete, told);
            String found = HubCache.etag(incomplete, wanted.file());
            if (found.equals(wanted.file().etag())) {
                return;
            }
            told.accept(-Files.size(incomplete));
            Files.delete(incomplete);
            if (again) {
                throw new HubException(
                        Kind.LYING,
                        wanted.toString(),
                        "the digest that the hub states, %s (downloaded twice; tell the repository's owner)"
                                .formatted(wanted.file().etag()),
                        found);
            }
        }
    }

    private void complete(PinnedFile wanted, Path incomplete, LongConsumer told)
            throws IOException {
        try (FileChannel channel =
                FileChannel.open(incomplete, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            Tries tries = new Tries(settings().patience());
            long most = channel.size();
            while (channel.size() != wanted.file().bytes()) {
                try {
                    more(wanted, channel, told);
                } catch (HubException e) {
                    if (channel.size() > most) {
                        tries.beginAnew();
                    }
                    tries.waitAfter(e);
                }
                most = Math.max(most, channel.size());
            }
        }
    }

    /// Whatever one answer brings.
    private void more(PinnedFile wanted, FileChannel channel, LongConsumer told)
            throws IOException {
        try (FileSink sink = new FileSink(wanted, channel, told)) {
            long from = sink.from();
            Optional<String> range =
                    from > 0 ? Optional.of("bytes=%d-".formatted(from)) : Optional.empty();
            Answer answer = transport.ask(address(wanted), range, sink);
            if (answer.status() == 416) {
                told.accept(-channel.size());
                channel.truncate(0);
                throw broken(wanted, "bytes from %,d on".formatted(from), "HTTP 416");
            }
            requireSame(wanted, answer.first());
            if (channel.size() < wanted.file().bytes()) {
                throw broken(
                        wanted,
                        "%,d bytes, as listed".formatted(wanted.file().bytes()),
                        "the end after %,d".formatted(channel.size()));
            }
        }
    }

    private static HubException broken(PinnedFile wanted, String expected, String found) {
        return new HubException(Kind.BROKEN, wanted.toString(), expected, found);
    }

    /// The hub says of which blob it sends the bytes.
    private static void requireSame(PinnedFile wanted, HttpHeaders headers) {
        Optional<String> stated =
                headers.firstValue("X-Linked-Etag").or(() -> headers.firstValue("ETag"));
        if (stated.isEmpty()) {
            return;
        }
        Matcher matcher = QUOTED.matcher(stated.get());
        if (!matcher.matches() || !matcher.group(1).equals(wanted.file().etag())) {
            throw new HubException(
                    Kind.LYING,
                    wanted.toString(),
                    "the blob %s, as listed".formatted(wanted.file().etag()),
                    stated.get());
        }
    }

    private URI address(PinnedFile wanted) {
        StringBuilder path = new StringBuilder();
        for (String part : wanted.file().path().split("/")) {
            path.append('/').append(URLEncoder.encode(part, UTF_8).replace("+", "%20"));
        }
        return address(
                "%s/resolve/%s%s".formatted(wanted.repository().path(), wanted.commit(), path));
    }

    private URI address(String path) {
        return URI.create(settings().endpoint() + "/" + path);
    }

    private Answer document(URI address) throws IOException {
        return transport.ask(
                address,
                Optional.empty(),
                new MemorySink(HubTransport.shown(address), LARGEST_DOCUMENT));
    }

    private static JsonNode json(URI address, byte[] body) {
        try {
            return JsonMapper.shared().readTree(body);
        } catch (JacksonException e) {
            throw new HubException(
                    Kind.LYING, HubTransport.shown(address), "JSON", "something else");
        }
    }

    /// What a hub states may be nonsense.
    private static <T> T stated(URI address, Supplier<T> made) {
        try {
            return made.get();
        } catch (IllegalArgumentException e) {
            throw new HubException(
                    Kind.LYING,
                    HubTransport.shown(address),
                    "what a hub states",
                    String.valueOf(e.getMessage()));
        }
    }

    /// A question that may be asked again.
    private interface Question {
        Answer ask() throws IOException;
    }

    private Answer patiently(Question question) throws IOException {
        Tries tries = new Tries(settings().patience());
        while (true) {
            try {
                return question.ask();
            } catch (HubException e) {
                tries.waitAfter(e);
            }
        }
    }

    @Override
    public void close() {
        transport.close();
    }
}
