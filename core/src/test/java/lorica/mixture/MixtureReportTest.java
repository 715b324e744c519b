package lorica.mixture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MixtureReportTest {
    private static ModuleReport module(double before, double after, double error, double residual) {
        return new ModuleReport(
                "m", 4, ModuleReport.Method.KRYLOV, before, after, error, 0, residual);
    }

    @Test
    void normsOfModulesAddAsSquares() {
        MixtureReport report =
                new MixtureReport(
                        "delta", 4, 2, 3, List.of(module(6, 4, 3, 1e-8), module(8, 3, 4, 1e-7)));
        assertThat(report.normBefore()).isEqualTo(10);
        assertThat(report.normAfter()).isEqualTo(5);
        assertThat(report.truncationError()).isEqualTo(5);
        assertThat(report.relativeError()).isEqualTo(0.5);
        assertThat(report.residual()).isEqualTo(1e-7);
        assertThat(report.modules().getFirst().relativeError()).isEqualTo(0.5);
    }

    @Test
    void anUpdateOfZeroHasNoRelativeError() {
        MixtureReport report = new MixtureReport("delta", 4, 2, 3, List.of(module(0, 0, 0, 0)));
        assertThat(report.relativeError()).isZero();
        assertThat(report.modules().getFirst().relativeError()).isZero();
        assertThat(new MixtureReport("delta", 4, 2, 3, List.of()).residual()).isZero();
    }
}
