/// Volterra processes: what they are, their paths, and the Gaussian projection of what comes next.
///
/// In: a process's coefficients and a seed. Out: paths, and for each point of a path the Gaussian
/// that the next value is projected to. Start at [lorica.volterra.process.VolterraProcess]. Never
/// learns anything. Source: the thesis, equations 3.1.1 to 3.3.3, algorithms 1 and 2.
@NullMarked
package lorica.volterra.process;

import org.jspecify.annotations.NullMarked;
