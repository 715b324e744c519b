package lorica.torch;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import lorica.tensor.Dtype;
import lorica.tensor.Shape;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorArrayRefOptional;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/// A tensor in native memory and the operations that Lorica's models are made of.
///
/// Shapes are row-major. An operation gives a new tensor, or a view where said, and records its
/// gradient unless the scope says otherwise; the methods whose names end in `InPlace` change the
/// tensor. Lifetime: see [NativeScope]. Shapes that do not fit are refused by the library with its
/// own message; callers check what comes from files.
public final class NativeTensor implements AutoCloseable {
    final Tensor tensor;
    private final boolean writable;

    NativeTensor(Tensor tensor) {
        this(tensor, true);
    }

    private NativeTensor(Tensor tensor, boolean writable) {
        this.tensor = tensor;
        this.writable = writable;
    }

    public static NativeTensor of(float[] values, long... shape) {
        Libtorch.require();
        return new NativeTensor(Tensor.create(values, shape));
    }

    public static NativeTensor of(long[] values, long... shape) {
        Libtorch.require();
        return new NativeTensor(Tensor.create(values, shape));
    }

    public static NativeTensor filled(double value, Precision precision, long... shape) {
        Libtorch.require();
        return new NativeTensor(
                torch.full(shape, new Scalar(value), new TensorOptions(precision.scalarType())));
    }

