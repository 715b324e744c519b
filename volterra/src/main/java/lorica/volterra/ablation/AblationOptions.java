package lorica.volterra.ablation;

import java.util.List;
import lorica.volterra.network.GdnOptions;
import lorica.volterra.network.HgnOptions;
import lorica.volterra.network.Trial;
import lorica.volterra.process.VolterraProcess;

/// What is run, and at which size.
///
/// @param tables in the order of the output
/// @param paths N of every row
/// @param heldOut paths that are scored
/// @param horizon T
/// @param until the first test time
/// @param staticEpochs of the static baseline
public record AblationOptions(
        List<AblationTable> tables,
        int paths,
        int heldOut,
        int horizon,
        int until,
        GdnOptions gdn,
        HgnOptions hgn,
        int staticEpochs,
        long seed) {
    public AblationOptions {
        tables = List.copyOf(tables);
        if (paths < 2 || heldOut < 2 || until < 3 || until > horizon || staticEpochs < 1) {
            throw new IllegalArgumentException(
                    "ablation: expected two paths of each kind, a first test time in 3 … %d and a static epoch, found %d, %d, %d and %d"
                            .formatted(horizon, paths, heldOut, until, staticEpochs));
        }
    }

    Trial trial(VolterraProcess process) {
        return new Trial(process, paths, heldOut, horizon, until, gdn, hgn, staticEpochs, seed);
    }
}
