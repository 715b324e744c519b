/// What fine-tuning did to a model: intruder dimensions, the loss around the weights, bounds on the
/// generalisation error.
///
/// In: a base model, and an adapter or the path of a training. Out: numbers as records, as CSV and
/// as SVG. Start at [lorica.diagnose.IntruderDimensions], [lorica.diagnose.LossLandscape] and
/// [lorica.diagnose.GeneralisationBounds]. Never trains, never judges which method is better.
/// Source: *Beyond LoRA*, sections 3 and E.4; Shuttleworth et al. 2024 (intruder dimensions); Li et
/// al. 2018 (loss landscapes).
@NullMarked
package lorica.diagnose;

import org.jspecify.annotations.NullMarked;
