package lorica.testing;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// A path of the real file system that says it belongs to [WatchedFileSystem].
record WatchedPath(WatchedFileSystem fileSystem, Path real) implements InvocationHandler {
    static Path of(WatchedFileSystem fileSystem, Path real) {
        return (Path)
                Proxy.newProxyInstance(
                        WatchedPath.class.getClassLoader(),
                        new Class<?>[] {Path.class},
                        new WatchedPath(fileSystem, real));
    }

    /// The path below, or the path itself where it is none of ours.
    static Path real(Path path) {
        return Proxy.isProxyClass(path.getClass())
                        && Proxy.getInvocationHandler(path) instanceof WatchedPath watched
                ? watched.real
                : path;
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
            throws Throwable {
        if (method.getName().equals("getFileSystem")) {
            return fileSystem;
        }
        if (method.isDefault()) {
            return InvocationHandler.invokeDefault(proxy, method, arguments);
        }
        Object[] unwrapped = arguments == null ? new Object[0] : arguments.clone();
        for (int i = 0; i < unwrapped.length; i++) {
            if (unwrapped[i] instanceof Path path) {
                unwrapped[i] = real(path);
            }
        }
        try {
            Object result = method.invoke(real, unwrapped);
            return result instanceof Path path ? of(fileSystem, path) : result;
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
