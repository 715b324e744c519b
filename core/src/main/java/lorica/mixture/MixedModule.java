package lorica.mixture;

/// One module of a mixture: its factors and what making them cost in accuracy.
public record MixedModule(MixedFactors factors, ModuleReport report) {}
