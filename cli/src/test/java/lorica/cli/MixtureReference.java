package lorica.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import lorica.adapter.LoraAdapter;
import lorica.adapter.LoraFactors;

/// What a mixture must be, in plain loops over dense matrices of `double`.
///
/// @param terms sorted by entry, the bank's order
record MixtureReference(List<Term> terms) {
    private static final int POWER_STEPS = 60;

    MixtureReference {
        terms = terms.stream().sorted(Comparator.comparing(Term::entry)).toList();
    }

    record Term(String entry, double weight, LoraAdapter adapter) {
        LoraFactors factors(String module) {
            return Objects.requireNonNull(adapter.modules().get(module));
        }
    }

    /// `X = s·B·A` is the best approximation of `M = Σ wⱼsⱼBⱼAⱼ` of its rank if and only if its
    /// singular triples are triples of `M` and no larger one is left: `Mv = σu`, `Mᵀu = σv`,
    /// `‖M − X‖₂ ≤ σᵣ` (Eckart–Young).
    ///
    /// @return what was found
    String compareDelta(LoraFactors made) {
        int out = made.out();
        int in = made.in();
        int rank = made.rank();
        double[][] m = dense(made.module(), out, in);
        float[] a = made.a().toFloats();
        float[] b = made.b().toFloats();
        double[][] u = new double[rank][out];
        double[][] v = new double[rank][in];
        double[] sigma = new double[rank];
        for (int k = 0; k < rank; k++) {
            for (int t = 0; t < in; t++) {
                v[k][t] = a[k * in + t];
            }
            for (int t = 0; t < out; t++) {
                u[k][t] = b[t * rank + k];
            }
            sigma[k] = Math.abs(made.scaling()) * normalise(u[k]) * normalise(v[k]);
        }
        double residual = 0;
        for (int k = 0; k < rank; k++) {
            residual = Math.max(residual, distance(times(m, v[k]), sigma[k], u[k]));
            residual = Math.max(residual, distance(transposedTimes(m, u[k]), sigma[k], v[k]));
        }
        double beyond = largestBeyond(m, u, v, sigma);
        assertThat(residual / sigma[0]).isLessThan(1e-6);
        assertThat(beyond).isLessThanOrEqualTo(sigma[rank - 1] * (1 + 1e-6));
        return "largest singular value %.6g, the last kept %.6g, the first left out %.6g; triples off by %.1e of the largest"
                .formatted(sigma[0], sigma[rank - 1], beyond, residual / sigma[0]);
    }

    /// `Â = Σ wⱼAⱼ` and `B̂ = Σ wⱼBⱼ`, element by element.
    ///
    /// @return what was found
    String compareFactors(LoraFactors made) {
        double[] a = new double[Math.toIntExact(made.a().shape().size())];
        double[] b = new double[Math.toIntExact(made.b().shape().size())];
        for (Term term : terms) {
            add(a, term.weight(), term.factors(made.module()).a().toFloats());
            add(b, term.weight(), term.factors(made.module()).b().toFloats());
        }
        double worst = Math.max(worst(made.a().toFloats(), a), worst(made.b().toFloats(), b));
        assertThat(worst).isCloseTo(0, within(1.0));
        return "%,d elements, off by at most %.2f units in the last place of F32"
                .formatted(a.length + b.length, worst);
    }

    private static void add(double[] sum, double weight, float[] values) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += weight * values[i];
        }
    }

    private static double worst(float[] found, double[] expected) {
        double worst = 0;
        for (int i = 0; i < found.length; i++) {
            worst = Math.max(worst, Math.abs(found[i] - expected[i]) / Math.ulp(found[i]));
        }
        return worst;
    }

    private double[][] dense(String module, int out, int in) {
        double[][] m = new double[out][in];
        for (Term term : terms) {
            LoraFactors factors = term.factors(module);
            float[] a = factors.a().toFloats();
            float[] b = factors.b().toFloats();
            double coefficient = term.weight() * factors.scaling();
            for (int t = 0; t < out; t++) {
                for (int k = 0; k < factors.rank(); k++) {
                    double scaled = coefficient * b[t * factors.rank() + k];
                    for (int s = 0; s < in; s++) {
                        m[t][s] += scaled * a[k * in + s];
                    }
                }
            }
        }
        return m;
    }

    /// `‖M − Σ σuvᵀ‖₂` by power iteration, which approaches it from below.
    private static double largestBeyond(double[][] m, double[][] u, double[][] v, double[] sigma) {
        SplittableRandom random = new SplittableRandom(1);
        double[] x = new double[m[0].length];
        for (int i = 0; i < x.length; i++) {
            x[i] = random.nextGaussian();
        }
        double largest = 0;
        for (int step = 0; step < POWER_STEPS; step++) {
            normalise(x);
            double[] y = times(m, x);
            subtract(y, u, v, sigma, x);
            largest = normalise(y);
            x = transposedTimes(m, y);
            subtract(x, v, u, sigma, y);
        }
        return largest;
    }

    /// `y −= Σ σ·left·⟨right, x⟩`.
    private static void subtract(
            double[] y, double[][] left, double[][] right, double[] sigma, double[] x) {
        for (int k = 0; k < sigma.length; k++) {
            double dot = 0;
            for (int i = 0; i < x.length; i++) {
                dot += right[k][i] * x[i];
            }
            for (int i = 0; i < y.length; i++) {
                y[i] -= sigma[k] * dot * left[k][i];
            }
        }
    }

    private static double[] times(double[][] m, double[] x) {
        double[] y = new double[m.length];
        for (int t = 0; t < m.length; t++) {
            for (int s = 0; s < x.length; s++) {
                y[t] += m[t][s] * x[s];
            }
        }
        return y;
    }

    private static double[] transposedTimes(double[][] m, double[] y) {
        double[] x = new double[m[0].length];
        for (int t = 0; t < m.length; t++) {
            for (int s = 0; s < x.length; s++) {
                x[s] += m[t][s] * y[t];
            }
        }
        return x;
    }

    /// `‖x − scale·y‖`.
    private static double distance(double[] x, double scale, double[] y) {
        double square = 0;
        for (int i = 0; i < x.length; i++) {
            square += (x[i] - scale * y[i]) * (x[i] - scale * y[i]);
        }
        return Math.sqrt(square);
    }

    /// Divides a vector by its norm, which is returned.
    private static double normalise(double[] x) {
        double square = 0;
        for (double value : x) {
            square += value * value;
        }
        double norm = Math.sqrt(square);
        for (int i = 0; i < x.length; i++) {
            x[i] /= norm;
        }
        return norm;
    }
}
