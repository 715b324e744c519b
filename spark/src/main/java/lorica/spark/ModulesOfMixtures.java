package lorica.spark;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.TreeMap;
import lorica.adapter.LoraAdapter;
import lorica.adapter.LoraFactors;
import lorica.adapter.PeftDirectory;
import lorica.bank.BankEntry;
import lorica.mixture.FactorMixtures;
import lorica.tensor.Dtype;
import lorica.tensor.SafetensorsWriter;
import lorica.tensor.Shape;
import lorica.tensor.TensorSpec;
import org.apache.spark.TaskContext;
import org.apache.spark.util.TaskCompletionListener;
import scala.Tuple2;

/// From modules of all mixtures to mixtures of all modules.
final class ModulesOfMixtures {
    private ModulesOfMixtures() {}

    /// Elements of one tensor of one mixture, from `first` on.
    ///
    /// @param module its number, in the order of the sorted names
    record Piece(int module, String key, long rows, long columns, int first, float[] values)
            implements Serializable {}

    /// The pieces of some modules, `(target, piece)`, made module by module as they are asked for.
    /// What the task fetched goes when it ends, however it ends.
    static Iterator<Tuple2<Integer, Piece>> pieces(Folder remote, int[] group, double[][] weights)
            throws IOException {
        Partition part = Partition.open(remote);
        TaskCompletionListener closing = context -> close(part);
        TaskContext.get().addTaskCompletionListener(closing);
        List<String> entries = part.usable().stream().map(BankEntry::id).toList();
        List<LoraAdapter> adapters = part.adapters(group);
        Iterator<String> modules = adapters.getFirst().modules().keySet().iterator();
        return new Iterator<>() {
            private final Deque<Tuple2<Integer, Piece>> made = new ArrayDeque<>();
            private int next;

            @Override
            public boolean hasNext() {
                while (made.isEmpty() && modules.hasNext()) {
                    String module = modules.next();
                    List<LoraAdapter> narrow =
                            adapters.stream().map(adapter -> only(adapter, module)).toList();
                    addAll(entries, narrow, weights, group[next++], made);
                }
                return !made.isEmpty();
            }

            @Override
            public Tuple2<Integer, Piece> next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                return made.remove();
            }
        };
    }

    private static void close(Partition part) {
        try {
            part.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// An adapter that lacks the module stays without any: the mixtures refuse it by name.
    private static LoraAdapter only(LoraAdapter adapter, String module) {
        TreeMap<String, LoraFactors> kept = new TreeMap<>(adapter.modules());
        kept.keySet().retainAll(Set.of(module));
        return new LoraAdapter(adapter.directory(), adapter.config(), kept);
    }

    private static void addAll(
            List<String> entries,
            List<LoraAdapter> adapters,
            double[][] weights,
            int module,
            Deque<Tuple2<Integer, Piece>> pieces) {
        try {
            FactorMixtures.of(entries, adapters, weights)
                    .each(
                            1,
                            (key, first, n, values) -> {
                                Shape shape = shape(adapters.getFirst(), key);
                                for (int k = 0; k < values.length; k++) {
                                    Piece piece =
                                            new Piece(
                                                    module,
                                                    key,
                                                    shape.extent(0),
                                                    shape.extent(1),
                                                    first,
                                                    Arrays.copyOf(values[k], n));
                                    pieces.add(new Tuple2<>(k, piece));
                                }
                            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Shape shape(LoraAdapter adapter, String key) {
        return adapter.modules().values().stream()
                .map(
                        factors ->
                                key.equals(PeftDirectory.keyA(factors.module()))
                                        ? factors.a().shape()
                                        : factors.b().shape())
                .findFirst()
                .orElseThrow();
    }

    /// Writes one mixture from all its pieces, as [FactorMixtures] orders them.
    ///
    /// @param config of every mixture, as its file has it
    static void write(byte[] config, Folder output, String target, Iterable<Piece> pieces)
            throws IOException {
        List<Piece> sorted = new ArrayList<>();
        pieces.forEach(sorted::add);
        sorted.sort(
                Comparator.comparingInt(Piece::module)
                        .thenComparing(Piece::key)
                        .thenComparingInt(Piece::first));
        List<TensorSpec> specs = new ArrayList<>();
        for (Piece piece : sorted) {
            if (piece.first() == 0) {
                specs.add(
                        new TensorSpec(
                                piece.key(), Dtype.F32, Shape.of(piece.rows(), piece.columns())));
            }
        }
        try (Scratch scratch = Scratch.open()) {
            Path directory = Files.createDirectory(scratch.folder().resolve(target));
            Files.write(directory.resolve(PeftDirectory.CONFIG), config);
            try (SafetensorsWriter writer = PeftDirectory.createWeights(directory, specs)) {
                for (Piece piece : sorted) {
                    writer.append(piece.key(), piece.values(), piece.values().length);
                }
            }
            output.publish(directory, target);
        }
    }
}
