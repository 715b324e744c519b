package lorica.torch;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorBase;
import org.bytedeco.pytorch.VoidTensorHook;
import org.bytedeco.pytorch.global.torch;

/// Operations with a backward pass of their own, which keeps and makes less than autograd's.
///
/// A hook of the library changes a gradient on its way, in place. The backward pass must run on
/// the thread of the forward pass, inside the same [NativeScope#open]; what was never called back
/// is dropped where that scope ends.
public final class OwnBackward {
    /// By the number of the graph's node whose gradient is awaited, which is unique to a thread.
    private static final ThreadLocal<Map<Long, Queue<Waiting>>> WAITING =
            ThreadLocal.withInitial(HashMap::new);

    private OwnBackward() {}

    /// What is done with a gradient, given what was kept of the forward pass.
    private interface Action {
        void change(NativeTensor gradient, List<NativeTensor> kept);
    }

    private record Waiting(Action action, List<NativeTensor> kept) implements AutoCloseable {
        @Override
        public void close() {
            kept.forEach(NativeTensor::close);
        }
    }

    /// One for all tensors, because the binding makes ten at most.
    private static final class Hook extends VoidTensorHook {
        private static final Hook INSTANCE = outsideOfScopes();

        private static Hook outsideOfScopes() {
            Hook hook = new Hook();
            hook.retainReference();
            return hook;
        }

        @Override
        public void call(TensorBase gradient) {
            // The binding's handle would hold the gradient until the scope of the whole pass ends.
            try (gradient;
                    NativeScope _ = NativeScope.withoutGradients()) {
                long node = torch.get_current_node().sequence_nr();
                Queue<Waiting> queue = WAITING.get().getOrDefault(node, new ArrayDeque<>());
                try (Waiting waiting =
                        Optional.ofNullable(queue.poll())
                                .orElseThrow(() -> new IllegalStateException(MISPLACED))) {
                    waiting.action().change(new NativeTensor(new Tensor(gradient)), waiting.kept());
                }
            }
        }

        private static final String MISPLACED =
                "backward pass: expected on the thread and in the native scope of its forward pass, found elsewhere";
    }

    /// Calls an action with the gradient of a tensor.
    ///
    /// @param needed of the forward pass; its values are kept until the gradient comes
    private static void await(NativeTensor tensor, List<NativeTensor> needed, Action action) {
        enqueue(hooked(tensor), needed, action);
    }

    private static long hooked(NativeTensor tensor) {
        tensor.tensor.register_hook(Hook.INSTANCE);
        return tensor.tensor.grad_fn().sequence_nr();
    }

    private static void enqueue(long node, List<NativeTensor> needed, Action action) {
        List<NativeTensor> kept = needed.stream().map(OwnBackward::kept).toList();
        WAITING.get().computeIfAbsent(node, _ -> new ArrayDeque<>()).add(new Waiting(action, kept));
    }

    /// Drops what still waits on this thread.
    static void forget() {
        WAITING.get().values().forEach(queue -> queue.forEach(Waiting::close));
        WAITING.remove();
    }

    /// A tensor's values for later, whatever scope ends before.
    private static NativeTensor kept(NativeTensor tensor) {
        NativeTensor alias = tensor.detached();
        alias.outliveScopes();
        return alias;
    }

    private static boolean awaits(NativeTensor tensor) {
        return Libtorch.recordsGradients() && tensor.tracksGradient() && !tensor.tensor.is_leaf();
    }

    private static boolean accumulates(NativeTensor leaf) {
        return leaf.tracksGradient() && leaf.tensor.is_leaf() && leaf.tensor.grad().defined();
    }

