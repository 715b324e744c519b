package lorica.cli;

import java.nio.file.Files;
import java.util.List;
import java.util.stream.Stream;

/// Banks that are damaged, newer, or written by somebody who means harm.
final class BadBanks {
    private static final BadInput.Topic BANK =
            new BadInput.Topic(
                    "Banks",
                    ExitCode.FAILURE,
                    "generate ./my-data.jsonl --bank ./my-bank -o ./new-adapter");
    private static final String FILE = "my-bank/bank.json";
    private static final String TOKENIZER = "my-bank/tokenizer.json";

    private BadBanks() {}

    static List<BadInput> all() {
        return Stream.of(files(), fields(), entries(), tokenizers(), rules(), others())
                .flatMap(List::stream)
                .toList();
    }

    private static List<BadInput> files() {
        return List.of(
                BANK.of(
                        "no such bank",
                        world -> {},
                        "generate ./my-data.jsonl --bank ./no-bank -o ./new-adapter"),
                BANK.of(
                        "a file as bank",
                        world -> {},
                        "generate ./my-data.jsonl --bank ./my-data.jsonl -o ./new-adapter"),
                BANK.of("an empty bank.json", world -> world.text(FILE, "")),
                BANK.of("a bank.json that is cut off", world -> world.cut(FILE, 500)),
                BANK.of("a bank.json that is a list", world -> world.text(FILE, "[]")),
                BANK.of(
                        "a bank.json nested 100,000 deep",
                        world -> world.text(FILE, "{\"x\": ".repeat(100_000))),
                BANK.of("a bank.json that is a device", world -> world.link(FILE, "/dev/zero")),
                BANK.of("a bank without entries", world -> world.change(FILE, "{'entries': []}")));
    }

    private static List<BadInput> rules() {
        String generate = "generate ./my-data.jsonl --bank ./my-bank -o ./new-adapter --rule ";
        return List.of(
                BANK.of("no attention rule", world -> {}, generate + "attention"),
                BANK.of("no neural rule", world -> {}, generate + "neural"),
                BANK.of(
                        "a neural rule that is cut off",
                        world -> world.cut(world.neuralRule(), 100),
                        generate + "neural"));
    }

    private static List<BadInput> fields() {
        return List.of(
                BANK.of("another format", world -> world.change(FILE, "{'format': 'other'}")),
                BANK.of("a newer version", world -> world.change(FILE, "{'version': 2}")),
                BANK.of("a version that is text", world -> world.change(FILE, "{'version': '1'}")),
                BANK.of("a bank without base model", world -> world.change(FILE, "{'base': {}}")),
                BANK.of(
                        "entries that are an object",
                        world -> world.change(FILE, "{'entries': {}}")),
                BANK.of(
                        "an entry that is a number",
                        world -> world.change(FILE, "{'entries': [3]}")),
                BANK.of(
                        "a checksum that is none",
                        world ->
                                world.change(
                                        FILE, "{'tokenizer': {'sha256': 'x', 'vocabulary': 257}}")),
                BANK.of("a vocabulary of 0", world -> world.edit(FILE, ": 257", ": 0")),
                BANK.of(
                        "a vocabulary of 2³¹−1",
                        world -> world.edit(FILE, ": 257", ": 2147483647")),
                BANK.of(
                        "a vocabulary over 2³¹",
                        world -> world.edit(FILE, ": 257", ": 99999999999")),
                BANK.of(
                        "a BOS out of the vocabulary",
                        world -> world.edit(FILE, "'bos' : 0", "'bos' : 999")),
                BANK.of(
                        "a template without {input}",
                        world -> world.change(FILE, "{'template': 'Question:'}")));
    }

    private static List<BadInput> entries() {
        return List.of(
                BANK.of("two entries of one id", world -> world.edit(FILE, "'add-2'", "'add-1'")),
                BANK.of(
                        "an entry whose id leaves the bank",
                        world -> world.edit(FILE, "'add-1'", "'../../etc'")),
                BANK.of(
                        "an entry whose id holds a control character",
                        world -> world.edit(FILE, "'add-1'", "'a\\u0007b'")),
                BANK.of(
                        "an entry whose adapter leaves the bank",
                        world ->
                                world.edit(
                                        FILE,
                                        world.path("adapters/add-1").toString(),
                                        "adapters/../../adapters/add-1")),
                BANK.of(
                        "an entry whose dataset leaves the bank",
                        world ->
                                world.edit(
                                        FILE,
                                        world.path("datasets/add-1").toString(),
                                        "../datasets/add-1")),
                BANK.of(
                        "a path with a NUL",
                        world ->
                                world.edit(
                                        FILE,
                                        world.path("adapters/add-1").toString(),
                                        "a\\u0000b")),
                BANK.of(
                        "an entry of rank 0",
                        world -> world.edit(FILE, "'rank' : 4", "'rank' : 0")),
                BANK.of(
                        "an entry without checksum",
                        world -> world.edit(FILE, "'sha256' : ", "'md5' : ")),
                BANK.of("an entry that is not there", world -> {}, "bank show ./my-bank no-entry"),
                BANK.of(
                        "removing an entry that is not there",
                        world -> {},
                        "bank remove ./my-bank no-entry"),
                BANK.of(
                        "excluding an entry that is not there",
                        world -> {},
                        BANK.command() + " --exclude no-entry"),
                BANK.of(
                        "excluding every entry",
                        world -> {},
                        BANK.command()
                                + " --exclude add-1,add-2,colour-1,colour-2,upper-1,upper-2"));
    }

