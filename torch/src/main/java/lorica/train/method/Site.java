package lorica.train.method;

import java.util.random.RandomGenerator;

/// One linear map in one link of a chain.
///
/// @param in columns of W
/// @param out rows of W
/// @param link 0-based
/// @param random of this link, the same for all its maps, asked in their order
public record Site(int in, int out, int link, RandomGenerator random) {
    /// The extent that a selection picks from: columns where A is frozen, rows where B is.
    int selectable(Frozen frozen) {
        return frozen == Frozen.A ? in : out;
    }
}
