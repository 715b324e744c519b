package lorica.mixture;

/// The leading singular triples of a module's update, and what they leave out.
///
/// @param values the largest singular values, descending; fewer than asked where the update has
///     fewer
/// @param left vectors of `out` elements, one after another
/// @param right vectors of `in` elements, one after another
record Truncation(double[] values, double[] left, double[] right, ModuleReport report) {
    /// Balanced factors of `ΔŴ = s·B·A` with rows of zeros up to `shape.rank()`:
    ///
    /// ```
    /// A = √(Σ/s)·Vᵀ,   B = U·√(Σ/s)
    /// ```
    ///
    /// The sign of each pair is fixed by the largest component of the left vector, the first of
    /// them where several are equal, being positive; a negative `s` goes into B.
    MixedModule factors(ModuleShape shape, double scaling) {
        int rank = shape.rank();
        int in = shape.in();
        int out = shape.out();
        float[] a = new float[Math.multiplyExact(rank, in)];
        float[] b = new float[Math.multiplyExact(out, rank)];
        for (int i = 0; i < values.length && values[i] > 0; i++) {
            double root = Math.sqrt(values[i] / Math.abs(scaling));
            double sign = sign(i, out);
            for (int t = 0; t < in; t++) {
                a[i * in + t] = (float) (sign * root * right[i * in + t]);
            }
            double signOfB = sign * Math.signum(scaling);
            for (int t = 0; t < out; t++) {
                b[t * rank + i] = (float) (signOfB * root * left[i * out + t]);
            }
        }
        return new MixedModule(new MixedFactors(report.module(), rank, in, out, a, b), report);
    }

    private double sign(int i, int out) {
        int at = i * out;
        for (int t = i * out; t < (i + 1) * out; t++) {
            if (Math.abs(left[t]) > Math.abs(left[at])) {
                at = t;
            }
        }
        return left[at] < 0 ? -1 : 1;
    }
}
