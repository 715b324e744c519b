package lorica.generate;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import lorica.adapter.PeftDirectory;
import lorica.mixture.MixedFactors;
import lorica.mixture.MixedModule;
import lorica.mixture.MixturePlan;
import lorica.mixture.MixtureReport;
import lorica.mixture.ModuleReport;
import lorica.mixture.ModuleShape;
import lorica.tensor.Dtype;
import lorica.tensor.SafetensorsWriter;
import lorica.tensor.TensorSpec;

/// Writes a planned mixture as a PEFT directory's configuration and weights.
///
/// Modules are made in parallel and written in sorted order; at most one more than there are
/// threads are in memory at a time, and no more threads work than half the heap has room for. Each
/// module is made by one thread in a fixed order, so the bytes do not depend on the number of
/// threads.
///
/// @param threads how many modules are made at once, at most
/// @param dtype of the weights written: F32, F16 or BF16
public record MixtureWriter(int threads, Dtype dtype) {
    public MixtureWriter {
        if (threads < 1) {
            throw new IllegalArgumentException("threads: expected at least 1, found " + threads);
        }
        if (!dtype.isWeight()) {
            throw new IllegalArgumentException("expected F32, F16 or BF16, found " + dtype);
        }
    }

    /// All processors, F32.
    public static MixtureWriter defaults() {
        return new MixtureWriter(Runtime.getRuntime().availableProcessors(), Dtype.F32);
    }

    /// Writes into an existing directory, which is the caller's to commit or discard.
    public MixtureReport write(MixturePlan plan, Path directory) throws IOException {
        List<TensorSpec> specs = new ArrayList<>();
        for (Map.Entry<String, ModuleShape> module : plan.modules().entrySet()) {
            ModuleShape shape = module.getValue();
            specs.addAll(
                    PeftDirectory.specs(
                            module.getKey(), dtype, shape.rank(), shape.in(), shape.out()));
        }
        PeftDirectory.writeConfig(directory, plan.config());
        List<ModuleReport> reports = new ArrayList<>();
        int workers = plan.threadsWithin(Runtime.getRuntime().maxMemory() / 2, threads);
        ExecutorService executor = Executors.newFixedThreadPool(workers);
        try (SafetensorsWriter writer = PeftDirectory.createWeights(directory, specs)) {
            Iterator<String> waiting = plan.modules().keySet().iterator();
            Deque<Future<MixedModule>> window = new ArrayDeque<>();
            while (waiting.hasNext() || !window.isEmpty()) {
                while (waiting.hasNext() && window.size() <= workers) {
                    String module = waiting.next();
                    window.add(executor.submit(() -> plan.mix(module)));
                }
                MixedModule mixed = finished(window.remove());
                MixedFactors factors = mixed.factors();
                writer.write(PeftDirectory.keyA(factors.module()), factors.a());
                writer.write(PeftDirectory.keyB(factors.module()), factors.b());
                reports.add(mixed.report());
            }
        } finally {
            executor.shutdownNow();
            executor.close(); // waits: nobody may read mapped tensors after this returns
        }
        return new MixtureReport(
                plan.mixture().name(),
                plan.config().rank(),
                plan.config().alpha() / plan.config().rank(),
                plan.sources().size(),
                reports);
    }

    private static MixedModule finished(Future<MixedModule> module) throws IOException {
        try {
            return module.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            if (e.getCause() instanceof Error cause) {
                throw cause;
            }
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the mixture was interrupted");
        }
    }
}
