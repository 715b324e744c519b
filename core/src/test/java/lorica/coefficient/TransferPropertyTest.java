package lorica.coefficient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import lorica.distance.DistanceRow;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class TransferPropertyTest {
    private static final Random RANDOM = new Random(7);

    @Property(tries = 50, seed = "1")
    void anEntryThatIsLeftOutHasNoSay(@ForAll @IntRange(min = 3, max = 8) int n) {
        DistanceRow row = row(n);
        double[][] losses = losses(n);
        int left = RANDOM.nextInt(n);
        double[][] changed = new double[n][];
        for (int i = 0; i < n; i++) {
            changed[i] = losses[i].clone();
            changed[i][left] = RANDOM.nextDouble() * 9;
        }
        changed[left] = losses(n)[0];
        DistanceRow rest = row.without(row.entries().get(left));
        assertThat(rule(row.entries(), changed).weigh(rest).weights())
                .isEqualTo(rule(row.entries(), losses).weigh(rest).weights());
    }

    @Property(tries = 50, seed = "1")
    void theUnitOfTheDistanceDoesNotMatter(@ForAll @IntRange(min = 2, max = 8) int n) {
        DistanceRow row = row(n);
        double[] other = row.values().clone();
        for (int i = 0; i < n; i++) {
            other[i] = 4 * other[i] + 8;
        }
        Transfer rule = rule(row.entries(), losses(n));
        double[] expected = rule.weigh(row).weights();
        double[] found = rule.weigh(new DistanceRow("js", "new", row.entries(), other)).weights();
        for (int i = 0; i < n; i++) {
            assertThat(found[i]).isCloseTo(expected[i], within(1e-9));
        }
    }

    @Property(tries = 50, seed = "1")
    void theOrderOfTheMeasurementDoesNotMatter(@ForAll @IntRange(min = 2, max = 8) int n) {
        DistanceRow row = row(n);
        double[][] losses = losses(n);
        double[][] reversed = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                reversed[n - 1 - i][n - 1 - j] = losses[i][j];
            }
        }
        assertThat(rule(row.entries().reversed(), reversed).weigh(row).weights())
                .isEqualTo(rule(row.entries(), losses).weigh(row).weights());
    }

    private static Transfer rule(List<String> entries, double[][] losses) {
        return new Transfer(new TransferMatrix(entries, losses), 1, 0.5, 0.5);
    }

    private static DistanceRow row(int n) {
        List<String> entries = new ArrayList<>();
        double[] values = new double[n];
        for (int i = 0; i < n; i++) {
            entries.add("e" + i);
            values[i] = RANDOM.nextDouble();
        }
        return new DistanceRow("js", "new", entries, values);
    }

    private static double[][] losses(int n) {
        double[][] losses = new double[n][n];
        for (double[] row : losses) {
            for (int j = 0; j < n; j++) {
                row[j] = 0.1 + 5 * RANDOM.nextDouble();
            }
        }
        return losses;
    }
}
