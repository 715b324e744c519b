package lorica.coefficient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import lorica.distance.DistanceRow;
import lorica.testing.SharedFiles;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Weights of four real rows of distances, against values that NumPy computed.
@Tag("shared")
class CoefficientGoldenTest {
    private static final Map<String, DistanceRule> NAMES =
            Map.of(
                    "attentional", new Attentional(1),
                    "attentional_tau_0_05", new Attentional(0.05),
                    "normalized", new Normalized(1),
                    "normalized_tau_0_5", new Normalized(0.5));

    @Test
    void everyRuleOfEveryRowAgrees() throws IOException {
        JsonNode distances = read("golden/distances.json").get("rows");
        JsonNode golden = read("golden/coefficients.json");
        List<String> entries = new ArrayList<>();
        golden.get("entries").forEach(entry -> entries.add(entry.asString()));
        int compared = 0;
        for (Map.Entry<String, JsonNode> row : golden.get("rows").properties()) {
            for (Map.Entry<String, JsonNode> distance : row.getValue().properties()) {
                double[] values =
                        entries.stream()
                                .mapToDouble(
                                        entry ->
                                                distances
                                                        .get(row.getKey())
                                                        .get(entry)
                                                        .get(distance.getKey())
                                                        .asDouble())
                                .toArray();
                DistanceRow measured =
                        new DistanceRow(distance.getKey(), row.getKey(), entries, values);
                for (Map.Entry<String, JsonNode> rule : distance.getValue().properties()) {
                    DistanceRule ours =
                            Objects.requireNonNull(NAMES.get(rule.getKey()), rule.getKey());
                    double[] expected = new double[entries.size()];
                    for (int i = 0; i < expected.length; i++) {
                        expected[i] = rule.getValue().get(i).asDouble();
                    }
                    assertThat(ours.weigh(measured).weights())
                            .as("%s %s %s", row.getKey(), distance.getKey(), rule.getKey())
                            .containsExactly(expected, within(1e-12));
                    compared++;
                }
            }
        }
        assertThat(compared).isEqualTo(4 * 4 * 4);
    }

    private static JsonNode read(String file) throws IOException {
        return JsonMapper.shared().readTree(Files.readAllBytes(SharedFiles.path(file)));
    }
}
