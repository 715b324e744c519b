package lorica.cli;

import java.util.List;
import java.util.stream.Stream;

/// Lists, indexes and options of the hub's commands that no network can mend.
///
/// What a hub does wrong stands in docs/hub.md, by HubFaultTest.
final class BadHub {
    private static final String NOWHERE = " --hub http://127.0.0.1:1 --retries 0 --hub-cache ./new";
    private static final String LIST = "hub pull ./new-bank --list ./my-list.txt" + NOWHERE;
    private static final BadInput.Topic HUB = new BadInput.Topic("The hub", ExitCode.FAILURE, LIST);
    private static final BadInput.Topic INDEX =
            HUB.withCommand("hub pull ./new-bank --index ./my.lorica --hub-cache ./new");
    private static final BadInput.Topic USAGE = HUB.withExitCode(ExitCode.USAGE);

    private BadHub() {}

    static List<BadInput> all() {
        return Stream.of(lists(), indexes(), usage(), offline()).flatMap(List::stream).toList();
    }

    private static List<BadInput> lists() {
        return List.of(
                HUB.of("no such list", world -> {}),
                HUB.of("an empty list", world -> world.text("my-list.txt", "# nothing\n")),
                HUB.of("a list of adapters alone", world -> world.text("my-list.txt", "a/b\n")),
                HUB.of(
                        "a list with a name that leads elsewhere",
                        world -> world.text("my-list.txt", "a/b ../../etc\n")),
                HUB.of(
                        "a list that names a dataset twice",
                        world -> world.text("my-list.txt", "a/b c/d\na/e c/d\n")));
    }

    private static List<BadInput> indexes() {
        return List.of(
                INDEX.of("no such index", world -> {}),
                INDEX.of("an index that is another file", world -> world.text("my.lorica", "{}")),
                INDEX.of("an index that is cut off", world -> world.text("my.lorica", "LORICAX1")),
                INDEX.of(
                        "an index with another checksum",
                        world -> world.text("my.lorica", "LORICAX1" + "x".repeat(100))),
                HUB.of(
                        "an index of a bank that is on no hub",
                        world -> {},
                        "bank index ./my-bank --export ./new.lorica"));
    }

    private static List<BadInput> usage() {
        return List.of(
                USAGE.of("a pull of nothing", world -> {}, "hub pull ./new-bank"),
                USAGE.of(
                        "a pull of two things",
                        world -> {},
                        "hub pull ./new-bank --bank hf:a --list lots-of-loras-502"),
                USAGE.of(
                        "an owner without hf:",
                        world -> {},
                        "hub pull ./new-bank --bank Lots-of-LoRAs" + NOWHERE),
                USAGE.of(
                        "a hub that is no address",
                        world -> {},
                        "hub pull ./new-bank --bank hf:a --hub huggingface.co"),
                USAGE.of(
                        "no downloads at a time", world -> {}, "hub fetch ./my-bank --downloads 0"),
                USAGE.of(
                        "fewer than no retries",
                        world -> {},
                        "generate ./my-data.jsonl --bank ./my-bank -o ./new-adapter --retries -1"),
                USAGE.of(
                        "a connection that may never be silent",
                        world -> {},
                        "hub fetch ./my-bank --timeout 0"),
                HUB.of(
                        "an entry to fetch that is not there",
                        world -> {},
                        "hub fetch ./my-bank other"));
    }

    private static List<BadInput> offline() {
        BadInput.Topic offline = HUB.withExitCode(ExitCode.NOT_FOUND_OFFLINE);
        return List.of(
                offline.of(
                        "a pull without a network",
                        world -> {},
                        "hub pull ./new-bank --bank hf:a --offline --hub http://127.0.0.1:1"
                                + " --hub-cache ./new"),
                offline.of(
                        "a hub that nobody runs",
                        world -> {},
                        "hub pull ./new-bank --bank hf:a" + NOWHERE));
    }
}