    /// Independent draws of N(0, deviation²), F32, in row-major order.
    public static NativeTensor normal(RandomGenerator random, double deviation, long... shape) {
        float[] values = new float[Math.toIntExact(Shape.of(shape).size())];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (deviation * random.nextGaussian());
        }
        return of(values, shape);
    }

    /// A view of stored bytes: nothing is copied, so it must be closed before the arena that
    /// mapped them, and must never be written to.
    public static NativeTensor mapped(lorica.tensor.Tensor stored) {
        Libtorch.require();
        long[] shape = stored.shape().extents().stream().mapToLong(Long::longValue).toArray();
        return new NativeTensor(
                torch.from_blob(
                        new Address(stored.bytes().address()),
                        shape,
                        new TensorOptions(scalarType(stored.dtype()))),
                false);
    }

    /// False for [#mapped] tensors, whose memory must not be written to.
    public boolean writable() {
        return writable;
    }

    private static ScalarType scalarType(Dtype dtype) {
        return switch (dtype) {
            case F32 -> ScalarType.Float;
            case F16 -> ScalarType.Half;
            case BF16 -> ScalarType.BFloat16;
            default ->
                    throw new IllegalArgumentException(
                            "dtype: expected F32, F16 or BF16, found " + dtype);
        };
    }

    /// A native address that the binding does not own.
    private static final class Address extends Pointer {
        Address(long bytes) {
            super((Pointer) null);
            this.address = bytes;
        }
    }

    public Shape shape() {
        return Shape.of(tensor.shape());
    }

    public long extent(int axis) {
        return tensor.size(axis);
    }

    /// Number of elements.
    public long size() {
        return tensor.numel();
    }

    /// A view in this precision; itself where it is so already.
    public NativeTensor to(Precision precision) {
        return tensor.scalar_type().intern() == precision.scalarType()
                ? this
                : new NativeTensor(tensor.to(precision.scalarType()));
    }

    /// A copy with its own memory, without history.
    public NativeTensor copy() {
        return new NativeTensor(tensor.detach().clone());
    }

    /// A view without history.
    public NativeTensor detached() {
        return new NativeTensor(tensor.detach());
    }

    public NativeTensor reshaped(long... shape) {
        return new NativeTensor(tensor.reshape(shape));
    }

    /// A view.
    public NativeTensor transposed(int axis, int other) {
        return new NativeTensor(tensor.transpose(axis, other));
    }

    /// A view of `length` places of an axis.
    public NativeTensor narrowed(int axis, long start, long length) {
        return new NativeTensor(tensor.narrow(axis, start, length));
    }

    /// The places `indices` `[n]` of an axis, copied.
    public NativeTensor selected(int axis, NativeTensor indices) {
        return new NativeTensor(tensor.index_select(axis, indices.tensor));
    }

    public static NativeTensor joined(int axis, List<NativeTensor> parts) {
        TensorVector vector =
                new TensorVector(parts.stream().map(t -> t.tensor).toArray(Tensor[]::new));
        return new NativeTensor(torch.cat(vector, axis));
    }

    public NativeTensor plus(NativeTensor other) {
        return new NativeTensor(tensor.add(other.tensor));
    }

    /// this + factor·other
    public NativeTensor plus(double factor, NativeTensor other) {
        return new NativeTensor(tensor.add(other.tensor, new Scalar(factor)));
    }

    public NativeTensor times(NativeTensor other) {
        return new NativeTensor(tensor.mul(other.tensor));
    }

    public NativeTensor times(double factor) {
        return new NativeTensor(tensor.mul(new Scalar(factor)));
    }

    public NativeTensor negated() {
        return new NativeTensor(tensor.neg());
    }

    /// The matrix product this·other.
    public NativeTensor product(NativeTensor other) {
        return new NativeTensor(tensor.matmul(other.tensor));
    }

    /// x·Wᵀ for x `[…, in]` and W `[out, in]`.
    public NativeTensor linear(NativeTensor weight) {
        return new NativeTensor(torch.linear(tensor, weight.tensor));
    }

    /// Rows of this `[V, h]` at `ids` `[…]`: `[…, h]`.
    public NativeTensor embedding(NativeTensor ids) {
        return new NativeTensor(torch.embedding(tensor, ids.tensor));
    }

    /// x / √(mean x² + ε) ∘ weight over the last axis.
    public NativeTensor rmsNorm(NativeTensor weight, double epsilon) {
        return new NativeTensor(
                torch.rms_norm(
                        tensor,
                        new long[] {weight.size()},
                        new TensorOptional(weight.tensor),
                        new DoubleOptional(epsilon)));
    }

    /// x·σ(x)
    public NativeTensor silu() {
        return new NativeTensor(torch.silu(tensor));
    }

    /// Zeroes each element with this probability and divides the others by 1 − probability.
    public NativeTensor dropout(double probability) {
        return new NativeTensor(torch.dropout(tensor, probability, true));
    }

    /// softmax(q·kᵀ/√d)·v where query `i` sees the keys `j ≤ i`; q `[b, heads, t, d]`, k and v
    /// `[b, kv heads, t, d]`, consecutive query heads sharing one of k and v.
    public NativeTensor causalAttention(NativeTensor keys, NativeTensor values) {
        return attention(keys, values, new TensorOptional(), true);
    }

    /// softmax(q·kᵀ/√d + mask)·v; the mask broadcasts to `[b, heads, queries, keys]`, empty sees
    /// all.
    public NativeTensor attention(
            NativeTensor keys, NativeTensor values, Optional<NativeTensor> mask) {
        return attention(
                keys,
                values,
                mask.map(m -> new TensorOptional(m.tensor)).orElseGet(TensorOptional::new),
                false);
    }

    private NativeTensor attention(
            NativeTensor keys, NativeTensor values, TensorOptional mask, boolean causal) {
        boolean grouped = tensor.size(1) != keys.tensor.size(1);
        return new NativeTensor(
                torch.scaled_dot_product_attention(
                        tensor,
                        keys.tensor,
                        values.tensor,
                        mask,
                        0,
                        causal,
                        new DoubleOptional(),
                        grouped));
    }

    /// The largest element of each row, `[n, 1]`.
    public NativeTensor rowMaxima() {
        return new NativeTensor(tensor.amax(new long[] {-1}, true));
    }

    /// The sum of each row, `[n, 1]`.
    public NativeTensor rowSums() {
        return new NativeTensor(torch.sum(tensor, new long[] {-1}, true, new ScalarTypeOptional()));
    }

    /// ln this
    public NativeTensor logarithm() {
        return new NativeTensor(tensor.log());
    }

    /// this/other
    public NativeTensor over(NativeTensor other) {
        return new NativeTensor(tensor.div(other.tensor));
    }

    /// Along an axis, the elements at `indices`, which has this many axes.
    public NativeTensor gathered(int axis, NativeTensor indices) {
        return new NativeTensor(tensor.gather(axis, indices.tensor));
    }

    /// `−log softmax(this)(target)`, for each row of `[n, V]`, in F32: `[n]`, natural logarithm.
    public NativeTensor crossEntropies(NativeTensor targets) {
        Tensor logProbabilities = torch.log_softmax(tensor.to(ScalarType.Float), -1);
        Tensor picked = logProbabilities.gather(1, targets.tensor.reshape(-1, 1));
        return new NativeTensor(picked.reshape(-1).neg());
    }

    /// The sum of all elements: a scalar.
    public NativeTensor sum() {
        return new NativeTensor(tensor.sum());
    }

    /// Index of the largest element along the last axis; the first of several.
    public long[] largest() {
        return new NativeTensor(tensor.argmax(new LongOptional(-1), false)).toLongs();
    }

    /// √Σx²
    public double norm() {
        return tensor.norm().item_double();
    }

    /// The value of a tensor of one element.
    public double item() {
        return tensor.item_double();
    }

    /// Copies the elements out, row-major, widened or rounded to F32.
    public float[] toFloats() {
        Tensor plain = tensor.detach().to(ScalarType.Float).contiguous();
        float[] values = new float[Math.toIntExact(plain.numel())];
        new FloatPointer(plain.data_ptr_float()).get(values);
        return values;
    }

    /// Copies integer elements out, row-major.
    public long[] toLongs() {
        Tensor plain = tensor.contiguous();
        long[] values = new long[Math.toIntExact(plain.numel())];
        new LongPointer(plain.data_ptr_long()).get(values);
        return values;
    }

    /// Overwrites this with `source`, converted.
    public void setInPlace(NativeTensor source) {
        tensor.copy_(source.tensor);
    }

    public void fillInPlace(double value) {
        tensor.fill_(new Scalar(value));
    }

    public void scaleInPlace(double factor) {
        tensor.mul_(new Scalar(factor));
    }

    /// this ← this + factor·other
    public void addInPlace(double factor, NativeTensor other) {
        tensor.add_(other.tensor, new Scalar(factor));
    }

    /// this ← this + factor·a·b, for matrices
    public void addMatrixProductInPlace(double factor, NativeTensor a, NativeTensor b) {
        tensor.addmm_(a.tensor, b.tensor, new Scalar(1), new Scalar(factor));
    }

    /// The places `indices` of an axis of this ← `source`
    public void setSelectedInPlace(int axis, NativeTensor indices, NativeTensor source) {
        tensor.index_copy_(axis, indices.tensor, source.tensor);
    }

    /// The places `indices` of an axis of this ← themselves + factor·`source`
    public void addSelectedInPlace(
            int axis, NativeTensor indices, double factor, NativeTensor source) {
        tensor.index_add_(axis, indices.tensor, source.tensor, new Scalar(factor));
    }

    /// this ← exp(this)
    public void exponentiateInPlace() {
        tensor.exp_();
    }

    /// Makes this a leaf whose gradient is accumulated into `gradient`, of the same shape.
    public NativeTensor trainable(NativeTensor gradient) {
        Tensor leaf = tensor.detach();
        leaf.set_requires_grad(true);
        leaf.mutable_grad().put(gradient.tensor);
        return new NativeTensor(leaf);
    }

    /// Adds the gradient of this scalar to every trainable leaf it came from.
    public void backward() {
        tensor.backward();
    }

    /// The same for a tensor whose gradient is known.
    public void backward(NativeTensor gradient) {
        tensor.backward(gradient.tensor, new BoolOptional(), false, new TensorArrayRefOptional());
    }

    /// Whether operations on this record gradients.
    public boolean tracksGradient() {
        return tensor.requires_grad();
    }

    /// Lets this live as long as `scope`, which encloses the innermost one.
    void attachTo(PointerScope scope) {
        scope.attach(tensor);
    }

    /// Lets this live until it is closed, whatever scope ends before.
    void outliveScopes() {
        tensor.retainReference();
    }

    /// Frees the native memory now.
    @Override
    public void close() {
        tensor.close();
    }

    @Override
    public String toString() {
        return tensor.scalar_type() + Arrays.toString(tensor.shape());
    }
}
