package lorica.spark;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import lorica.adapter.LoraAdapter;
import lorica.adapter.LoraConfig;
import lorica.adapter.PeftDirectory;
import lorica.bank.BankEntry;
import lorica.mixture.FactorMixtures;
import lorica.tensor.Dtype;
import lorica.tensor.SafetensorsWriter;
import lorica.tensor.Shape;
import lorica.tensor.TensorSpec;
import scala.Tuple2;

/// From modules of all mixtures to mixtures of all modules.
final class ModulesOfMixtures {
    private ModulesOfMixtures() {}

    /// One tensor of one mixture.
    ///
    /// @param module its number, in the order of the sorted names
    record Piece(int module, String key, long rows, long columns, float[] values)
            implements Serializable {}

    /// The pieces of some modules, `(target, piece)`, made module by module as they are asked for.
    static Iterator<Tuple2<Integer, Piece>> pieces(Folder remote, int[] group, double[][] weights) {
        return new Iterator<>() {
            private final Deque<Tuple2<Integer, Piece>> made = new ArrayDeque<>();
            private int next;

            @Override
            public boolean hasNext() {
                while (made.isEmpty() && next < group.length) {
                    try {
                        made.addAll(ofModule(remote, group[next++], weights));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
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

    private static List<Tuple2<Integer, Piece>> ofModule(
            Folder remote, int module, double[][] weights) throws IOException {
        try (Partition part = Partition.open(remote)) {
            List<LoraAdapter> adapters = part.adapters(Set.of(module));
            List<String> entries = part.usable().stream().map(BankEntry::id).toList();
            List<Tuple2<Integer, Piece>> pieces = new ArrayList<>();
            FactorMixtures.of(entries, adapters, weights)
                    .each(
                            1,
                            (key, values) -> {
                                Shape shape = shape(adapters.getFirst(), key);
                                for (int k = 0; k < values.length; k++) {
                                    Piece piece =
                                            new Piece(
                                                    module,
                                                    key,
                                                    shape.extent(0),
                                                    shape.extent(1),
                                                    values[k].clone());
                                    pieces.add(new Tuple2<>(k, piece));
                                }
                            });
            return pieces;
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
    static void write(Folder remote, Folder output, String target, Iterable<Piece> pieces)
            throws IOException {
        List<Piece> sorted = new ArrayList<>();
        pieces.forEach(sorted::add);
        sorted.sort(Comparator.comparingInt(Piece::module).thenComparing(Piece::key));
        List<TensorSpec> specs = new ArrayList<>();
        for (Piece piece : sorted) {
            specs.add(
                    new TensorSpec(
                            piece.key(), Dtype.F32, Shape.of(piece.rows(), piece.columns())));
        }
        try (Partition part = Partition.open(remote)) {
            Path directory = Files.createDirectory(part.scratch("mixtures").resolve(target));
            LoraConfig config = part.config();
            PeftDirectory.writeConfig(directory, config);
            try (SafetensorsWriter writer = PeftDirectory.createWeights(directory, specs)) {
                for (Piece piece : sorted) {
                    writer.write(piece.key(), piece.values());
                }
            }
            output.publish(directory, target);
        }
    }
}
