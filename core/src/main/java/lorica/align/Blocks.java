package lorica.align;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import lorica.kernel.RowKernel;

/// Matrices with a common number of rows, side by side: `M = [M₁ … M_K]`, `Mₖ [rows, widthₖ]`.
///
/// Each block holds its columns one after another. Treat the arrays as read-only.
public record Blocks(int rows, List<double[]> blocks) {
    public Blocks {
        blocks = List.copyOf(blocks);
        if (rows < 1) {
            throw new IllegalArgumentException("rows: expected at least 1, found " + rows);
        }
        for (double[] block : blocks) {
            if (block.length % rows != 0) {
                throw new IllegalArgumentException(
                        "block: expected columns of %d elements, found %d elements"
                                .formatted(rows, block.length));
            }
            for (double value : block) {
                if (!Double.isFinite(value)) {
                    throw new IllegalArgumentException(
                            "block: expected finite numbers, found " + value);
                }
            }
        }
    }

    public int count() {
        return blocks.size();
    }

    /// Columns of one block.
    public int width(int k) {
        return blocks.get(k).length / rows;
    }

    /// Columns of all.
    int totalWidth() {
        int width = 0;
        for (double[] block : blocks) {
            width = Math.addExact(width, block.length / rows);
        }
        return width;
    }

    /// `‖Mₖ‖_F`.
    public double norm(int k) {
        double[] block = blocks.get(k);
        return Math.sqrt(RowKernel.dot(block, 0, block, 0, block.length));
    }

    /// `‖Mₖ‖_F` of all.
    public double[] norms() {
        double[] norms = new double[count()];
        for (int k = 0; k < norms.length; k++) {
            norms[k] = norm(k);
        }
        return norms;
    }

    /// All columns one after another.
    double[] joined() {
        double[] joined = new double[Math.multiplyExact(rows, totalWidth())];
        int at = 0;
        for (double[] block : blocks) {
            System.arraycopy(block, 0, joined, at, block.length);
            at += block.length;
        }
        return joined;
    }

    /// `factorₖ·Mₖ`.
    Blocks scaled(double[] factors) {
        List<double[]> scaled = new ArrayList<>();
        for (int k = 0; k < count(); k++) {
            double[] block = new double[blocks.get(k).length];
            RowKernel.addScaled(block, 0, factors[k], blocks.get(k), 0, block.length);
            scaled.add(block);
        }
        return new Blocks(rows, scaled);
    }

    /// Every block that is not zero at norm 1.
    public Blocks normed() {
        double[] factors = norms();
        for (int k = 0; k < factors.length; k++) {
            factors[k] = factors[k] == 0 ? 0 : 1 / factors[k];
        }
        return scaled(factors);
    }

    /// The same columns, each a block of its own.
    public Blocks byColumn() {
        List<double[]> columns = new ArrayList<>();
        for (double[] block : blocks) {
            for (int at = 0; at < block.length; at += rows) {
                columns.add(Arrays.copyOfRange(block, at, at + rows));
            }
        }
        return new Blocks(rows, columns);
    }
}
