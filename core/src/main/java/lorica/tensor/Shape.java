package lorica.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Row-major extents, outermost first. `[]` is a scalar; an extent of 0 is legal and holds no data.
public record Shape(List<Long> extents) {
    public Shape {
        extents = List.copyOf(extents);
        for (long extent : extents) {
            if (extent < 0) {
                throw new IllegalArgumentException("shape " + extents + ": extents must be >= 0");
            }
        }
    }

    public static Shape of(long... extents) {
        return new Shape(Arrays.stream(extents).boxed().toList());
    }

    /// Number of elements.
    ///
    /// @throws ArithmeticException if the product overflows a `long`
    public long size() {
        return extents.stream().reduce(1L, Math::multiplyExact);
    }

    public int rank() {
        return extents.size();
    }

    /// The extent of one axis.
    public long extent(int axis) {
        return extents.get(axis);
    }

    /// The index along every axis of an element in row-major order.
    public List<Long> indexOf(long element) {
        List<Long> index = new ArrayList<>();
        long rest = element;
        for (long extent : extents.reversed()) {
            index.addFirst(rest % extent);
            rest /= extent;
        }
        return index;
    }

    @Override
    public String toString() {
        return extents.toString();
    }
}
