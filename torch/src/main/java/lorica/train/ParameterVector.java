package lorica.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.ToDoubleFunction;
import lorica.tensor.Shape;
import lorica.torch.NativeTensor;
import lorica.torch.Precision;

/// All trained parameters as one vector θ and one gradient vector; the parameters themselves are
/// views of it, so that an optimizer's step is a handful of operations whatever their number.
public final class ParameterVector implements AutoCloseable {
    private final NativeTensor values;
    private final NativeTensor gradients;
    private final SequencedMap<String, NativeTensor> parameters = new LinkedHashMap<>();
    private final List<Segment> segments = new ArrayList<>();

    /// Consecutive elements that learn at the same multiple of the learning rate.
    record Segment(long from, long length, double rate) {
        NativeTensor of(NativeTensor vector) {
            return vector.narrowed(0, from, length);
        }
    }

    /// Copies the initial values, F32; all learn at the learning rate.
    public ParameterVector(Map<String, NativeTensor> initial) {
        this(initial, _ -> 1);
    }

    /// @param rate what a parameter's learning rate is multiplied by, by its name
    ParameterVector(Map<String, NativeTensor> initial, ToDoubleFunction<String> rate) {
        long size = initial.values().stream().mapToLong(NativeTensor::size).sum();
        values = NativeTensor.filled(0, Precision.F32, size);
        gradients = NativeTensor.filled(0, Precision.F32, size);
        long at = 0;
        for (Map.Entry<String, NativeTensor> entry : initial.entrySet()) {
            NativeTensor view = view(values, at, entry.getValue().shape());
            view.setInPlace(entry.getValue().detached());
            parameters.put(
                    entry.getKey(), view.trainable(view(gradients, at, entry.getValue().shape())));
            extend(at, entry.getValue().size(), rate.applyAsDouble(entry.getKey()));
            at += entry.getValue().size();
        }
    }

    private void extend(long from, long length, double rate) {
        if (segments.isEmpty() || segments.getLast().rate() != rate) {
            segments.add(new Segment(from, length, rate));
            return;
        }
        Segment last = segments.removeLast();
        segments.add(new Segment(last.from(), last.length() + length, rate));
    }

    private static NativeTensor view(NativeTensor vector, long from, Shape shape) {
        long[] extents = shape.extents().stream().mapToLong(Long::longValue).toArray();
        return vector.narrowed(0, from, shape.size()).reshaped(extents);
    }

    /// The parameters by name, leaves whose gradients add up in [#gradients].
    SequencedMap<String, NativeTensor> parameters() {
        return parameters;
    }

    /// One parameter by name.
    public NativeTensor parameter(String name) {
        return Optional.ofNullable(parameters.get(name)).orElseThrow();
    }

    NativeTensor values() {
        return values;
    }

    NativeTensor gradients() {
        return gradients;
    }

    /// The whole vector, cut where the rate changes.
    List<Segment> segments() {
        return segments;
    }

    long size() {
        return values.size();
    }

    @Override
    public void close() {
        parameters.values().forEach(NativeTensor::close);
        values.close();
        gradients.close();
    }
}
