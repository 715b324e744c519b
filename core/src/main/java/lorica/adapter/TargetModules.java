package lorica.adapter;

import java.util.List;

/// Which modules of the base model an adapter changes, as `adapter_config.json` says it.
public sealed interface TargetModules {
    /// Names, each matching the modules that end with it.
    record Listed(List<String> names) implements TargetModules {
        public Listed {
            names = names.stream().sorted().toList();
        }
    }

    /// A regular expression over whole module names (old adapters, and PEFT's `all-linear`).
    record Expression(String regex) implements TargetModules {}
}
