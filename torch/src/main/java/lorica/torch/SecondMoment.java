package lorica.torch;

import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/// A weighted sum of outer products `Σ w·x·xᵀ` over rows x, which are widened to F64 before they
/// are multiplied.
///
/// Holds `width²` numbers until it is closed, whatever native scope it was made in.
public final class SecondMoment implements AutoCloseable {
    private final int width;
    private final Tensor sum;

    public SecondMoment(int width) {
        Libtorch.require();
        this.width = width;
        this.sum = torch.zeros(new long[] {width, width}, new TensorOptions(ScalarType.Double));
        sum.retainReference();
    }

    /// Adds the rows of x `[n, width]`, each with this weight.
    public void add(NativeTensor x, double weight) {
        try (NativeScope _ = NativeScope.withoutGradients()) {
            Tensor rows = x.tensor.detach().to(ScalarType.Double);
            sum.addmm_(rows.transpose(0, 1), rows, new Scalar(1), new Scalar(weight));
        }
    }

    /// The sum, row-major; symmetric to the last bit.
    public double[] values() {
        double[] values = new double[Math.multiplyExact(width, width)];
        new DoublePointer(sum.data_ptr_double()).get(values);
        for (int i = 0; i < width; i++) {
            for (int j = 0; j < i; j++) {
                values[j * width + i] = values[i * width + j];
            }
        }
        return values;
    }

    @Override
    public void close() {
        sum.close();
    }
}
