package lorica.mixture;

import java.util.List;
import lorica.adapter.LoraConfig;

/// How weighted adapters become one adapter.
///
/// [#config] looks at shapes only and refuses sources that do not fit, before anything is
/// computed; [#mix] then makes one module, from the sources in their order, independent of all
/// other modules.
public sealed interface Mixture permits FactorMixture {
    /// The name on the command line and in files.
    String name();

    /// The configuration of the mixture.
    ///
    /// @throws MixtureException if the sources cannot be mixed this way
    LoraConfig config(List<Source> sources);

    /// The factors of one module.
    MixedFactors mix(String module, List<Source> sources);
}
