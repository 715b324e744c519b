package lorica.mixture;

import lorica.kernel.ProductKernel;
import lorica.kernel.RowKernel;

/// Thin QR of a tall matrix given by its columns, blocked Householder reflections in compact WY
/// form:
///
/// ```
/// X = Q·R,   X [m, k], m ≥ k,   Q = H₁…H_k (the first k columns),   H = I − τ·v·vᵀ
/// block: H_p…H_q = I − V·T·Vᵀ
/// ```
///
/// Columns lie one after another (column `j` from `j·m`), so that every inner loop runs along `m`.
/// Rank deficiency needs no pivoting here: the small SVD sees it in R. Source: Golub & Van Loan,
/// Matrix Computations, 4th ed., 5.2.3.
final class ThinQr {
    private static final int PANEL = 32;

    private final int m;
    private final int k;

    /// The reflectors, with their zeros and ones, in the place of X.
    private final double[] v;

    private final double[] r;

    /// T of panel `p` from `p·PANEL²`, upper triangular, row-major with stride PANEL.
    private final double[] t;

    private ThinQr(int m, int k, double[] x) {
        this.m = m;
        this.k = k;
        this.v = x;
        this.r = new double[Math.multiplyExact(k, k)];
        this.t = new double[(k + PANEL - 1) / PANEL * PANEL * PANEL];
    }

    /// Factors `x` in place; the array belongs to the result.
    static ThinQr of(int m, int k, double[] x) {
        ThinQr qr = new ThinQr(m, k, x);
        for (int p = 0; p < k; p += PANEL) {
            int width = Math.min(PANEL, k - p);
            qr.factorPanel(p, width);
            qr.formT(p, width);
            qr.reflect(p, width, x, p + width, k - p - width, Transposition.TRANSPOSED);
        }
        return qr;
    }

    private enum Transposition {
        PLAIN,
        TRANSPOSED
    }

    private void factorPanel(int p, int width) {
        double[] tau = new double[width];
        for (int j = p; j < p + width; j++) {
            int column = j * m;
            tau[j - p] = reflector(column + j, m - j);
            for (int c = j + 1; c < p + width; c++) {
                int other = c * m + j;
                double projection = RowKernel.dot(v, column + j, v, other, m - j);
                RowKernel.addScaled(v, other, -tau[j - p] * projection, v, column + j, m - j);
            }
            t[tAt(p) + (j - p) * PANEL + (j - p)] = tau[j - p];
        }
        for (int j = p; j < p + width; j++) {
            splitColumn(j);
        }
    }

    /// Turns `x[at..at+n)` into the reflector that maps it to a multiple of the first unit vector;
    /// that multiple is kept in R's diagonal. The vector ends with a one in front.
    private double reflector(int at, int n) {
        double norm = Math.sqrt(RowKernel.dot(v, at, v, at, n));
        int j = at % m;
        if (norm == 0) {
            v[at] = 1;
            return 0;
        }
        double alpha = v[at];
        double beta = alpha > 0 ? -norm : norm;
        r[j * k + j] = beta;
        double scale = 1 / (alpha - beta);
        for (int i = 1; i < n; i++) {
            v[at + i] *= scale;
        }
        v[at] = 1;
        return (beta - alpha) / beta;
    }

    /// Moves the part of column `j` above the diagonal to R, and leaves zeros.
    private void splitColumn(int j) {
        for (int i = 0; i < j; i++) {
            r[i * k + j] = v[j * m + i];
            v[j * m + i] = 0;
        }
    }

    private int tAt(int p) {
        return p / PANEL * PANEL * PANEL;
    }

    /// `T[0..i, i] = −τᵢ·T[0..i, 0..i]·(Vᵀvᵢ)`, LAPACK's dlarft.
    private void formT(int p, int width) {
        double[] gram = new double[width * width];
        ProductKernel.inner(gram, width, v, p * m + p, m, width, v, p * m + p, m, width, m - p);
        int at = tAt(p);
        for (int i = 1; i < width; i++) {
            double tau = t[at + i * PANEL + i];
            for (int row = 0; row < i; row++) {
                double sum = 0;
                for (int c = row; c < i; c++) {
                    sum += t[at + row * PANEL + c] * gram[c * width + i];
                }
                t[at + row * PANEL + i] = -tau * sum;
            }
        }
    }

    /// `Y ← (I − V·T·Vᵀ)·Y` or with `Tᵀ`, for `count` columns of `y` from column `from`.
    private void reflect(
            int p, int width, double[] y, int from, int count, Transposition transposition) {
        if (count == 0) {
            return;
        }
        double[] w = new double[width * count];
        ProductKernel.inner(w, count, v, p * m + p, m, width, y, from * m + p, m, count, m - p);
        double[] tw = new double[width * count];
        int at = tAt(p);
        for (int i = 0; i < width; i++) {
            for (int j = 0; j < width; j++) {
                double factor =
                        transposition == Transposition.PLAIN
                                ? t[at + i * PANEL + j]
                                : t[at + j * PANEL + i];
                if (factor != 0) {
                    RowKernel.addScaled(tw, i * count, -factor, w, j * count, count);
                }
            }
        }
        ProductKernel.combine(y, from * m + p, m, count, tw, count, v, p * m + p, m, width, m - p);
    }

    /// `R [k, k]`, row-major, upper triangular.
    double[] r() {
        return r;
    }

    /// `Q·Y` for `count` columns of `k` elements; the result has columns of `m` elements.
    double[] multiply(double[] y, int count) {
        double[] product = new double[Math.multiplyExact(m, count)];
        for (int c = 0; c < count; c++) {
            System.arraycopy(y, c * k, product, c * m, k);
        }
        for (int p = (k - 1) / PANEL * PANEL; p >= 0; p -= PANEL) {
            reflect(p, Math.min(PANEL, k - p), product, 0, count, Transposition.PLAIN);
        }
        return product;
    }
}
