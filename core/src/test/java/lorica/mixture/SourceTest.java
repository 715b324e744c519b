package lorica.mixture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import lorica.adapter.LoraConfig;
import org.junit.jupiter.api.Test;

class SourceTest {
    private final SplittableRandom random = new SplittableRandom(23);
    private final LoraConfig config = ToyAdapters.config(2, 6); // scaling 3
    private final Source source =
            ToyAdapters.source(
                    "entry",
                    0.25,
                    config,
                    List.of(
                            ToyAdapters.factors("q", 2, 5, 4, config, random),
                            ToyAdapters.factors("v", 2, 5, 3, config, random)));

    @Test
    void scalingMultipliesTheUpdateOfEveryModuleAndKeepsTheWeight() {
        Source half = source.scaled(0.5);
        assertThat(half.entry()).isEqualTo("entry");
        assertThat(half.weight()).isEqualTo(0.25);
        assertThat(half.adapter().modules().keySet()).containsExactly("q", "v");
        assertThat(scaling(half, "q")).isEqualTo(1.5);
        assertThat(scaling(half, "v")).isEqualTo(1.5);
        assertThat(scaling(source.scaled(0), "q")).isZero();
    }

    @Test
    void aWeightThatIsNoNumberIsRefusedWithTheEntrysName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Source("entry", Double.NaN, source.adapter()))
                .withMessageContaining("'entry'");
    }

    private static double scaling(Source source, String module) {
        return Optional.ofNullable(source.adapter().modules().get(module)).orElseThrow().scaling();
    }
}
