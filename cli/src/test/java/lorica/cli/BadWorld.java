package lorica.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import lorica.bank.Bank;
import lorica.choice.RuleIndex;
import lorica.coefficient.Neural;
import lorica.distance.Distance;
import lorica.distribution.Representation;
import lorica.testing.TinyModel;
import lorica.testing.ToyFiles;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The toy world that a [BadInput] spoils: what [ToyFiles] writes, `my-bank` of its adapters,
/// and the adapter `my-adapter`, in no bank.
///
/// JSON is written with single quotes.
record BadWorld(ToyFiles files) {
    private static final String CONFIG = "my-adapter/adapter_config.json";
    private static final String WEIGHTS = "my-adapter/adapter_model.safetensors";

    static BadWorld write(Path root) throws IOException {
        ToyFiles files = ToyFiles.write(root);
        Run.toyBank(files);
        ToyFiles.adapter(root.resolve("my-adapter"), ToyFiles.BASE, 9);
        return new BadWorld(files);
    }

    Path path(String name) {
        return files.root().resolve(name);
    }

    void text(String name, String content) throws IOException {
        Files.createDirectories(path(name).getParent());
        Files.writeString(path(name), content);
    }

    void json(String name, String content) throws IOException {
        text(name, content.replace('\'', '"'));
    }

    void bytes(String name, int... content) throws IOException {
        byte[] bytes = new byte[content.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) content[i];
        }
        Files.write(path(name), bytes);
    }

    void link(String name, String target) throws IOException {
        Files.deleteIfExists(path(name));
        Files.createSymbolicLink(path(name), Path.of(target));
    }

    void move(String from, String to) throws IOException {
        Files.move(path(from), path(to));
    }

    void delete(String name) throws IOException {
        Files.delete(path(name));
    }

    /// Keeps the first bytes of a file.
    void cut(String name, int bytes) throws IOException {
        Files.write(path(name), Arrays.copyOf(Files.readAllBytes(path(name)), bytes));
    }

    /// Sets fields of a JSON file.
    void change(String name, String fields) throws IOException {
        ObjectNode root = (ObjectNode) JsonMapper.shared().readTree(Files.readAllBytes(path(name)));
        JsonNode changes = JsonMapper.shared().readTree(fields.replace('\'', '"'));
        changes.properties().forEach(field -> root.set(field.getKey(), field.getValue()));
        Files.writeString(path(name), root.toString());
    }

    /// Sets fields of my-adapter's configuration.
    void config(String fields) throws IOException {
        change(CONFIG, fields);
    }

    /// The configuration of my-adapter, as text.
    void configText(String content) throws IOException {
        json(CONFIG, content);
    }

    /// Replaces the first place of a text in a file.
    void edit(String name, String from, String to) throws IOException {
        String before = Files.readString(path(name), ISO_8859_1);
        String one = from.replace('\'', '"');
        if (!before.contains(one)) {
            throw new IllegalArgumentException("no " + one + " in " + name + ": " + before);
        }
        Files.writeString(
                path(name),
                before.substring(0, before.indexOf(one))
                        + to.replace('\'', '"')
                        + before.substring(before.indexOf(one) + one.length()),
                ISO_8859_1);
    }

    /// A safetensors file in place of my-adapter's weights.
    void weights(String header, int dataBytes) throws IOException {
        safetensors(WEIGHTS, header, new byte[dataBytes]);
    }

    void safetensors(String name, String header, byte[] data) throws IOException {
        byte[] json = header.replace('\'', '"').getBytes(UTF_8);
        Files.write(
                path(name),
                ByteBuffer.allocate(8 + json.length + data.length)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(json.length)
                        .put(json)
                        .put(data)
                        .array());
    }

    /// Factors of one module, of these shapes, all zero.
    void factors(String module, String shapeA, String shapeB, int bytesA, int bytesB)
            throws IOException {
        weights(
                ("{'%1$s.lora_A.weight':{'dtype':'F32','shape':%2$s,'data_offsets':[0,%4$d]},"
                                + "'%1$s.lora_B.weight':{'dtype':'F32','shape':%3$s,"
                                + "'data_offsets':[%4$d,%5$d]}}")
                        .formatted(module, shapeA, shapeB, bytesA, bytesA + bytesB),
                bytesA + bytesB);
    }

    /// Overwrites the last numbers of a file with one value.
    void lastFloat(String name, float value) throws IOException {
        byte[] bytes = Files.readAllBytes(path(name));
        ByteBuffer.wrap(bytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putFloat(bytes.length - Float.BYTES, value);
        Files.write(path(name), bytes);
    }

    /// Keeps a rule with the bank, and names its file.
    String neuralRule() throws IOException {
        RuleIndex.keep(
                Bank.open(path("my-bank")),
                Distance.parse("js"),
                Representation.parse("input=1,output=1"),
                new Neural(new double[] {-1, 1}, new double[] {1, 0}, 1));
        try (var blobs = Files.walk(path("my-bank/blobs"))) {
            Path file =
                    blobs.filter(blob -> blob.toString().contains(".rule.neural."))
                            .findFirst()
                            .orElseThrow();
            return files.root().relativize(file).toString();
        }
    }

    /// Gives the base model weights that fit the toy adapters.
    void model() throws IOException {
        TinyModel.writeWeights(files.baseModel(), TinyModel.toyWorld());
    }
}
