/// The thesis's ablations: tables 3.1 to 3.7 and the figures of losses through time.
///
/// In: sizes and options. Out: a folder with one JSON file a row, the tables beside the published
/// figures, and SVG figures. Start at [lorica.volterra.ablation.Ablation]; resumes where it was
/// killed. Holds no formula of processes or networks. Source: the thesis, section 3.4.
@NullMarked
package lorica.volterra.ablation;

import org.jspecify.annotations.NullMarked;
