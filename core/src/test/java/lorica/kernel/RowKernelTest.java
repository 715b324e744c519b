package lorica.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RowKernelTest {
    /// Long enough for the code to be compiled, by both compilers, while the loop runs.
    private static final int CALLS = 200_000;

    @Test
    void aSumIsTheSameBeforeAndAfterTheCodeIsCompiled() {
        SplittableRandom random = new SplittableRandom(1);
        double[] x = random.doubles(133, -1, 1).toArray();
        double[] y = random.doubles(133, -1, 1).toArray();
        double first = RowKernel.dot(x, 0, y, 0, x.length);
        double[] firstProduct = product(x, y);
        for (int call = 0; call < CALLS; call++) {
            assertSame(RowKernel.dot(x, 0, y, 0, x.length), first);
        }
        for (int call = 0; call < CALLS / 10; call++) {
            double[] again = product(x, y);
            for (int i = 0; i < again.length; i++) {
                assertSame(again[i], firstProduct[i]);
            }
        }
    }

    /// Two rows of 66 of the one with four of 33 of the other, in one tile.
    private static double[] product(double[] x, double[] y) {
        double[] c = new double[8];
        ProductKernel.inner(c, 4, x, 0, 66, 2, y, 0, 33, 4, 33);
        return c;
    }

    private static void assertSame(double found, double expected) {
        if (found != expected) {
            assertThat(found).isEqualTo(expected);
        }
    }
}