    /// `silu(gate)∘up`, for tensors of one shape. Keeps those two, and not `silu(gate)`, which the
    /// backward pass computes again:
    ///
    /// ```
    /// ∇gate = ∇∘up∘silu′(gate),   ∇up = ∇∘silu(gate)
    /// ```
    public static NativeTensor gated(NativeTensor gate, NativeTensor up) {
        if (!awaits(gate) || !awaits(up)) {
            return gate.silu().times(up);
        }
        // A function whose backward pass keeps nothing and makes a gradient of its own for either:
        // ½·gate + ½·up. The halves are taken back exactly.
        NativeTensor result = new NativeTensor(gate.tensor.lerp(up.tensor, new Scalar(0.5)));
        try (NativeScope _ = NativeScope.withoutGradients()) {
            NativeTensor values = result.detached();
            torch.silu_out(values.tensor, gate.tensor);
            values.tensor.mul_(up.tensor);
        }
        await(
                gate,
                List.of(gate, up),
                (gradient, kept) -> {
                    gradient.tensor.mul_(kept.get(1).tensor).mul_(new Scalar(2));
                    torch.silu_backward_out(
                            gradient.tensor, gradient.tensor, kept.getFirst().tensor);
                });
        await(
                up,
                List.of(gate),
                (gradient, kept) ->
                        gradient.tensor.mul_(kept.getFirst().silu().tensor).mul_(new Scalar(2)));
        return result;
    }

    /// `y ← y + factor·x[:, columns]·Bᵀ` for matrices y `[n, out]`, x `[n, in]` and columns `[r]`.
    ///
    /// ```
    /// ∇B = factor·∇yᵀ·x[:, columns],   ∇x[:, columns] += factor·∇y·B
    /// ```
    ///
    /// Keeps r columns of x, and adds r columns to the gradient of x where autograd would add a
    /// matrix of zeros around them.
    ///
    /// @param b `[out, r]`, a trainable leaf
    public static void addColumnsInPlace(
            NativeTensor y, double factor, NativeTensor x, NativeTensor columns, NativeTensor b) {
        NativeTensor chosen = x.selected(1, columns);
        if (!awaits(y) || !awaits(x) || !accumulates(b)) {
            y.addMatrixProductInPlace(factor, chosen, b.transposed(0, 1));
            return;
        }
        NativeTensor values = y.detached();
        values.addMatrixProductInPlace(factor, chosen.detached(), b.detached().transposed(0, 1));
        long atX = hooked(x);
        await(
                y,
                List.of(chosen),
                (ofY, kept) -> {
                    addGradient(b, factor, ofY, kept.getFirst());
                    enqueue(
                            atX,
                            List.of(ofY.product(b)),
                            (ofX, columnsOfX) ->
                                    ofX.addSelectedInPlace(
                                            1, columns, factor, columnsOfX.getFirst()));
                });
    }

    /// Trains `p` `[out, r]` as the columns of W that it holds copies of, for `y = W·x`, which it
    /// adds nothing to:
    ///
    /// ```
    /// ∇P = ∇yᵀ·x[:, columns]
    /// ```
    ///
    /// Keeps r columns of x.
    ///
    /// @param y `[n, out]`
    /// @param x `[n, in]`
    /// @param p a trainable leaf
    public static void trainColumns(
            NativeTensor y, NativeTensor x, NativeTensor columns, NativeTensor p) {
        NativeTensor chosen = x.detached().selected(1, columns);
        if (!awaits(y) || !accumulates(p)) {
            NativeTensor zero = p.plus(-1, p.detached());
            y.addMatrixProductInPlace(1, chosen, zero.transposed(0, 1));
            return;
        }
        await(y, List.of(chosen), (ofY, kept) -> addGradient(p, 1, ofY, kept.getFirst()));
    }

    /// ∇leaf ← ∇leaf + factor·∇yᵀ·x
    private static void addGradient(
            NativeTensor leaf, double factor, NativeTensor ofY, NativeTensor x) {
        leaf.tensor
                .mutable_grad()
                .addmm_(ofY.transposed(0, 1).tensor, x.tensor, new Scalar(1), new Scalar(factor));
    }
}
