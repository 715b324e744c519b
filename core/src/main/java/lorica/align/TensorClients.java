package lorica.align;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import lorica.kernel.RowKernel;
import lorica.tensor.Dtype;
import lorica.tensor.SafetensorsFile;
import lorica.tensor.SafetensorsWriter;
import lorica.tensor.Tensor;
import lorica.tensor.TensorSpec;

/// Clients that sent tensors: every one a matrix `[first extent, the others]`, a list a column.
/// Tensors of whole numbers and scalars are passed on as each client sent them.
final class TensorClients implements Clients {
    private final List<String> names;

    /// By client, by file.
    private final List<SortedMap<String, SafetensorsFile>> files;

    private final SortedMap<String, RangeFinder> ranges = new TreeMap<>();

    private TensorClients(List<String> names, List<SortedMap<String, SafetensorsFile>> files) {
        this.names = names;
        this.files = files;
    }

    static TensorClients open(List<String> names, List<Path> folders, Arena arena)
            throws IOException {
        List<SortedMap<String, SafetensorsFile>> files = new ArrayList<>();
        for (Path folder : folders) {
            SortedMap<String, SafetensorsFile> ofClient = new TreeMap<>();
            List<Path> found;
            try (var content = Files.list(folder)) {
                found = content.filter(file -> file.toString().endsWith(".safetensors")).toList();
            }
            if (found.isEmpty()) {
                throw new AlignmentException(folder, "safetensors files", "none");
            }
            for (Path file : found) {
                ofClient.put(file.getFileName().toString(), SafetensorsFile.map(file, arena));
            }
            requireSame(folder, files.isEmpty() ? ofClient : files.getFirst(), ofClient);
            files.add(ofClient);
        }
        return new TensorClients(names, files);
    }

    private static void requireSame(
            Path folder,
            SortedMap<String, SafetensorsFile> first,
            SortedMap<String, SafetensorsFile> other) {
        if (!first.keySet().equals(other.keySet())) {
            throw new AlignmentException(
                    folder,
                    "the files %s of the first client".formatted(first.keySet()),
                    other.keySet().toString());
        }
        for (Map.Entry<String, SafetensorsFile> file : first.entrySet()) {
            SafetensorsFile match = other.getOrDefault(file.getKey(), file.getValue());
            for (Tensor tensor : file.getValue().tensors().values()) {
                Tensor same = match.tensor(tensor.name());
                if (!same.shape().equals(tensor.shape()) || same.dtype() != tensor.dtype()) {
                    throw new AlignmentException(
                            match.path() + ": tensor '" + tensor.name() + "'",
                            "%s%s as of the first client".formatted(tensor.dtype(), tensor.shape()),
                            "%s%s".formatted(same.dtype(), same.shape()));
                }
            }
            if (match.tensors().size() != file.getValue().tensors().size()) {
                throw new AlignmentException(
                        match.path(),
                        "%d tensors as of the first client"
                                .formatted(file.getValue().tensors().size()),
                        String.valueOf(match.tensors().size()));
            }
        }
    }

    @Override
    public List<String> names() {
        return names;
    }

    @Override
    public boolean finite(int client) {
        for (SafetensorsFile file : files.get(client).values()) {
            for (Tensor tensor : file.tensors().values()) {
                if (isMatrix(tensor)) {
                    for (double value : tensor.toDoubles()) {
                        if (!Double.isFinite(value)) {
                            return false;
                        }
                    }
                }
            }
        }
        return true;
    }

    private static boolean isMatrix(Tensor tensor) {
        return (tensor.dtype().isWeight() || tensor.dtype() == Dtype.F64)
                && tensor.shape().rank() > 0
                && tensor.shape().size() > 0;
    }

    private static int rows(Tensor tensor) {
        return Math.toIntExact(tensor.shape().extent(0));
    }

    private static double[] columns(Tensor tensor) {
        return RangeFinder.transposed(tensor.toDoubles(), rows(tensor));
    }

