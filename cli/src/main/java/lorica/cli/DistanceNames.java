package lorica.cli;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import lorica.distance.Distance;
import lorica.distance.SlicedWasserstein;

/// The names of all distances, for help and completion.
final class DistanceNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
        List<String> names = new ArrayList<>();
        for (Distance distance : Distance.all()) {
            names.add(distance.name());
        }
        names.add(new SlicedWasserstein().name());
        return names.iterator();
    }
}
