package lorica.train;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import lorica.model.AdapterFactors;
import lorica.model.ColumnUpdate;
import lorica.model.DenseUpdate;
import lorica.model.InputProbe;
import lorica.model.ModuleUpdate;
import lorica.model.RowUpdate;
import lorica.model.TrainedColumns;
import lorica.tensor.Shape;
import lorica.torch.NativeScope;
import lorica.torch.NativeTensor;
import lorica.torch.Precision;
import lorica.train.method.Adaptation;
import lorica.train.method.AdapterMethod;
import lorica.train.method.Factor;
import lorica.train.method.LowRank;

/// The tensors that an [Adaptation] stands for: which are parameters, what they start from, and
/// the update that they make.
final class UpdateTensors {
    private final AdapterMethod method;
    private final ParameterVector parameters;

    private UpdateTensors(AdapterMethod method, ParameterVector parameters) {
        this.method = method;
        this.parameters = parameters;
    }

    /// Parameters of zeros for these modules; what they start from comes with [#start].
    ///
    /// @param shapes `[out, in]` by module
    static UpdateTensors of(
            AdapterMethod method, Map<String, Adaptation> adaptations, Map<String, Shape> shapes) {
        SequencedMap<String, NativeTensor> early = new LinkedHashMap<>();
        SequencedMap<String, NativeTensor> late = new LinkedHashMap<>();
        // Where B learns at a rate of its own, each rate has one run of the vector.
        SequencedMap<String, NativeTensor> ofB = method.rateOfB() == 1 ? early : late;
        adaptations.forEach(
                (module, adaptation) -> {
                    Shape shape = shapes.getOrDefault(module, Shape.of());
                    NativeTensor a = zeros(method.lowRank().rank(), shape.extent(1));
                    NativeTensor b = zeros(shape.extent(0), method.lowRank().rank());
                    switch (adaptation) {
                        case Adaptation.Factors factors -> {
                            if (trained(factors.a())) {
                                early.put(nameA(module), a);
                            }
                            if (trained(factors.b())) {
                                ofB.put(nameB(module), b);
                            }
                        }
                        case Adaptation.Columns _ -> ofB.put(nameB(module), b);
                        case Adaptation.Rows _ -> early.put(nameA(module), a);
                        case Adaptation.Weights _ -> early.put(nameOfColumns(module), b);
                    }
                });
        early.putAll(late);
        ParameterVector parameters =
                new ParameterVector(early, name -> name.endsWith(".lora_B") ? method.rateOfB() : 1);
        early.values().forEach(NativeTensor::close);
        return new UpdateTensors(method, parameters);
    }

    static String nameA(String module) {
        return module + ".lora_A";
    }

    static String nameB(String module) {
        return module + ".lora_B";
    }

    static String nameOfColumns(String module) {
        return module + ".columns";
    }

    private static boolean trained(Factor factor) {
        return switch (factor) {
            case Factor.Zero _ -> true;
            case Factor.Gaussian gaussian -> gaussian.role() == Factor.Role.TRAINED;
            case Factor.Units _ -> false;
        };
    }

    private static NativeTensor zeros(long... shape) {
        return NativeTensor.filled(0, Precision.F32, shape);
    }

    private static NativeTensor places(int[] places) {
        return NativeTensor.of(IntStream.of(places).asLongStream().toArray(), places.length);
    }

    ParameterVector parameters() {
        return parameters;
    }

    /// The update of one module, of parameters and of frozen tensors that are its own.
    ModuleUpdate update(String module, Adaptation adaptation, Shape shape) {
        LowRank lowRank = method.lowRank();
        return switch (adaptation) {
            case Adaptation.Factors factors ->
                    new AdapterFactors(
                            trained(factors.a())
                                    ? parameters.parameter(nameA(module))
                                    : zeros(lowRank.rank(), shape.extent(1)),
                            trained(factors.b())
                                    ? parameters.parameter(nameB(module))
                                    : zeros(shape.extent(0), lowRank.rank()),
                            method.factor(),
                            lowRank.dropout());
            case Adaptation.Columns columns ->
                    new ColumnUpdate(
                            places(columns.columns()),
                            parameters.parameter(nameB(module)),
                            method.factor(),
                            lowRank.dropout());
            case Adaptation.Rows rows ->
                    new RowUpdate(
                            parameters.parameter(nameA(module)),
                            places(rows.rows()),
                            method.factor(),
                            lowRank.dropout());
            case Adaptation.Weights columns ->
                    new TrainedColumns(
                            places(columns.columns()), parameters.parameter(nameOfColumns(module)));
        };
    }