    @Override
    public Updates updates(List<Integer> clients) {
        SortedMap<String, Blocks> modules = new TreeMap<>();
        for (Map.Entry<String, SafetensorsFile> file : files.getFirst().entrySet()) {
            for (Tensor tensor : file.getValue().tensors().values()) {
                if (isMatrix(tensor)) {
                    String module = file.getKey() + ":" + tensor.name();
                    List<double[]> blocks = new ArrayList<>();
                    for (int client : clients) {
                        blocks.add(columns(tensor(client, file.getKey(), tensor.name())));
                    }
                    modules.put(module, reduced(module, rows(tensor), blocks));
                }
            }
        }
        List<String> members = clients.stream().map(names::get).toList();
        return new Updates(members, modules);
    }

    /// At most 512 rows, kept for the way back, and at most 512 columns, which detection alone
    /// sees.
    private Blocks reduced(String module, int rows, List<double[]> blocks) {
        RangeFinder left = RangeFinder.of(rows, blocks);
        List<double[]> narrow = blocks.stream().map(left::reduced).toList();
        int height = left.range().rank();
        int width = narrow.getFirst().length / height;
        double discarded = left.discarded();
        if (width > RangeFinder.MOST) {
            List<double[]> flipped =
                    narrow.stream().map(block -> RangeFinder.transposed(block, width)).toList();
            RangeFinder right = RangeFinder.of(width, flipped);
            discarded = 1 - (1 - discarded) * (1 - right.discarded());
            narrow =
                    flipped.stream()
                            .map(right::reduced)
                            .map(block -> RangeFinder.transposed(block, height))
                            .toList();
        }
        ranges.put(module, new RangeFinder(left.range(), discarded));
        return new Blocks(height, narrow);
    }

    private Tensor tensor(int client, String file, String name) {
        SafetensorsFile found = files.get(client).get(file);
        if (found == null) {
            throw new AlignmentException(names.get(client), file, "no such file");
        }
        return found.tensor(name);
    }

    @Override
    public SortedMap<String, Double> discarded() {
        SortedMap<String, Double> discarded = new TreeMap<>();
        ranges.forEach((module, range) -> discarded.put(module, range.discarded()));
        return discarded;
    }

    @Override
    public void write(Alignment alignment, List<Integer> members, int client, Path folder)
            throws IOException {
        for (SafetensorsFile file : files.get(client).values()) {
            String name = file.path().getFileName().toString();
            List<TensorSpec> specs =
                    file.tensors().values().stream()
                            .map(one -> new TensorSpec(one.name(), one.dtype(), one.shape()))
                            .toList();
            try (SafetensorsWriter writer =
                    SafetensorsWriter.create(folder.resolve(name), specs, file.metadata())) {
                for (Tensor tensor : file.tensors().values()) {
                    if (!isMatrix(tensor)) {
                        writer.write(tensor.name(), tensor.bytes());
                        continue;
                    }
                    double[] refined = refined(alignment, members, name, tensor);
                    if (tensor.dtype() == Dtype.F64) {
                        writer.write(tensor.name(), bytes(refined));
                    } else {
                        writer.write(tensor.name(), floats(refined));
                    }
                }
            }
        }
    }

    /// `mean + P(Θₖ − mean)`, row-major.
    private double[] refined(
            Alignment alignment, List<Integer> members, String file, Tensor tensor) {
        String module = file + ":" + tensor.name();
        double[] mean = new double[Math.toIntExact(tensor.shape().size())];
        double benign = alignment.scores().stream().filter(score -> !score.contaminated()).count();
        for (int m = 0; m < members.size(); m++) {
            if (!alignment.scores().get(m).contaminated()) {
                double[] one = columns(tensor(members.get(m), file, tensor.name()));
                RowKernel.addScaled(mean, 0, 1 / benign, one, 0, mean.length);
            }
        }
        Subspace shared = alignment.subspace(module);
        RangeFinder range = ranges.getOrDefault(module, new RangeFinder(shared, 0));
        double[] own = columns(tensor);
        RowKernel.addScaled(own, 0, -1, mean, 0, own.length);
        double[] kept = range.lifted(shared).project(own);
        RowKernel.addScaled(kept, 0, 1, mean, 0, kept.length);
        return RangeFinder.transposed(kept, kept.length / rows(tensor));
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    private static MemorySegment bytes(double[] values) {
        MemorySegment bytes = MemorySegment.ofArray(new byte[values.length * Double.BYTES]);
        ValueLayout.OfDouble layout =
                ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < values.length; i++) {
            bytes.set(layout, (long) i * Double.BYTES, values[i]);
        }
        return bytes;
    }
}
