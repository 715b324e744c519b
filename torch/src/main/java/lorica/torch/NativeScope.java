package lorica.torch;

import java.util.Optional;
import java.util.function.Supplier;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;

/// Frees at its end every native tensor that this thread made inside it.
///
/// One scope a training or decoding step keeps native memory flat. Scopes nest; a tensor that
/// must outlive a scope is made before it and written in place. A tensor made outside any scope
/// lives until it is closed, or until the garbage collector finds it.
public final class NativeScope implements AutoCloseable {
    private final PointerScope scope;
    private final Optional<PointerScope> enclosing;
    private final Runnable end;

    private NativeScope(PointerScope scope, Optional<PointerScope> enclosing, Runnable end) {
        this.scope = scope;
        this.enclosing = enclosing;
        this.end = end;
    }

    /// A scope inside another one, for what a part of a computation leaves behind; gradients are
    /// recorded as outside. What autograd needs, it keeps.
    public static NativeScope inner() {
        Libtorch.require();
        Optional<PointerScope> enclosing = Optional.ofNullable(PointerScope.getInnerScope());
        return new NativeScope(new PointerScope(), enclosing, () -> {});
    }

    /// The result of a part of a computation, whose other tensors go with an inner scope of its
    /// own.
    public static NativeTensor keeping(Supplier<NativeTensor> part) {
        try (NativeScope scope = inner()) {
            return scope.keep(part.get());
        }
    }

    /// Lets a tensor made in this scope live as long as the enclosing one.
    public NativeTensor keep(NativeTensor tensor) {
        enclosing.ifPresentOrElse(tensor::attachTo, tensor::outliveScopes);
        return tensor;
    }

    /// A scope in which gradients are recorded, one forward and backward pass.
    public static NativeScope open() {
        Libtorch.require();
        return new NativeScope(new PointerScope(), Optional.empty(), OwnBackward::forget);
    }

    /// A scope in which no gradients are recorded: inference, and the arithmetic of optimizers.
    public static NativeScope withoutGradients() {
        Libtorch.require();
        PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard();
        return new NativeScope(scope, Optional.empty(), guard::close);
    }

    @Override
    public void close() {
        end.run();
        scope.close();
    }
}
