package lorica.mixture;

import java.util.List;

/// How weighted adapters become one adapter.
///
/// [#plan] looks at shapes only and refuses sources that do not fit, before anything is computed;
/// [#mix] then makes one module, from the sources in their order, independent of all other
/// modules, with the same bytes whichever thread does it.
public sealed interface Mixture permits DeltaMixture, ConcatMixture, FactorMixture {
    /// The name on the command line and in files.
    String name();

    /// The configuration and the modules of the mixture. Sources of weight 0 are left out.
    ///
    /// @throws MixtureException if the sources cannot be mixed this way
    MixturePlan plan(List<Source> sources);

    /// About how much heap [#mix] takes for a module, told from shapes alone.
    long workingBytes(MixturePlan plan, String module);

    /// The factors of one module of a plan that this mixture made.
    MixedModule mix(MixturePlan plan, String module);
}