    /// Puts an update at the start of a link.
    ///
    /// @param weight W as it is now
    static void start(
            ModuleUpdate update,
            Adaptation adaptation,
            NativeTensor weight,
            RandomGenerator random) {
        try (NativeScope _ = NativeScope.withoutGradients()) {
            switch (update) {
                case AdapterFactors factors -> {
                    if (!(adaptation instanceof Adaptation.Factors kinds)) {
                        throw new IllegalStateException("expected factors, found " + adaptation);
                    }
                    start(factors.a(), kinds.a(), random, UnaryOperator.identity());
                    start(factors.b(), kinds.b(), random, rows -> rows.transposed(0, 1));
                }
                case ColumnUpdate columns -> {
                    columns.columns().setInPlace(places(chosen(adaptation)));
                    columns.b().fillInPlace(0);
                }
                case RowUpdate rows -> {
                    rows.rows().setInPlace(places(chosen(adaptation)));
                    rows.a().fillInPlace(0);
                }
                case TrainedColumns columns -> {
                    columns.columns().setInPlace(places(chosen(adaptation)));
                    columns.values().setInPlace(weight.selected(1, columns.columns()));
                }
                case DenseUpdate dense -> throw untrained();
                case InputProbe probe -> throw untrained();
            }
        }
    }

    private static int[] chosen(Adaptation adaptation) {
        return switch (adaptation) {
            case Adaptation.Columns columns -> columns.columns();
            case Adaptation.Rows rows -> rows.rows();
            case Adaptation.Weights weights -> weights.columns();
            case Adaptation.Factors factors ->
                    throw new IllegalStateException("expected a selection, found " + factors);
        };
    }

    /// @param layout how rows of unit vectors become this factor
    private static void start(
            NativeTensor factor,
            Factor kind,
            RandomGenerator random,
            UnaryOperator<NativeTensor> layout) {
        long[] extents = factor.shape().extents().stream().mapToLong(Long::longValue).toArray();
        switch (kind) {
            case Factor.Zero _ -> factor.fillInPlace(0);
            case Factor.Gaussian _ ->
                    factor.setInPlace(NativeTensor.normal(random, LowRank.DEVIATION, extents));
            case Factor.Units units -> {
                int width = Math.toIntExact(Math.max(extents[0], extents[1]));
                int rank = units.places().length;
                NativeTensor rows = NativeTensor.of(unitRows(units.places(), width), rank, width);
                factor.setInPlace(layout.apply(rows));
            }
        }
    }

    private static float[] unitRows(int[] places, int width) {
        float[] rows = new float[Math.multiplyExact(places.length, width)];
        for (int i = 0; i < places.length; i++) {
            rows[i * width + places[i]] = 1;
        }
        return rows;
    }

    /// What an update adds to W, as factors.
    ///
    /// @param weight W without it
    static UpdateTerm term(ModuleUpdate update, NativeTensor weight) {
        int out = Math.toIntExact(weight.extent(0));
        int in = Math.toIntExact(weight.extent(1));
        try (NativeScope _ = NativeScope.withoutGradients()) {
            return switch (update) {
                case AdapterFactors factors ->
                        new UpdateTerm(
                                Math.toIntExact(factors.a().extent(0)),
                                factors.a().toFloats(),
                                factors.b().toFloats(),
                                factors.scaling());
                case ColumnUpdate columns ->
                        new UpdateTerm(
                                Math.toIntExact(columns.columns().size()),
                                unitRows(chosen(columns.columns()), in),
                                columns.b().toFloats(),
                                columns.scaling());
                case RowUpdate rows -> {
                    int rank = Math.toIntExact(rows.rows().size());
                    NativeTensor units =
                            NativeTensor.of(unitRows(chosen(rows.rows()), out), rank, out);
                    yield new UpdateTerm(
                            rank,
                            rows.a().toFloats(),
                            units.transposed(0, 1).toFloats(),
                            rows.scaling());
                }
                case TrainedColumns columns ->
                        new UpdateTerm(
                                Math.toIntExact(columns.columns().size()),
                                unitRows(chosen(columns.columns()), in),
                                columns.values()
                                        .plus(-1, weight.selected(1, columns.columns()))
                                        .toFloats(),
                                1);
                case DenseUpdate dense -> throw untrained();
                case InputProbe probe -> throw untrained();
            };
        }
    }

    private static IllegalStateException untrained() {
        return new IllegalStateException("expected an update of a training method, found another");
    }

    private static int[] chosen(NativeTensor places) {
        return LongStream.of(places.toLongs()).mapToInt(Math::toIntExact).toArray();
    }
}
