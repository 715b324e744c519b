package lorica.mixture;

import java.util.List;
import java.util.function.ToDoubleFunction;

/// What a mixture kept and left out, by module and in total.
///
/// Totals are Frobenius norms over all modules: the root of the sum of the modules' squares.
///
/// @param mixture the name of the mixture
/// @param rank the one rank of the result
/// @param scaling its α/r
/// @param sources how many adapters had a non-zero weight
public record MixtureReport(
        String mixture, int rank, double scaling, int sources, List<ModuleReport> modules) {
    public MixtureReport {
        modules = List.copyOf(modules);
    }

    public double normBefore() {
        return total(ModuleReport::normBefore);
    }

    public double normAfter() {
        return total(ModuleReport::normAfter);
    }

    public double truncationError() {
        return total(ModuleReport::truncationError);
    }

    /// `truncationError / normBefore`, 0 for a zero update.
    public double relativeError() {
        double before = normBefore();
        return before == 0 ? 0 : truncationError() / before;
    }

    /// The largest residual of an iterated module, 0 where nothing was iterated.
    public double residual() {
        return modules.stream().mapToDouble(ModuleReport::residual).max().orElse(0);
    }

    private double total(ToDoubleFunction<ModuleReport> norm) {
        double squares = 0;
        for (ModuleReport module : modules) {
            double value = norm.applyAsDouble(module);
            squares += value * value;
        }
        return Math.sqrt(squares);
    }
}
