package lorica.adapter;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import lorica.tensor.Dtype;
import lorica.tensor.SafetensorsWriter;
import lorica.tensor.Shape;
import lorica.tensor.TensorSpec;

/// Adapter directories, well-formed or not, with weights that count 1, 2, 3 …
final class AdapterFiles {
    private AdapterFiles() {}

    static void write(Path folder, String config, Map<String, Shape> tensors) throws IOException {
        Files.writeString(folder.resolve(PeftDirectory.CONFIG), config);
        List<TensorSpec> specs = new ArrayList<>();
        new TreeMap<>(tensors)
                .forEach((key, shape) -> specs.add(new TensorSpec(key, Dtype.F32, shape)));
        try (SafetensorsWriter writer = PeftDirectory.createWeights(folder, specs)) {
            for (TensorSpec spec : specs) {
                float[] values = new float[(int) spec.shape().size()];
                for (int i = 0; i < values.length; i++) {
                    values[i] = i + 1;
                }
                writer.write(spec.name(), values);
            }
        }
    }
}