    private static List<BadInput> tokenizers() {
        String create = "bank create ./new-bank --base toy/base-model --tokenizer ./bad.json";
        return List.of(
                BANK.of("another tokenizer in the bank", world -> world.text(TOKENIZER, "{}")),
                BANK.of("a bank without tokenizer", world -> world.delete(TOKENIZER)),
                BANK.of("no such tokenizer", world -> {}, create),
                BANK.of(
                        "a tokenizer that is not JSON",
                        world -> world.text("bad.json", "<html>"),
                        create),
                BANK.of(
                        "a tokenizer without vocabulary",
                        world -> world.json("bad.json", "{'model': {'vocab': {}}}"),
                        create),
                BANK.of(
                        "a tokenizer of negative ids",
                        world -> world.json("bad.json", "{'model': {'vocab': {'a': 0, 'b': -5}}}"),
                        create),
                BANK.of(
                        "a tokenizer of ids over 2³¹",
                        world -> world.json("bad.json", "{'model': {'vocab': {'a': 4294967296}}}"),
                        create),
                BANK.of(
                        "a tokenizer whose ids are text",
                        world -> world.json("bad.json", "{'model': {'vocab': {'a': '0'}}}"),
                        create),
                BANK.of(
                        "a tokenizer of an id of two billion",
                        world -> world.json("bad.json", "{'model': {'vocab': {'a': 2147483646}}}"),
                        create),
                BANK.of(
                        "a tokenizer of an unknown model",
                        world ->
                                world.json(
                                        "bad.json",
                                        "{'model': {'type': 'Other', 'vocab': {'a': 0}}}"),
                        create),
                BANK.of(
                        "a tokenizer nested 100,000 deep",
                        world -> world.text("bad.json", "{\"model\": ".repeat(100_000)),
                        create),
                BANK.of(
                        "a tokenizer_config.json that is not JSON",
                        world -> world.text("base-model/tokenizer_config.json", "bos: <s>"),
                        "bank create ./new-bank --base ./base-model"),
                BANK.of(
                        "a BOS that the vocabulary does not have",
                        world ->
                                world.json(
                                        "base-model/tokenizer_config.json",
                                        "{'add_bos_token': true, 'bos_token': '<bos>'}"),
                        "bank create ./new-bank --base ./base-model"),
                BANK.of(
                        "a BOS asked for and not named",
                        world ->
                                world.json(
                                        "base-model/tokenizer_config.json",
                                        "{'add_bos_token': true}"),
                        "bank create ./new-bank --base ./base-model"));
    }

    private static List<BadInput> others() {
        return List.of(
                BANK.of(
                        "a base model without tokenizer",
                        world -> world.delete("base-model/tokenizer.json"),
                        "bank create ./new-bank --base ./base-model"),
                BANK.of(
                        "a base model's name without a tokenizer",
                        world -> {},
                        "bank create ./new-bank --base meta/other"),
                BANK.of(
                        "a bank in place of a new one",
                        world -> {},
                        "bank create ./my-bank --base ./base-model"),
                BANK.of(
                        "what updates do, never measured",
                        world -> {},
                        "bank gram ./my-bank --functional"),
                BANK.of("no provenance", world -> {}, "explain ./my-adapter"),
                BANK.withExitCode(ExitCode.INCOMPATIBLE)
                        .of(
                                "a provenance that is not JSON",
                                world -> world.text("my-adapter/lorica.json", "{"),
                                "explain ./my-adapter"),
                BANK.withExitCode(ExitCode.INCOMPATIBLE)
                        .of(
                                "a provenance of another schema",
                                world ->
                                        world.json("my-adapter/lorica.json", "{'format': 'other'}"),
                                "explain ./my-adapter"),
                BANK.of(
                        "an adapters folder of the bank that is a link",
                        world -> {
                            Run.ok(
                                    "bank",
                                    "add",
                                    world.path("my-bank"),
                                    "--copy",
                                    "--adapters",
                                    world.path("my-adapter"));
                            Files.move(world.path("my-bank/adapters"), world.path("elsewhere"));
                            world.link("my-bank/adapters", "../elsewhere");
                        },
                        "bank remove ./my-bank my-adapter"));
    }
}
