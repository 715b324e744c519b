package lorica.torch;

import java.util.Optional;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;

/// Frees at its end every native tensor that this thread made inside it.
///
/// One scope a training or decoding step keeps native memory flat. Scopes nest; a tensor that
/// must outlive a scope is made before it and written in place. A tensor made outside any scope
/// lives until it is closed, or until the garbage collector finds it.
public final class NativeScope implements AutoCloseable {
    private final PointerScope scope;
    private final Optional<NoGradGuard> guard;

    private NativeScope(PointerScope scope, Optional<NoGradGuard> guard) {
        this.scope = scope;
        this.guard = guard;
    }

    /// A scope in which gradients are recorded.
    public static NativeScope open() {
        Libtorch.require();
        return new NativeScope(new PointerScope(), Optional.empty());
    }

    /// A scope in which no gradients are recorded: inference, and the arithmetic of optimizers.
    public static NativeScope withoutGradients() {
        Libtorch.require();
        PointerScope scope = new PointerScope();
        return new NativeScope(scope, Optional.of(new NoGradGuard()));
    }

    @Override
    public void close() {
        guard.ifPresent(NoGradGuard::close);
        scope.close();
    }
}
